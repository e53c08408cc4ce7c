import type { WireError } from './wire.ts';

/** What the executable ends with. `exec` ends with the remote command's own code, and 255 where there is none. */
export const exitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  appNotRunning: 3,
  personMustAct: 4,
  /** As shells say it of Ctrl-C. */
  interrupted: 130,
  execFailed: 255,
} as const;

export function exitCodeFor(error: WireError): number {
  if (error.code === 'app-not-running' || error.code === 'app-quit-by-person') return exitCode.appNotRunning;
  if (error.code === 'bad-argument') return exitCode.usage;
  return error.actor === 'person' ? exitCode.personMustAct : exitCode.failed;
}
