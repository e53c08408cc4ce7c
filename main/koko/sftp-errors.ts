import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** What KoKo or the asset's SFTP server answered, in its own words behind ours. */
export function sftpProblem(err: string, path: string): DrawbridgeError {
  const said = err.slice(0, 300);
  // KoKo's own, with a capital: the permission lacks an action. The asset's file rights are written small.
  if (/^Permission denied\b/.test(err)) {
    return new DrawbridgeError({
      code: 'permission-denied',
      message:
        'JumpServer does not allow this: the permission on this asset lacks the action (upload, download or delete).',
      nextStep: 'Ask the JumpServer administrator for that action; do not try another way round.',
      actor: 'admin',
    });
  }
  if (/permission denied/i.test(err)) {
    return new DrawbridgeError({
      code: 'file-refused',
      message: `The account on the asset may not do that with ${path || 'its home'} (${said}).`,
      nextStep: 'Use a folder that the account may write to, or another account.',
      actor: 'agent',
    });
  }
  if (/not exist|no such file|not found/i.test(err)) {
    return new DrawbridgeError({
      code: 'file-not-found',
      message: `There is no ${path || 'home folder'} on the asset.`,
      nextStep: 'Look with jms_sftp_list what is there; names are case-sensitive.',
      actor: 'agent',
    });
  }
  if (/unable to authenticate|handshake failed/i.test(err)) {
    return new DrawbridgeError({
      code: 'no-file-access',
      message: `JumpServer could not sign in to the asset for files (${said}).`,
      nextStep: 'Use an account whose password JumpServer keeps.',
      actor: 'agent',
    });
  }
  if (/subsystem request failed|unable to start|connection refused/i.test(err)) {
    return new DrawbridgeError({
      code: 'no-file-access',
      message: `The asset gives no SFTP (${said}).`,
      nextStep: 'Work in a terminal instead.',
      actor: 'admin',
    });
  }
  return new DrawbridgeError({
    code: 'file-failed',
    message: `The asset refused it for ${path || 'its home'}: ${said || 'no reason given'}.`,
    nextStep:
      'Look with jms_sftp_list at what is there: a name that is taken, a full disk, or a folder where a file is meant.',
    actor: 'agent',
  });
}

/** The session is over; what was under way may be done or not. */
export function sftpClosed(reason: string): DrawbridgeError {
  const killed = /expired or not found/i.test(reason);
  return new DrawbridgeError({
    code: 'file-session-closed',
    message: killed
      ? `JumpServer ended the file session (${reason}): an administrator may have stopped it.`
      : `The file session ended: ${reason}`,
    nextStep: killed
      ? 'Tell the person before you go on; another call opens a new session.'
      : 'Look with jms_sftp_list at what was done, then repeat the call; it opens a new session.',
    actor: killed ? 'person' : 'agent',
  });
}

export const sftpSilent = (what: string, ms: number): DrawbridgeError =>
  new DrawbridgeError({
    code: 'timed-out',
    message: `KoKo did not answer ${what} within ${Math.round(ms / 1_000)} s; the file session was given up.`,
    nextStep: 'Look with jms_sftp_list at what was done, then repeat the call; it opens a new session.',
    actor: 'agent',
  });
