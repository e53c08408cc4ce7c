import { z } from 'zod';

/**
 * KoKo's text frames (protocol §7.4, §7.5). Loose on purpose: versions add keys, and only what is read here is checked.
 * `data` is a string; structured payloads are JSON inside it.
 */
const serverFrame = z.looseObject({
  id: z.string().catch(''),
  type: z.string(),
  data: z.string().catch(''),
  err: z.string().catch(''),
});

export interface ServerFrame {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly err: string;
}

const sessionData = z.looseObject({
  session: z.looseObject({ id: z.string() }),
  permission: z
    .looseObject({ actions: z.array(z.string()).catch([]) })
    .nullish()
    .catch(null),
  ctrlCAsCtrlZ: z.boolean().catch(false),
  backspaceAsCtrlH: z.boolean().catch(false),
});

/** TERMINAL_SESSION (protocol §7.5.2), reduced to the client's duties. */
export interface KokoSession {
  readonly id: string;
  /** `connect`, `upload`, `copy`, …; `all` is possible. */
  readonly actions: readonly string[];
  readonly ctrlCAsCtrlZ: boolean;
  readonly backspaceAsCtrlH: boolean;
}

const lockData = z.looseObject({ user: z.string().catch('') });
const permissionData = z.looseObject({ detail: z.string().catch('') });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Null for anything that is not a KoKo message. */
export function parseServerFrame(text: string): ServerFrame | null {
  const parsed = serverFrame.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

export function parseSession(data: string): KokoSession | null {
  const parsed = sessionData.safeParse(parseJson(data));
  if (!parsed.success) return null;
  const { session, permission, ctrlCAsCtrlZ, backspaceAsCtrlH } = parsed.data;
  return { id: session.id, actions: permission?.actions ?? [], ctrlCAsCtrlZ, backspaceAsCtrlH };
}

/** Who locked or unlocked (TERMINAL_SESSION_PAUSE, …_RESUME); '' where the frame does not say. */
export function parseLockUser(data: string): string {
  const parsed = lockData.safeParse(parseJson(data));
  return parsed.success ? parsed.data.user : '';
}

export function parsePermissionDetail(data: string): string {
  const parsed = permissionData.safeParse(parseJson(data));
  return parsed.success ? parsed.data.detail : '';
}

/** Seconds named by a throttled ERROR (command-engine §I); null for other texts. */
export function throttledSeconds(err: string): number | null {
  const named = /[Tt]hrottled.*?(\d+)\s*second|Expected available in (\d+)/.exec(err);
  if (named) return Number(named[1] ?? named[2]);
  return /throttled|请求.*限速|请求超过了限速/i.test(err) ? 1 : null;
}

const frame = (id: string, type: string, data: string) => JSON.stringify({ id, type, data });

/** Starts the backend; a wrong id is ignored in silence. */
export const initFrame = (id: string, cols: number, rows: number) =>
  frame(id, 'TERMINAL_INIT', JSON.stringify({ cols, rows, code: '' }));

/** Keystrokes. One frame is one chunk for KoKo's command parser (command-engine §0). */
export const dataFrame = (id: string, text: string) => frame(id, 'TERMINAL_DATA', text);

export const resizeFrame = (id: string, cols: number, rows: number) =>
  frame(id, 'TERMINAL_RESIZE', JSON.stringify({ cols, rows }));

/** Extends KoKo's five-minute read deadline; WebSocket pings do not (protocol §7.8). */
export const pingFrame = () => frame('', 'PING', '');

export const closeFrame = (id: string) => frame(id, 'CLOSE', '');
