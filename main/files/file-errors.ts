import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { TransferProgress } from './file-model.ts';

export const badPath = (message: string, nextStep: string): DrawbridgeError =>
  new DrawbridgeError({ code: 'bad-argument', message, nextStep, actor: 'agent' });

export const notThere = (path: string): DrawbridgeError =>
  new DrawbridgeError({
    code: 'file-not-found',
    message: `There is no ${path} on the asset.`,
    nextStep: 'Look with jms_sftp_list what is there; names are case-sensitive.',
    actor: 'agent',
  });

export const alreadyThere = (path: string, what: string): DrawbridgeError =>
  new DrawbridgeError({
    code: 'file-exists',
    message: `Nothing was changed: ${path} is there already (${what}).`,
    nextStep: 'Take another name; or, for a file that you mean to replace, call again with overwrite: true.',
    actor: 'agent',
  });

export const notEmptyAsked = (path: string): DrawbridgeError =>
  new DrawbridgeError({
    code: 'bad-argument',
    message: `Nothing was deleted: ${path} is a folder, and JumpServer deletes folders with all that is in them.`,
    nextStep: 'List it first; call again with recursive: true if all of it shall go.',
    actor: 'agent',
  });

export const incomplete = (message: string, nextStep: string): DrawbridgeError =>
  new DrawbridgeError({ code: 'file-incomplete', message, nextStep, actor: 'agent' });

export const fileSessionGone = (id: string): DrawbridgeError =>
  new DrawbridgeError({
    code: 'file-session-not-found',
    message: `There is no file session ${id} of yours.`,
    nextStep: 'Name asset and account instead of a session_handle: a session is found or opened by itself.',
    actor: 'agent',
  });

export const fileSessionClosed = (reason: string): DrawbridgeError =>
  new DrawbridgeError({
    code: 'file-session-closed',
    message: `The file session is closed: ${reason}`,
    nextStep: 'Call again with asset and account: that opens a new one.',
    actor: 'agent',
  });

export const fileSessionLimit = (most: number, own: readonly string[]): DrawbridgeError =>
  new DrawbridgeError({
    code: 'file-session-limit',
    message: `${most} file sessions are open, the limit, and all of them are at work.`,
    nextStep:
      own.length > 0
        ? 'Wait for one of yours, or close it with jms_close_sftp_session; then call again.'
        : 'Others use them: wait, or ask the person to raise the limit in Settings.',
    actor: own.length > 0 ? 'agent' : 'person',
    candidates: own,
  });

/** It goes on; the same call joins it. */
export class TransferRunning extends DrawbridgeError {
  readonly progress: TransferProgress;

  constructor(progress: TransferProgress) {
    super({
      code: 'transfer-running',
      message: `The transfer goes on: ${sizeText(progress.done)} of ${sizeText(progress.total)} so far.`,
      nextStep: 'Call again with exactly the same arguments to wait for its end; cancelling that call stops it.',
      actor: 'agent',
    });
    this.progress = progress;
  }
}

/** 12 B, 3.4 kB, 2.1 GB. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1_000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
