const two = (value: number) => String(value).padStart(2, '0');

/** `2026/01/02 09:30:00 +0000`, the date form of the REST interface (protocol 4.2). */
export function restDate(at: number | Date): string {
  return dashedDate(at).replaceAll('-', '/');
}

/** `2026-01-02 01:31:00 +0000`, the date form inside KoKo messages (protocol 7.5.2). */
export function dashedDate(at: number | Date): string {
  const date = new Date(at);
  const day = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

/** `2026-11-22 18:07:01.345000000 +0000 UTC`, Go's own print of a time, used by the share messages. */
export function goDate(at: Date): string {
  return dashedDate(at).replace(' +0000', `.${String(at.getUTCMilliseconds()).padStart(3, '0')}000000 +0000 UTC`);
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Sun Nov 22 18:07:01 2026`, as sshd prints the last login. */
export function ctimeDate(at: Date): string {
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  const day = String(at.getUTCDate()).padStart(2, ' ');
  return `${DAYS[at.getUTCDay()]} ${MONTHS[at.getUTCMonth()]} ${day} ${clock} ${at.getUTCFullYear()}`;
}
