import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import { parseServerFrame } from '../koko/frames.ts';
import { type SiteSocket, type SocketTransport, UpgradeRefused } from '../koko/socket-transport.ts';
import { inTime, TookTooLong } from './deadline.ts';
import { type Found, found } from './outcomes.ts';
import { isLost } from './site-session.ts';
import type { Answer } from './site-visit.ts';

/** How KoKo took an upgrade without a token; `ms` until its first word. */
export type KokoAnswer =
  | { readonly kind: 'error-frame'; readonly ms: number; readonly text: string }
  | { readonly kind: 'other-frame'; readonly ms: number }
  | { readonly kind: 'silence' }
  | { readonly kind: 'closed'; readonly why: string }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'failed'; readonly error: DrawbridgeError };

/** Upgrades without a token and waits for KoKo's complaint, which is the sign of health (protocol §7.3). Opens nothing. */
export async function askKoko(
  ports: { readonly transport: SocketTransport; readonly clock: Clock; readonly signal: AbortSignal },
  baseUrl: string,
): Promise<KokoAnswer> {
  const { transport, clock, signal } = ports;
  const started = clock.now();
  let socket: SiteSocket | undefined;
  try {
    return await inTime(clock, signal, async (within) => {
      const url = `${baseUrl.replace(/^http/, 'ws')}/koko/ws/terminal/`;
      const open = await transport.connectSocket({ url, protocols: ['JMS-KOKO'], signal: within });
      // The deadline may have passed while the upgrade went on.
      if (within.aborted) open.close();
      socket = open;
      return firstWord(open, () => clock.now() - started);
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UpgradeRefused) return { kind: 'refused', status: error.status };
    if (error instanceof TookTooLong && socket) return { kind: 'silence' };
    return { kind: 'failed', error: notReached(error) };
  } finally {
    socket?.close();
  }
}

/** `profile` asks who we are, where a refusal may be a throttle (jumpserver-live §7.2). */
export async function decideKoko(answer: KokoAnswer, profile: () => Promise<Answer>): Promise<Found> {
  switch (answer.kind) {
    case 'error-frame':
      return /throttled|限速/i.test(answer.text)
        ? found('koko-throttled')
        : found('koko-ok', { ms: Math.round(answer.ms) });
    case 'other-frame':
      return found('koko-ok', { ms: Math.round(answer.ms) });
    case 'silence':
      return found('koko-mute');
    case 'closed':
      return found('koko-down', { why: answer.why });
    case 'failed':
      return found('koko-unseen', { why: answer.error.message });
    case 'refused':
      break;
    default:
      return answer satisfies never;
  }
  const { status } = answer;
  if (status === 429) return found('koko-throttled');
  if (status >= 500) return found('koko-down', { why: `HTTP ${status}` });
  // A web server that does not pass upgrades on answers as if it were a page: 200, 400, 404, 426.
  if (!isLost(status)) return found('koko-no-upgrade', { status });
  const who = await profile();
  if (who.kind !== 'answered') return found('needs-answer');
  if (who.response.status === 429) return found('koko-throttled');
  return isLost(who.response.status) ? found('koko-session') : found('koko-refuses');
}

function firstWord(socket: SiteSocket, ms: () => number): Promise<KokoAnswer> {
  return new Promise((resolve) => {
    socket.onText = (text) => {
      const frame = parseServerFrame(text);
      if (frame?.type === 'ERROR') resolve({ kind: 'error-frame', ms: ms(), text: frame.err || frame.data });
      else resolve({ kind: 'other-frame', ms: ms() });
    };
    socket.onBinary = () => resolve({ kind: 'other-frame', ms: ms() });
    socket.onClosed = (why) => resolve({ kind: 'closed', why });
  });
}

function notReached(error: unknown): DrawbridgeError {
  if (error instanceof DrawbridgeError) return error;
  if (error instanceof TookTooLong)
    return new DrawbridgeError({
      code: 'site-unreachable',
      message: 'The terminal gateway did not answer in time.',
      nextStep: 'Check the network and the proxy.',
      actor: 'person',
    });
  const { code, message } = error instanceof Error && 'code' in error ? error : { code: '', message: '' };
  return code === ''
    ? toDrawbridgeError(error)
    : new DrawbridgeError({
        code: 'site-unreachable',
        message: `The terminal gateway cannot be reached: ${message}.`,
        nextStep: 'Check the network and the proxy.',
        actor: 'person',
        cause: error,
      });
}
