import { z } from 'zod';
import { readText } from '../files/download.ts';
import { badPath, sizeText } from '../files/file-errors.ts';
import { joinPath, splitPath } from '../files/remote-path.ts';
import { accountArgument, assetAliases, assetArgument } from './asset-tools.ts';
import { entryFacts, entryLine, fileHandle, fileWait, sessionLine, wantedAct, withFiles } from './file-call.ts';
import { downloadFile, uploadFile } from './file-changes.ts';
import { fileGuide } from './file-guide.ts';
import { PATIENCE_MS } from './patience.ts';
import { factsResult, textResult } from './result.ts';
import { siteArgument } from './site-tools.ts';
import { actsOnServer, changesSession, defineTool, looks, type Tool } from './tool.ts';
import { fence, label, replacedNote, visible } from './untrusted-text.ts';

const place = {
  site: siteArgument,
  asset: assetArgument.optional(),
  account: accountArgument,
  session_handle: fileHandle,
};
const pathArgument = z.string().max(4_000);
const fileAliases = { ...assetAliases, handle: 'session_handle', remote_path: 'path' };
const timeout = z
  .number()
  .min(1)
  .max(3_600)
  .default(PATIENCE_MS / 1_000)
  .describe('How long to wait, 1–3600');

export const fileTools: readonly Tool[] = [
  defineTool({
    name: 'jms_sftp_list',
    title: 'List files of an asset',
    description:
      'What is in a folder of an asset (default: the account’s home), or what a file is: mode, size, time, name. Links are marked, never followed.',
    annotations: looks,
    input: z.object({
      ...place,
      path: pathArgument.default('').describe('Absolute, or below the home'),
      limit: z.number().int().min(1).max(500).default(100).describe('Entries'),
      offset: z.number().int().min(0).default(0).describe('Entries to skip'),
    }),
    aliases: fileAliases,
    handle: ({ path: given, limit, offset, ...where }, call) =>
      withFiles(call, where, 'list files', async (session) => {
        const path = await session.resolve(given, call.signal);
        const look = wantedAct(call, session, { kind: 'list', path });
        return call.files.acts.do(look, fileWait(call), async () => {
          const own = path === '/' ? undefined : await session.find(path, call.signal).catch(() => undefined);
          if (own !== undefined && own.kind !== 'folder')
            return factsResult({ ...entryFacts(own), session_handle: session.id }, entryLine(own));
          const { entries } = await session.list(path, call.signal);
          const shown = entries.slice(offset, offset + limit);
          const left = entries.length - offset - shown.length;
          return textResult(
            `${label(path, 1_000)} on ${sessionLine(session)}: ${entries.length} entries`,
            shown.length === 0 ? '(nothing)' : fence('listing', shown.map(entryLine).join('\n'), call.boundary()),
            left > 0 ? `${left} more: repeat with offset=${offset + shown.length}` : '',
          );
        });
      }),
  }),

  defineTool({
    name: 'jms_sftp_read',
    title: 'Read a text file of an asset',
    description:
      'Part of a text file, without a terminal. A file is streamed from its beginning, so far ends of big ones are better read with tail in a terminal.',
    annotations: looks,
    input: z.object({
      ...place,
      path: pathArgument.describe('Absolute, or below the home'),
      offset: z.number().int().min(0).default(0).describe('In bytes'),
      max_bytes: z.number().int().min(1).max(30_000).default(7_000).describe('1–30000'),
    }),
    aliases: fileAliases,
    handle: ({ path: given, offset, max_bytes, ...where }, call) =>
      withFiles(call, where, 'read a file', async (session) => {
        const path = await session.resolve(given, call.signal);
        const reading = wantedAct(call, session, { kind: 'read', path });
        const part = await call.files.acts.do(reading, fileWait(call), async () => {
          const entry = await session.stat(path, call.signal);
          return readText(session, entry, { offset, limit: max_bytes, signal: call.signal });
        });
        const { text, replaced } = visible(part.text);
        return textResult(
          `${label(path, 1_000)} on ${sessionLine(session)}: bytes ${part.start} to ${part.end} of ${part.size}`,
          part.text === '' ? '(nothing)' : fence('file', text, call.boundary()),
          replacedNote(replaced),
          part.end < part.size ? `More: repeat with offset=${part.end}` : '',
        );
      }),
  }),

  defineTool({
    name: 'jms_sftp_change',
    title: 'Upload, download, rename or delete files',
    description:
      'Moves a file between your project folder and an asset, or changes names there. upload takes local_path, or content; download writes local_path (a folder as zip). Sizes are verified. Long transfers go on: the same call waits again. chmod, copy and moving to another folder: in a terminal.',
    annotations: actsOnServer,
    input: z.object({
      action: z.enum(['upload', 'download', 'mkdir', 'rename', 'delete']).describe('What to do'),
      ...place,
      path: pathArgument.describe('On the asset'),
      local_path: z.string().max(4_000).optional().describe('In your project folder'),
      content: z.string().max(200_000).optional().describe('Text to upload'),
      new_name: z.string().max(255).optional().describe('One name, for rename'),
      overwrite: z.boolean().default(false).describe('Replace a file that is there'),
      parents: z.boolean().default(false).describe('mkdir: those above too'),
      recursive: z.boolean().default(false).describe('delete a folder with all in it'),
      checksum: z.boolean().default(false).describe('SHA-256 of our end'),
      reason: z.string().max(300).default('').describe('Why, for the person'),
      timeout_seconds: timeout,
    }),
    aliases: fileAliases,
    ignored: ['confirm'],
    handle: ({ action, path, local_path, content, new_name, timeout_seconds: seconds, reason, ...rest }, call) => {
      const { overwrite, parents, recursive, checksum, ...where } = rest;
      return withFiles(call, where, `${action} files`, async (session) => {
        const asked = { call, session, reason, seconds };
        switch (action) {
          case 'upload': {
            // A folder means: into it, under the same name.
            const to = await intoFolder(path, local_path);
            return uploadFile(asked, { path: to, local: local_path, content, overwrite, checksum });
          }
          case 'download':
            if (local_path === undefined)
              throw badPath('A download has a local_path.', 'Give a path in your project folder.');
            return downloadFile(asked, { path, local: local_path, overwrite, checksum });
          case 'mkdir': {
            const folder = await session.resolve(path, call.signal);
            const wanted = wantedAct(call, session, { kind: 'mkdir', path: folder }, reason);
            const made = await call.files.acts.do(wanted, fileWait(call, seconds), () =>
              session.mkdir(folder, parents, call.signal),
            );
            return factsResult(
              {
                created: made.length > 0,
                path: label(folder, 1_000),
                created_entries: made.map((one) => label(one, 1_000)),
              },
              made.length === 0
                ? `${label(folder, 1_000)} was there already.`
                : `Made ${made.map((one) => label(one, 1_000)).join(', ')}.`,
            );
          }
          case 'rename': {
            if (new_name === undefined) throw badPath('A rename has a new_name.', 'Give one name without a slash.');
            const from = await session.resolve(path, call.signal);
            const wanted = wantedAct(call, session, { kind: 'rename', path: from, newName: new_name }, reason);
            const to = await call.files.acts.do(wanted, fileWait(call, seconds), () =>
              session.rename(from, new_name, call.signal),
            );
            return factsResult(
              { renamed: true, old_path: label(from, 1_000), new_path: label(to, 1_000) },
              `Renamed ${label(from, 1_000)} to ${label(to, 1_000)}.`,
            );
          }
          case 'delete': {
            const entry = await session.deletable(path, recursive, call.signal);
            const wanted = wantedAct(
              call,
              session,
              { kind: 'delete', path: entry.path, folder: entry.kind === 'folder' },
              reason,
            );
            await call.files.acts.do(wanted, fileWait(call, seconds), () => session.remove(entry, call.signal));
            return factsResult(
              { deleted: true, path: label(entry.path, 1_000), kind: entry.kind, recursive },
              `Deleted ${entry.kind === 'link' ? 'the link ' : ''}${label(entry.path, 1_000)}${entry.kind === 'folder' ? ' with all that was in it' : ` (${sizeText(entry.size)})`}.`,
            );
          }
          default:
            return action satisfies never;
        }
      });
    },
  }),

  defineTool({
    name: 'jms_acquire_sftp_session',
    title: 'Open a file session',
    description: 'Finds or opens your file session on an asset.',
    annotations: changesSession,
    listing: 'unlisted',
    input: z.object({ ...place, asset: assetArgument }),
    aliases: fileAliases,
    handle: (where, call) =>
      withFiles(call, where, 'open a file session', async (session) => {
        const known = session.summary().home;
        const home = await session.home(call.signal);
        return factsResult(
          {
            session_handle: session.id,
            opened: known === null,
            reused_existing: known !== null,
            root: label(home, 1_000),
          },
          `${sessionLine(session)} · home ${label(home, 1_000)}`,
        );
      }),
  }),

  defineTool({
    name: 'jms_list_sftp_sessions',
    title: 'List your file sessions',
    description: 'Your file sessions, open and lately closed.',
    annotations: { ...looks, openWorldHint: false },
    listing: 'unlisted',
    input: z.object({}),
    async handle(_args, call) {
      call.guard.permit({ kind: 'look', agentId: call.agent.id });
      const sessions = call.files.sessions.list(call.agent.owner());
      return factsResult(
        { count: sessions.length },
        ...sessions.map(
          (one) =>
            `${sessionLine(one)} · ${one.closed === null ? (one.busy ? 'at work' : 'open') : `closed: ${label(one.closed, 200)}`}`,
        ),
        sessions.length === 0 ? 'No file session of yours.' : '',
      );
    },
  }),

  defineTool({
    name: 'jms_close_sftp_session',
    title: 'Close a file session',
    description: 'Closes one of your file sessions.',
    annotations: { ...changesSession, idempotentHint: true },
    listing: 'unlisted',
    input: z.object({ session_handle: z.string().max(100).describe('file_…') }),
    aliases: fileAliases,
    async handle({ session_handle: id }, call) {
      call.guard.permit({ kind: 'look', agentId: call.agent.id });
      call.files.sessions.close(id, call.agent.owner(), 'closed by its agent');
      return factsResult({ closed: true, session_handle: id }, `${id} is closed.`);
    },
  }),

  defineTool({
    name: 'jms_sftp_usage_guide',
    title: 'How to work with files',
    description: 'The guide to files.',
    annotations: { ...looks, openWorldHint: false },
    listing: 'unlisted',
    input: z.object({}),
    handle: async () => textResult(fileGuide),
  }),
];

/** `conf/` and an upload of `a/b.txt` is `conf/b.txt`. */
async function intoFolder(path: string, local: string | undefined): Promise<string> {
  if (!path.endsWith('/') || local === undefined) return path;
  const name = splitPath(`/${local.replaceAll('\\', '/')}`)?.name ?? '';
  return joinPath(path.replace(/\/+$/, ''), name);
}
