import { z } from 'zod';

const request = z.object({
  id: z.string().catch(''),
  type: z.string(),
  cmd: z.string().catch(''),
  data: z.string().catch(''),
  raw: z.string().nullish().catch(null),
});
export type SftpRequest = z.infer<typeof request>;

const argumentsOf = z.object({
  path: z.string().catch(''),
  new_name: z.string().catch(''),
  is_dir: z.boolean().catch(false),
  size: z.coerce.number().catch(0),
  offset: z.coerce.number().catch(0),
  chunk: z.boolean().catch(false),
  merge: z.boolean().catch(false),
});
export type SftpArguments = z.infer<typeof argumentsOf>;

/** A client's JSON frame; undefined for what is none: KoKo ignores it. */
export function parseSftpRequest(text: string): SftpRequest | undefined {
  return request.safeParse(parsed(text)).data;
}

/** The JSON inside `data`; undefined where it is none. */
export function parseSftpArguments(data: string): SftpArguments | undefined {
  return argumentsOf.safeParse(parsed(data)).data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One answer: every key is always there, as in the terminal's frames (protocol 7.4 and 7.14). */
export function sftpMessage(parts: {
  id: string;
  type: 'SFTP_DATA' | 'SFTP_BINARY' | 'CLOSE';
  cmd: string;
  data?: string;
  err?: string;
  raw?: Buffer;
  currentPath?: string;
}): string {
  const { id, type, cmd, data = '', err = '', raw, currentPath = '' } = parts;
  return JSON.stringify({
    ...{ id, type, data },
    raw: raw === undefined ? null : raw.toString('base64'),
    err,
    ...{ prompt: '', interrupt: false, k8s_id: '', namespace: '', pod: '', container: '' },
    cmd,
    current_path: currentPath,
  });
}
