import { z } from 'zod';

/** The file manager's text frames (protocol §7.14). Loose on purpose: versions add keys, and only what is read here is checked. */
const sftpFrame = z.looseObject({
  id: z.string().catch(''),
  type: z.string(),
  cmd: z.string().catch(''),
  data: z.string().catch(''),
  err: z.string().catch(''),
  current_path: z.string().catch(''),
  raw: z.string().nullish().catch(null),
});

export interface SftpFrame {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly err: string;
  readonly currentPath: string;
  /** base64; null where the frame carries no bytes. */
  readonly raw: string | null;
}

export type SftpCommand = 'list' | 'mkdir' | 'rename' | 'rm' | 'download' | 'upload';

const row = z.looseObject({
  name: z.string().min(1),
  size: z.coerce.number().nonnegative().catch(0),
  perm: z.string().catch(''),
  mod_time: z.coerce.number().catch(0),
  is_dir: z.boolean().catch(false),
});

/** One entry of a directory as KoKo lists it. */
export interface SftpRow {
  readonly name: string;
  readonly size: number;
  /** As Go prints a mode: `drwxr-xr-x`, `Lrwxrwxrwx`; may be ''. */
  readonly mode: string;
  /** ms since the epoch; 0 where it is not said. */
  readonly modifiedAt: number;
  readonly isDirectory: boolean;
  /** What it leads to is not known; listings do not follow it. */
  readonly isLink: boolean;
}

/** Null for anything that is not a KoKo message. */
export function parseSftpFrame(text: string): SftpFrame | null {
  const parsed = sftpFrame.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { id, type, data, err, raw, current_path: currentPath } = parsed.data;
  return { id, type, data, err, currentPath, raw: raw ?? null };
}

/** Null where it is no listing; a single bad row is left out. */
export function parseSftpRows(data: string): readonly SftpRow[] | null {
  // An empty directory may come as `null`: that is how Go prints an empty list.
  const list = z.array(z.unknown()).nullable().safeParse(parseJson(data));
  if (!list.success) return null;
  return (list.data ?? []).flatMap((each) => {
    const parsed = row.safeParse(each);
    if (!parsed.success) return [];
    const { name, size, perm, mod_time, is_dir } = parsed.data;
    // No name of an entry has a slash; one that had could lead elsewhere.
    if (name.includes('/') || name === '.' || name === '..') return [];
    const isLink = /^[lL]/.test(perm);
    return [{ name, size, mode: perm, modifiedAt: mod_time * 1_000, isDirectory: is_dir && !isLink, isLink }];
  });
}

export const sftpRequest = (id: string, cmd: SftpCommand, data: object, raw?: string): string =>
  JSON.stringify({
    ...{ id, type: 'SFTP_DATA', cmd, data: JSON.stringify(data) },
    ...(raw === undefined ? {} : { raw }),
  });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
