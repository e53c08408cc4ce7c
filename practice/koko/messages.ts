import { z } from 'zod';

/** One JSON text frame of the server: every key is always there (protocol 7.4). */
export function serverMessage(id: string, type: string, data = '', err = ''): string {
  return JSON.stringify({
    id,
    type,
    data,
    raw: null,
    err,
    prompt: '',
    interrupt: false,
    k8s_id: '',
    namespace: '',
    pod: '',
    container: '',
    cmd: '',
    current_path: '',
  });
}

const clientMessage = z.object({
  id: z.string().catch(''),
  type: z.string(),
  data: z.string().catch(''),
  raw: z.string().nullish().catch(null),
});
export type ClientMessage = z.infer<typeof clientMessage>;

/** A client's JSON frame; undefined for what is none: KoKo ignores it. */
export function parseClientMessage(text: string): ClientMessage | undefined {
  try {
    return clientMessage.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const size = z.object({ cols: z.number().int().min(1).max(65_535), rows: z.number().int().min(1).max(65_535) });
export type TerminalSize = z.infer<typeof size>;

/** The JSON inside `data` of TERMINAL_INIT and TERMINAL_RESIZE. */
export function parseSize(data: string): TerminalSize | undefined {
  try {
    return size.parse(JSON.parse(data));
  } catch {
    return undefined;
  }
}
