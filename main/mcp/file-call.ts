import { z } from 'zod';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { sizeText } from '../files/file-errors.ts';
import type { FileEntry, FileTarget } from '../files/file-model.ts';
import type { FileSession } from '../files/file-session.ts';
import { assertSftp } from '../files/site-file-links.ts';
import type { Wait } from '../guard/approvals.ts';
import type { FileAct } from '../guard/file-act.ts';
import type { WantedFileAct } from '../guard/file-acts.ts';
import { PATIENCE_MS } from './patience.ts';
import { decideAccount } from './resolve-target.ts';
import { withSession } from './site-access.ts';
import type { ToolCall } from './tool.ts';
import { label } from './untrusted-text.ts';

/** Where the files are, as a call says it. */
export interface FilePlace {
  readonly site?: string | undefined;
  readonly asset?: string | undefined;
  readonly account?: string | undefined;
  readonly session_handle?: string | undefined;
}

export const fileHandle = z.string().max(100).optional().describe('file_…; instead of asset and account');

/** Finds the session that a call is about, and does `task` with it while somebody is signed in. */
export function withFiles<T>(
  call: ToolCall,
  place: FilePlace,
  doing: string,
  task: (session: FileSession) => Promise<T>,
): Promise<T> {
  const owner = call.agent.owner();
  if (place.session_handle !== undefined) {
    const session = call.files.sessions.get(place.session_handle, owner);
    return withSession(call, call.sites.find(session.target.siteId), doing, () => session.use(() => task(session)));
  }
  const site = call.sites.find(place.site);
  return withSession(call, site, doing, async () => {
    const session = call.files.sessions.of(await fileTarget(call, place), owner);
    return session.use(() => task(session));
  });
}

/** Throws `bad-argument`, `no-file-access`, `asset-…`, `account-…`. */
export async function fileTarget(call: ToolCall, { site, asset, account }: FilePlace): Promise<FileTarget> {
  if (asset === undefined)
    throw new DrawbridgeError({
      code: 'bad-argument',
      message: 'It is not said on which asset.',
      nextStep: 'Repeat the call with asset (and account), or with the session_handle of a file session of yours.',
      actor: 'agent',
    });
  const where = call.sites.find(site);
  const found = await call.targets.asset(where, asset, call.signal);
  const chosen = decideAccount(account, found);
  assertSftp(found);
  const { id, name, address, type, nodes } = found;
  return {
    siteId: where.id,
    asset: { id, name, address, type, nodes },
    account: { alias: chosen.alias, name: chosen.name, username: chosen.username },
    protocol: 'sftp',
    connectMethod: 'web_sftp',
  };
}

export const wantedAct = (call: ToolCall, session: FileSession, act: FileAct, reason = ''): WantedFileAct => ({
  agent: { id: call.agent.id, name: call.agent.name },
  target: session.target,
  act,
  reason,
});

export const fileWait = (call: ToolCall, seconds = PATIENCE_MS / 1_000): Wait => ({
  signal: call.signal,
  patienceMs: seconds * 1_000,
});

/** `web-01 (10.1.1.11) as root · file_…` */
export const sessionLine = ({ target: { asset, account }, id }: Pick<FileSession, 'target' | 'id'>): string =>
  `${label(asset.name)} (${label(asset.address)}) as ${label(account.username || account.name)} · ${id}`;

/** One entry of a folder, for a list: mode, size, time, name. */
export function entryLine({ name, kind, size, modifiedAt, mode }: FileEntry): string {
  const time = modifiedAt === 0 ? '-' : new Date(modifiedAt).toISOString().slice(0, 16).replace('T', ' ');
  const mark = kind === 'folder' ? '/' : kind === 'link' ? ' (link)' : '';
  return `${mode || kind}  ${kind === 'folder' ? '-' : sizeText(size)}  ${time}  ${label(name, 255)}${mark}`;
}

export const entryFacts = (entry: FileEntry) => ({
  path: label(entry.path, 1_000),
  kind: entry.kind,
  size: entry.size,
  modified_epoch: Math.floor(entry.modifiedAt / 1_000),
  mode: entry.mode,
});
