/** KoKo sends no machine-readable reason (protocol §7.7): the last red text, or what was going on, tells. */

// KoKo frames its own texts as `\n\r ESC[31m … \n\r ESC[0m` (protocol §7.6).
const redText = /\n\r\x1b\[31m([^\x1b]{1,400}?)\n\r\x1b\[0m$/;
const anyRedText = /\x1b\[31m([^\x1b]{1,400}?)\s*\x1b\[0m\s*$/;
// A prompt that KoKo or the host asks before there is a session (protocol §7.6, "no stored secret").
const passwordPrompt = /(password|passphrase|密码|verification code|OTP)[^\r\n]*[:：]\s*$/i;

/** The red text that KoKo printed last, in one line; null when the end of the output is something else. */
export function redReason(tail: string): string | null {
  return oneLine(redText.exec(tail)?.[1]);
}

function oneLine(text: string | undefined): string | null {
  return text?.replace(/\s+/g, ' ').trim() || null;
}

const LOGOUT = 'The shell ended (logout).';
const ENDED = 'The session on the asset ended.';

/** It ended by itself: nobody closed it, and no connection was lost. */
export const endedByItself = (reason: string): boolean => reason === LOGOUT || reason === ENDED;

/** Why the backend ended after it had been live. */
export function endReason(tail: string): string {
  const red = redReason(tail);
  if (red) return red;
  if (/(?:^|[\n\x07])\s*(logout|exit|登出)\s*$/.test(tail)) return LOGOUT;
  return ENDED;
}

/** What KoKo printed instead of a session: `Connecting to … error: Authentication failed`. */
export function connectFailure(tail: string): string {
  const red = oneLine(anyRedText.exec(tail)?.[1]);
  if (red) return red;
  const lines = tail
    .replace(/\x1b\][^\x07]*\x07/g, '')
    .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '')
    // The seconds counter is rewritten by backspaces.
    .replace(/[^\x08]{0,3}\x08{3}/g, '')
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/\s\d+\.\d$/.test(line));
  return lines.slice(-2).join(' ') || 'KoKo ended the connection without saying why.';
}

export function asksForSecret(tail: string): boolean {
  return passwordPrompt.test(tail);
}
