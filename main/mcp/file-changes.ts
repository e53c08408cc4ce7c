import { createHash } from 'node:crypto';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { download } from '../files/download.ts';
import { badPath, sizeText } from '../files/file-errors.ts';
import type { FileSession } from '../files/file-session.ts';
import { LocalSink, LocalSource } from '../files/local-file.ts';
import { type UploadSource, upload } from '../files/upload.ts';
import type { Permission } from '../guard/approvals.ts';
import { fileWait, sessionLine, wantedAct } from './file-call.ts';
import { factsResult, type ToolResult } from './result.ts';
import type { ToolCall } from './tool.ts';
import { label } from './untrusted-text.ts';

interface Asked {
  readonly call: ToolCall;
  readonly session: FileSession;
  readonly reason: string;
  /** How long the caller waits. */
  readonly seconds: number;
}

/** Hosts hear so often how far a transfer is, in ms. */
const TELL_EVERY_MS = 2_000;

export async function uploadFile(
  asked: Asked,
  ask: {
    readonly path: string;
    readonly local?: string | undefined;
    readonly content?: string | undefined;
    readonly overwrite: boolean;
    readonly checksum?: boolean;
  },
): Promise<ToolResult> {
  const { call, session, reason, seconds } = asked;
  const { local, content } = ask;
  if ((local === undefined) === (content === undefined))
    throw badPath('An upload has either local_path or content.', 'Give the one or the other.');
  const path = await session.resolve(ask.path, call.signal);
  const source = local === undefined ? textSource(content ?? '') : await openLocal(asked, local);
  const key = JSON.stringify(['upload', call.agent.id, session.target, path, source.stamp, source.size, ask.overwrite]);
  let mine = false;
  const goesOn = call.files.transfers.has(key);
  try {
    const act = {
      ...{ kind: 'upload' as const, path, local: source.shown, content: local === undefined ? (content ?? '') : null },
      ...{
        stamp: source.stamp,
        size: source.size,
        overwrites: ask.overwrite && (await session.find(path, call.signal)) !== undefined,
      },
    };
    const wanted = wantedAct(call, session, act, reason);
    const permission = goesOn ? undefined : await call.files.acts.allow(wanted, fileWait(call, seconds));
    const result = await call.files.transfers.run({
      ...{ key, agentId: call.agent.id, patienceMs: seconds * 1_000, signal: call.signal, onProgress: telling(call) },
      start: (job) => {
        mine = true;
        const task = () =>
          session.use(() =>
            upload(session, source, path, { overwrite: ask.overwrite, signal: job.signal, onProgress: job.progress }),
          );
        return call.files.acts.perform(wanted, permission ?? gone, task).finally(() => source.close());
      },
    });
    const { size, resumedFrom, replaced } = result;
    const sum = ask.checksum
      ? await sumOf(local === undefined ? '' : await grantedRoot(asked, 'upload'), local, content)
      : undefined;
    return factsResult(
      {
        uploaded: true,
        path: label(path, 1_000),
        size_bytes: size,
        overwritten: replaced,
        resumed_from: resumedFrom,
        ...sumFact(sum),
      },
      `Uploaded ${sizeText(size)} to ${label(path, 1_000)} on ${sessionLine(session)}; the size there is right.`,
      resumedFrom > 0 ? `It went on where an earlier call had stopped, at ${sizeText(resumedFrom)}.` : '',
      replaced ? 'It replaced the file that was there; mode and owner stayed.' : '',
      sumLine(sum, path),
    );
  } finally {
    // The transfer closes what it reads itself.
    if (!mine) await source.close();
  }
}

