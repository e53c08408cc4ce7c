import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Emitter } from '../errors/emitter.ts';
import { Throttled } from '../errors/throttled.ts';
import type { Log } from '../log/log.ts';
import { asksForSecret, connectFailure, endReason, redReason } from './close-reason.ts';
import {
  closeFrame,
  dataFrame,
  initFrame,
  type KokoSession,
  parseLockUser,
  parsePermissionDetail,
  parseServerFrame,
  parseSession,
  pingFrame,
  resizeFrame,
  type ServerFrame,
  throttledSeconds,
} from './frames.ts';
import { kokoSocket } from './koko-socket.ts';
import type { SiteSocket, SocketTransport } from './socket-transport.ts';

export interface KokoEvents {
  /** Raw output, UTF-8 as a rule; valid for as long as the listener likes. */
  output: Uint8Array;
  /** An admin locked the session: output goes on, all input is dropped by KoKo (command-engine §H). */
  locked: { readonly by: string };
  unlocked: { readonly by: string };
  /** The permission went away (cut after 10 min) or came back (jumpserver-live §7.9). */
  permission: { readonly valid: boolean; readonly detail: string };
  /** Once, after the connection had been live; in words for a person. Before that, `connect` rejects. */
  closed: { readonly reason: string };
}

export interface KokoPorts {
  readonly transport: SocketTransport;
  readonly clock: Clock;
  readonly log: Log;
}

export interface KokoTarget {
  /** `wss://host/koko/ws/terminal/`; the trailing slash is required (protocol §7.1). */
  readonly kokoUrl: string;
  /** One use: a second attempt takes a new one. */
  readonly tokenId: string;
  readonly cols: number;
  readonly rows: number;
}

/** Nothing came where something had to. One of about 280 openings does that: it is opened anew (command-engine §I). */
export class KokoSilent extends DrawbridgeError {
  constructor(message: string) {
    super({ code: 'terminal-failed', message, nextStep: tryAgain, actor: 'person' });
  }
}

const tryAgain = 'Check the asset and the account in JumpServer, then open the terminal again.';
/** A token of another user is answered by silence (protocol §7.3). */
const connectDeadline = 15_000;
/** KoKo's own SSH dial takes up to 15 s; manual login and MFA on the host come on top. */
const sessionDeadline = 30_000;
/** Well below KoKo's five minutes, as its own page does (protocol §7.8). */
const pingEvery = 25_000;
/** 4 × 25 s > 90 s. Ticks and not time: a laptop that slept has not been silent. */
const silentTicksAllowed = 4;
const tailBytes = 1024;

/** One WebSocket to KoKo: upgrade, CONNECT, INIT, TERMINAL_SESSION, live, closed (protocol §7.3). Add listeners before `connect`. */
export class KokoConnection {
  readonly events = new Emitter<KokoEvents>();
  readonly #ports: KokoPorts;
  readonly #target: KokoTarget;
  #socket: SiteSocket | null = null;
  #id = '';
  #stage: 'new' | 'waiting-connect' | 'waiting-session' | 'live' | 'closed' = 'new';
  #silentTicks = 0;
  #paused = false;
  /** The end of the output, where KoKo's own texts stand. */
  #tail = Buffer.alloc(0);
  #cancelTimer: (() => void) | null = null;
  #settle: { resolve: (session: KokoSession) => void; reject: (error: unknown) => void } | null = null;

  constructor(ports: KokoPorts, target: KokoTarget) {
    this.#ports = ports;
    this.#target = target;
  }

