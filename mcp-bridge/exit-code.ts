import type { WireError } from './wire.ts';

/**
 * What the executable ends with. `exec` ends with the remote command's own code, and where nothing was run with one of the
 * last four: whoever scripts it tells a refusal of the person from their absence and from a machine without a window.
 */
export const exitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  appNotRunning: 3,
  personMustAct: 4,
  /** No entry of the journal is wrong, but not all can be proven. */
  journalUnproven: 5,
  /** As shells say it of Ctrl-C. */
  interrupted: 130,
  /** There is no window to ask the person in. */
  execCouldNotAsk: 252,
  /** The person did not answer in time. */
  execNotAnswered: 253,
  /** The person refused the command. */
  execDeclined: 254,
  /** Anything else; also where the command's own code is unknown. */
  execFailed: 255,
} as const;

/** For `exec`, where the command did not run. */
export function execExitCodeFor({ code }: Pick<WireError, 'code'>): number {
  switch (code) {
    case 'declined-by-person':
      return exitCode.execDeclined;
    case 'pending-approval':
    case 'approval-timed-out':
      return exitCode.execNotAnswered;
    case 'could-not-ask':
      return exitCode.execCouldNotAsk;
    default:
      return exitCode.execFailed;
  }
}

export function exitCodeFor(error: WireError): number {
  if (error.code === 'app-not-running' || error.code === 'app-quit-by-person') return exitCode.appNotRunning;
  if (error.code === 'bad-argument') return exitCode.usage;
  return error.actor === 'person' ? exitCode.personMustAct : exitCode.failed;
}