export async function downloadFile(
  asked: Asked,
  ask: { readonly path: string; readonly local: string; readonly overwrite: boolean; readonly checksum?: boolean },
): Promise<ToolResult> {
  const { call, session, reason, seconds } = asked;
  const entry = await session.stat(ask.path, call.signal);
  if (entry.kind === 'link')
    throw badPath(`${entry.path} is a symbolic link.`, 'Name the file that it leads to (readlink -f in a terminal).');
  const root = await grantedRoot(asked, 'download');
  const key = JSON.stringify(['download', call.agent.id, session.target, entry.path, root, ask.local, ask.overwrite]);
  const { transfers, acts } = call.files;
  const shown = ask.local;
  let permission: Awaited<ReturnType<typeof acts.allow>> | undefined;
  const act = {
    kind: 'download' as const,
    path: entry.path,
    local: shown,
    size: entry.size,
    overwrites: ask.overwrite,
  };
  const wanted = wantedAct(call, session, act, reason);
  if (!transfers.has(key)) permission = await acts.allow(wanted, fileWait(call, seconds));
  const start = async (job: { readonly signal: AbortSignal; progress(now: { done: number; total: number }): void }) => {
    const sink = await LocalSink.create(root, ask.local, ask.overwrite);
    try {
      const task = () =>
        session.use(() => download(session, entry, sink, { signal: job.signal, onProgress: job.progress }));
      const size = await acts.perform(wanted, permission ?? gone, task);
      await sink.finish();
      return { size, shown: sink.shown };
    } catch (error) {
      await sink.discard();
      throw error;
    }
  };
  const { size, shown: local } = await transfers.run({
    ...{
      key,
      agentId: call.agent.id,
      patienceMs: seconds * 1_000,
      signal: call.signal,
      onProgress: telling(call),
      start,
    },
  });
  const sum = ask.checksum ? await sumOf(root, ask.local, undefined) : undefined;
  return factsResult(
    { downloaded: true, path: label(entry.path, 1_000), local_path: local, size_bytes: size, ...sumFact(sum) },
    `Downloaded ${label(entry.path, 1_000)} (${sizeText(size)}) from ${sessionLine(session)} to ${label(local, 1_000)}.`,
    entry.kind === 'folder' ? 'It is a zip of the folder.' : 'Its size is the one that the asset lists.',
    sumLine(sum, entry.path),
  );
}

async function grantedRoot({ call, session, seconds }: Asked, direction: 'upload' | 'download'): Promise<string> {
  const { target } = session;
  const { name } = call.sites.find(target.siteId).summary();
  const agent = { id: call.agent.id, name: call.agent.name };
  return call.files.grants.granted({ agent, site: name, asset: target.asset.name, direction }, fileWait(call, seconds));
}

/** What went on was consumed by another call: this one began nothing that was allowed. */
const gone: Permission = {
  use: () => {
    throw new DrawbridgeError({
      code: 'cancelled',
      message: 'Another call of yours took the end of this transfer.',
      nextStep: 'Look with jms_sftp_list; call again if it is still to be done.',
      actor: 'agent',
    });
  },
};

/** SHA-256 of our end: the other end is an explicit run in a terminal. */
async function sumOf(root: string, local: string | undefined, content: string | undefined): Promise<string> {
  if (local === undefined) return textSource(content ?? '').stamp;
  const source = await LocalSource.open(root, local);
  try {
    return await source.sha256();
  } finally {
    await source.close();
  }
}

const sumFact = (sum: string | undefined) => (sum === undefined ? {} : { sha256_local: sum });
const sumLine = (sum: string | undefined, path: string): string =>
  sum === undefined
    ? ''
    : `SHA-256 of our end: ${sum}. Compare: run sha256sum ${label(path, 1_000)} with jms_execute_koko_command.`;

interface OpenSource extends UploadSource {
  readonly shown: string | null;
  close(): Promise<void>;
}

async function openLocal(asked: Asked, given: string): Promise<OpenSource> {
  return LocalSource.open(await grantedRoot(asked, 'upload'), given);
}

export function textSource(text: string): OpenSource {
  const bytes = Buffer.from(text);
  return {
    size: bytes.length,
    stamp: createHash('sha256').update(bytes).digest('hex'),
    shown: null,
    read: async (position, length) => bytes.subarray(position, position + length),
    close: async () => {},
  };
}

/** At most every two seconds. */
function telling(call: ToolCall): (progress: { readonly done: number; readonly total: number }) => void {
  let last = call.clock.now();
  return ({ done, total }) => {
    if (call.clock.now() - last < TELL_EVERY_MS) return;
    last = call.clock.now();
    call.progress(done, total, `${sizeText(done)} of ${sizeText(total)}`);
  };
}