  /**
   * Resolves when the asset's session is up. Throws `token-refused`, `throttled` (Throttled), `terminal-failed` (KokoSilent where nothing came),
   * `sign-in-required` (302: verify it, a throttled user gets it too, jumpserver-live §7.2), `site-unreachable`, or the signal's reason.
   */
  async connect(signal?: AbortSignal): Promise<KokoSession> {
    const { kokoUrl, tokenId } = this.#target;
    const socket = await kokoSocket(this.#ports.transport, { kokoUrl, tokenId, what: 'terminal', signal }).catch(
      (error: unknown) => {
        this.#stage = 'closed';
        throw error;
      },
    );
    this.#socket = socket;
    this.#stage = 'waiting-connect';
    const abort = () => this.#fail(signal?.reason);
    try {
      return await new Promise<KokoSession>((resolve, reject) => {
        this.#settle = { resolve, reject };
        this.#deadline(connectDeadline, 'KoKo did not answer the connection token within 15 seconds.');
        signal?.addEventListener('abort', abort, { once: true });
        socket.onClosed = (reason) => this.#ended(reason);
        socket.onText = (text) => this.#onText(text);
        socket.onBinary = (bytes) => this.#onBinary(bytes);
        if (signal?.aborted) abort();
      });
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  get live(): boolean {
    return this.#stage === 'live';
  }

  /** Keystrokes, one frame each, all in one segment; dropped unless live. */
  send(chunks: readonly string[]): void {
    if (this.#stage === 'live') this.#socket?.send(chunks.map((chunk) => dataFrame(this.#id, chunk)));
  }

  resize(cols: number, rows: number): void {
    if (this.#stage === 'live') this.#socket?.send([resizeFrame(this.#id, cols, rows)]);
  }

  /** Back-pressure for a bounded consumer. */
  pause(): void {
    this.#paused = true;
    this.#socket?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#silentTicks = 0;
    this.#socket?.resume();
  }

  /** Ends the session on the asset; `closed` fires with `reason`. */
  close(reason: string): void {
    if (this.#stage === 'waiting-session' || this.#stage === 'live') this.#socket?.send([closeFrame(this.#id)]);
    if (this.#settle) this.#fail(terminalFailed(reason));
    else this.#ended(reason);
  }

  #onText(text: string): void {
    this.#silentTicks = 0;
    const frame = parseServerFrame(text);
    if (!frame) {
      this.#ports.log.warn('KoKo sent a frame that is not one of its messages', { bytes: text.length });
      return;
    }
    switch (frame.type) {
      case 'CONNECT':
        this.#onConnect(frame);
        return;
      case 'TERMINAL_SESSION':
        this.#onSession(frame);
        return;
      case 'ERROR':
      case 'TERMINAL_ERROR':
        this.#onError(frame.err || frame.data);
        return;
      case 'CLOSE':
        this.#onClose();
        return;
      case 'TERMINAL_SESSION_PAUSE':
        this.events.emit('locked', { by: parseLockUser(frame.data) || 'an administrator' });
        return;
      case 'TERMINAL_SESSION_RESUME':
        this.events.emit('unlocked', { by: parseLockUser(frame.data) });
        return;
      case 'TERMINAL_PERM_EXPIRED':
      case 'TERMINAL_PERM_VALID':
        this.events.emit('permission', {
          valid: frame.type === 'TERMINAL_PERM_VALID',
          detail: parsePermissionDetail(frame.data),
        });
        return;
      default:
      // PING, TERMINAL_RESIZE (echo of ours), shares: nothing to do. Never logged, a frame may hold secrets.
    }
  }

  #onConnect(frame: ServerFrame): void {
    if (this.#stage !== 'waiting-connect') return;
    this.#id = frame.id;
    this.#stage = 'waiting-session';
    this.#socket?.send([initFrame(frame.id, this.#target.cols, this.#target.rows)]);
    this.#deadline(sessionDeadline, 'The asset did not open a session within 30 seconds.');
  }

  #onSession(frame: ServerFrame): void {
    const session = parseSession(frame.data);
    if (!session || this.#stage !== 'waiting-session') return;
    this.#stage = 'live';
    this.#cancelTimer?.();
    this.#armPing();
    this.#settle?.resolve(session);
    this.#settle = null;
  }

  #onError(text: string): void {
    const seconds = throttledSeconds(text);
    const error =
      seconds === null
        ? new DrawbridgeError({
            code: 'token-refused',
            message: `KoKo refused the connection: ${text || 'no reason given'}.`,
            nextStep: 'Open the terminal again; a new connection token is taken each time.',
            actor: 'agent',
          })
        : new Throttled(seconds, `JumpServer is busy and asked to wait ${seconds} seconds.`);
    if (this.#settle) this.#fail(error);
    else this.#ended(text);
  }

  #onClose(): void {
    const tail = this.#tail.toString('utf8');
    if (this.#settle) this.#fail(terminalFailed(connectFailure(tail)));
    else this.#ended(endReason(tail));
  }

  #onBinary(bytes: Uint8Array): void {
    this.#silentTicks = 0;
    if (this.#stage === 'closed') return;
    this.#tail =
      bytes.length >= tailBytes
        ? Buffer.from(bytes.subarray(bytes.length - tailBytes))
        : Buffer.concat([this.#tail.subarray(Math.max(0, this.#tail.length + bytes.length - tailBytes)), bytes]);
    this.events.emit('output', bytes);
    if (this.#stage === 'waiting-session' && asksForSecret(this.#tail.toString('utf8'))) {
      this.close('The account has no stored secret: the asset asks for a password before the session.');
    }
  }

  #armPing(): void {
    this.#cancelTimer = this.#ports.clock.after(pingEvery, () => {
      this.#silentTicks = this.#paused ? 0 : this.#silentTicks + 1;
      if (this.#silentTicks >= silentTicksAllowed) {
        this.#ended('The connection is dead: KoKo has been silent for more than 90 seconds.');
        return;
      }
      this.#socket?.send([pingFrame()]);
      this.#armPing();
    });
  }

  #deadline(ms: number, message: string): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#ports.clock.after(ms, () => this.#fail(new KokoSilent(message)));
  }

  #fail(error: unknown): void {
    const settle = this.#settle;
    this.#settle = null;
    this.#ended('The connection was not made.');
    settle?.reject(error);
  }

  #ended(reason: string): void {
    if (this.#stage === 'closed') return;
    // A socket that breaks right after KoKo's red text died of what that text says.
    const live = this.#stage === 'live';
    const why = live ? (redReason(this.#tail.toString('utf8')) ?? reason) : reason;
    this.#stage = 'closed';
    this.#cancelTimer?.();
    this.#socket?.close();
    const settle = this.#settle;
    this.#settle = null;
    settle?.reject(terminalFailed(why));
    if (live) this.events.emit('closed', { reason: why });
    this.events.dispose();
  }
}

function terminalFailed(message: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'terminal-failed',
    message,
    nextStep: tryAgain,
    actor: 'person',
  });
}
