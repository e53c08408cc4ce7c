import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { given } from '../agent-environment.ts';
import type { Machine } from '../directories.ts';
import { type FormerSession, formerSession } from '../wire.ts';

/** Its own are a few KB. */
const MAX_BYTES = 1024 * 1024;

export type StateFault =
  | 'missing'
  | 'not-a-file'
  | 'foreign'
  | 'too-big'
  | 'unreadable'
  | 'not-json'
  | 'not-a-state'
  | 'no-address';

/** The file cannot be used; the message names it and says why, and holds nothing of what is in it. */
export class StateFileError extends Error {
  readonly fault: StateFault;
  readonly file: string;

  constructor(fault: StateFault, file: string) {
    super(words[fault].replace('{file}', file));
    this.name = 'StateFileError';
    this.fault = fault;
    this.file = file;
  }
}

const words: Readonly<Record<StateFault, string>> = {
  missing: 'There is no state file of mcp-jumpserver-gui-sucks at {file}.',
  'not-a-file': '{file} is not a regular file.',
  foreign: '{file} belongs to another user of this computer.',
  'too-big': '{file} is larger than 1 MiB; no state file is.',
  unreadable: '{file} cannot be read.',
  'not-json': '{file} is not JSON: it is damaged, or another file.',
  'not-a-state': '{file} is no state file of mcp-jumpserver-gui-sucks.',
  'no-address': '{file} names no JumpServer.',
};

/** Every field may be missing, and versions differ in what they add; `schema_version` says nothing. */
const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() ?? '');
const note = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? value.trim() : ''));
const state = z.looseObject({
  base_url: text,
  headers: z.record(z.string(), z.unknown()).nullish(),
  cookies: z
    .array(
      z.looseObject({
        name: z.string(),
        value: z
          .string()
          .nullish()
          .transform((value) => value ?? ''),
        domain: z.string().nullish(),
        path: z.string().nullish(),
        expires: z.number().nullish(),
      }),
    )
    .nullish(),
  bearer_token: text,
  access_key_id: text,
  access_key_secret: text,
  metadata: z.looseObject({ username: note, cookie_last_refreshed_at: note }).nullish(),
  updated_at: note,
});
type State = z.output<typeof state>;

/** What a state file holds that Drawbridge can take over. Throws StateFileError. */
export async function readFormerState(file: string, machine: Machine): Promise<FormerSession> {
  const { content, readableByOthers } = await readBounded(file, machine);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw new StateFileError('not-json', file);
  }
  const read = state.safeParse(value);
  if (!read.success) throw new StateFileError('not-a-state', file);
  const baseUrl = read.data.base_url || (given(machine.env, 'BASE_URL')?.value ?? '');
  if (baseUrl === '') throw new StateFileError('no-address', file);
  const { access_key_id: id, access_key_secret: secret, metadata, updated_at } = read.data;
  const former = formerSession.safeParse({
    ...{ file, readableByOthers, baseUrl },
    organisation: given(machine.env, 'ORG_ID')?.value ?? organisationOf(read.data),
    username: metadata?.username ?? '',
    savedAt: timeOf(metadata?.cookie_last_refreshed_at ?? '') ?? timeOf(updated_at),
    cookies: (read.data.cookies ?? []).filter(isCookie).map(({ name, value, domain, path, expires }) => ({
      ...{ name, value, domain: domain ?? null },
      path: path?.startsWith('/') ? path : '/',
      expiresAt: expires ?? null,
    })),
    accessKey: id !== '' && secret !== '' ? { id, secret } : null,
    bearer: read.data.bearer_token !== '',
  } satisfies FormerSession);
  // Longer than anything that it writes.
  if (!former.success) throw new StateFileError('not-a-state', file);
  return former.data;
}

/** Tells whether a state file for that address lies there. */
export const isFormerStateFor =
  (machine: Machine) =>
  (file: string, address: string): Promise<boolean> =>
    readFormerState(file, machine).then(
      ({ baseUrl }) => baseUrl === address,
      () => false,
    );

/** The opened file is looked at, not its name: what stands there may change meanwhile. A pipe does not hold us up. */
async function readBounded(file: string, { platform }: Machine) {
  let opened: FileHandle | undefined;
  try {
    opened = await open(file, constants.O_RDONLY | (platform === 'win32' ? 0 : constants.O_NONBLOCK));
    const facts = await opened.stat();
    if (!facts.isFile()) throw new StateFileError('not-a-file', file);
    if (platform !== 'win32' && facts.uid !== process.getuid?.()) throw new StateFileError('foreign', file);
    if (facts.size > MAX_BYTES) throw new StateFileError('too-big', file);
    const bytes = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    for (let read = 1; read > 0 && length < bytes.length; length += read)
      read = (await opened.read(bytes, length, bytes.length - length, null)).bytesRead;
    if (length > MAX_BYTES) throw new StateFileError('too-big', file);
    return {
      content: bytes.toString('utf8', 0, length).replace(/^\uFEFF/, ''),
      readableByOthers: platform !== 'win32' && (facts.mode & 0o044) !== 0,
    };
  } catch (error) {
    if (error instanceof StateFileError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : '';
    throw new StateFileError(
      code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : code === 'ENXIO' ? 'not-a-file' : 'unreadable',
      file,
    );
  } finally {
    await opened?.close();
  }
}

/** As it is sent with each request there. */
function organisationOf({ headers, cookies }: State): string {
  const header = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'x-jms-org')?.[1];
  if (typeof header === 'string' && header.trim() !== '') return header.trim();
  return cookies?.find(({ name }) => name === 'X-JMS-ORG')?.value.trim() ?? '';
}

/** What no header can carry was damaged, or is no cookie. */
const isCookie = ({ name, value }: { readonly name: string; readonly value: string }): boolean =>
  /^[\w!#$%&'*+\-.^`|~]+$/.test(name) && /^[\x21-\x3a\x3c-\x7e]+$/.test(value);

function timeOf(stamp: string): number | null {
  const time = Date.parse(stamp);
  return Number.isNaN(time) ? null : time;
}
