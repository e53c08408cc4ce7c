const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The units of a language; what stands between number and unit is part of them. */
export interface TimeUnits {
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  /** Where minutes stand alone. */
  readonly minutes: string;
  readonly second: string;
}

/** `6 h 12 m`, `24 min`, `under 1 min`: how long a web session still lasts. Zero and less is ''. */
export function timeLeft(endsAt: number, now: number, units: TimeUnits, underAMinute: string): string {
  const left = endsAt - now;
  if (left <= 0) return '';
  if (left < MINUTE) return underAMinute;
  const hours = Math.floor(left / HOUR);
  const minutes = Math.floor((left % HOUR) / MINUTE);
  if (hours >= 48) return `${Math.floor(hours / 24)}${units.day}`;
  if (hours > 0) return minutes > 0 ? `${hours}${units.hour} ${minutes}${units.minute}` : `${hours}${units.hour}`;
  return `${minutes}${units.minutes}`;
}

/** `00:42`, `1:02:03`: work that goes on, ticking. */
export function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest;
}

/** `18 s`, `1 m 22 s`: how long ago, in whole seconds. */
export function ago(ms: number, units: TimeUnits): string {
  return ms < 10_000 ? `${Math.max(1, Math.floor(ms / 1000))}${units.second}` : duration(ms, units);
}

/** `8 ms`, `0.3 s`, `12 s`, `1 m 22 s`: how long something took. */
export function duration(ms: number, units: TimeUnits): string {
  if (ms < 99.5) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}${units.second}`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${units.second}`;
  if (whole < 3600) return `${Math.floor(whole / 60)}${units.minute} ${whole % 60}${units.second}`;
  return `${Math.floor(whole / 3600)}${units.hour} ${Math.floor((whole % 3600) / 60)}${units.minute}`;
}
