import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Emitter } from '../errors/emitter.ts';
import { Throttled } from '../errors/throttled.ts';
import type { Log } from '../log/log.ts';
import { pingFrame, throttledSeconds } from './frames.ts';
import { kokoSocket } from './koko-socket.ts';
import { sftpClosed, sftpProblem, sftpSilent } from './sftp-errors.ts';
import {
  parseSftpFrame,
  parseSftpRows,
  type SftpCommand,
  type SftpFrame,
  type SftpRow,
  sftpRequest,
} from './sftp-frames.ts';
import type { SiteSocket, SocketTransport } from './socket-transport.ts';

export interface SftpPorts {
  readonly transport: SocketTransport;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SftpLink {
  /** `wss://host/koko/ws/sftp/`; the trailing slash is required (protocol §7.1). */
  readonly kokoUrl: string;
  /** One use, made for protocol `sftp`; without one KoKo's handler crashes (protocol §7.14). */
  readonly tokenId: string;
}

export interface SftpEvents {
  /** Once; why, in words for a person. */
  closed: { readonly reason: string };
}

export interface SftpListing {
  /** Where it is, as KoKo names it. */
  readonly path: string;
  readonly rows: readonly SftpRow[];
}

const connectDeadline = 15_000;
/** KoKo dials the asset at the first request. */
const answerDeadline = 60_000;
/** A folder with much in it; and the last bytes of a slow disk after a merge. */
const longDeadline = 5 * 60_000;
/** One chunk or piece. */
const pieceDeadline = 120_000;
/** Well below KoKo's five minutes (protocol §7.8). */
const pingEvery = 25_000;
/** Pieces that came and were not taken yet; reading pauses above it. One is at most 2 MiB (protocol §7.14). */
const piecesAhead = 2;
/** What is left of a download that nobody wants is read and thrown away up to here; more, and the socket is closed. */
const drainBytes = 4 * 1024 * 1024;
/** Calls that wait for their turn on one socket. */
const waitingAtMost = 64;

interface Flight {
  readonly id: string;
  readonly what: string;
  readonly path: string;
  readonly deadlineMs: number;
  readonly onPiece: ((bytes: Buffer) => Promise<void>) | null;
  readonly settle: { resolve(frame: SftpFrame): void; reject(error: unknown): void };
  /** Ends the turn: with KoKo's answer, not with the caller's patience. */
  readonly over: () => void;
  /** The caller has left: what comes is thrown away. */
  abandoned: boolean;
  drained: number;
  /** Pieces not taken yet. */
  waiting: number;
  /** Taking of pieces, one after the other. */
  taking: Promise<void>;
  cancelDeadline: () => void;
}

/**
 * One WebSocket of KoKo's file manager (protocol §7.14): text frames, and one request in flight, because KoKo keeps only the
 * latest message. Calls wait for their turn. Every call throws what `sftp-errors.ts` makes of KoKo's answer,
 * `file-session-closed`, `timed-out` (the socket is given up then), or the signal's reason.
 */
export class SftpConnection {
  readonly events = new Emitter<SftpEvents>();
  readonly #ports: SftpPorts;
  #socket: SiteSocket | null = null;
  #stage: 'new' | 'connecting' | 'live' | 'closed' = 'new';
  #reason = '';
  #nextId = 1;
  #flight: Flight | null = null;
  #turn: Promise<void> = Promise.resolve();
  #waiting = 0;
  #cancelPing = () => {};
  #connected: { resolve(): void; reject(error: unknown): void } | null = null;

  constructor(ports: SftpPorts) {
    this.#ports = ports;
  }

  get live(): boolean {
    return this.#stage === 'live';
  }

  get busy(): boolean {
    return this.#flight !== null || this.#waiting > 0;
  }

  /** Resolves at CONNECT; the asset is dialled with the first request. Throws also `token-refused`, `throttled`, `sign-in-required`, `site-unreachable`. */
  async connect({ kokoUrl, tokenId }: SftpLink, signal?: AbortSignal): Promise<void> {
    this.#stage = 'connecting';
    const socket = await kokoSocket(this.#ports.transport, { kokoUrl, tokenId, what: 'file', signal }).catch(
      (error: unknown) => {
        this.#stage = 'closed';
        throw error;
      },
    );
    this.#socket = socket;
    const abort = () => this.#fail(signal?.reason);
    const cancel = this.#ports.clock.after(connectDeadline, () => this.#fail(sftpSilent('the token', connectDeadline)));
    try {
      await new Promise<void>((resolve, reject) => {
        this.#connected = { resolve, reject };
        signal?.addEventListener('abort', abort, { once: true });
        socket.onClosed = (reason) => this.#end(reason);
        socket.onBinary = () => {};
        socket.onText = (text) => this.#onText(text);
        if (signal?.aborted) abort();
      });
    } finally {
      cancel();
      signal?.removeEventListener('abort', abort);
    }
    this.#armPing();
  }

  /** '' is the home. */
  async list(path: string, signal?: AbortSignal): Promise<SftpListing> {
    const { data, currentPath } = await this.#ask('list', { path }, { path, signal });
    const rows = parseSftpRows(data);
    if (rows === null) throw sftpProblem('the listing could not be read', path);
    return { path: currentPath || path, rows };
  }

  async mkdir(path: string, signal?: AbortSignal): Promise<void> {
    await this.#ask('mkdir', { path }, { path, signal });
  }

  /** Within its folder. */
  async rename(path: string, newName: string, signal?: AbortSignal): Promise<void> {
    await this.#ask('rename', { path, new_name: newName }, { path, signal });
  }

  /** A folder with all that is in it: the caller has made sure that it is meant. */
  async remove(path: string, signal?: AbortSignal): Promise<void> {
    await this.#ask('rm', { path }, { path, signal, deadlineMs: longDeadline });
  }

  /**
   * Streams a file; a folder arrives as one zip. `onPiece` gets at most 2 MiB at a time, in order, and reading pauses while it
   * is slow. Aborting stops the stream; where much is still to come that costs the connection.
   */
  async download(
    path: string,
    options: {
      readonly isDirectory: boolean;
      readonly onPiece: (bytes: Buffer) => Promise<void>;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<void> {
    const { isDirectory, onPiece, signal } = options;
    const data = { path, is_dir: isDirectory };
    await this.#ask('download', data, { path, signal, onPiece, deadlineMs: pieceDeadline });
  }

  /** The id that all chunks of one file share: an integer in text. */
  newUploadId(): string {
    return this.#takeId();
  }

  /** `raw` is base64. */
  async uploadChunk(
    chunk: { readonly id: string; readonly path: string; readonly size: number; readonly offset: number },
    raw: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const { id, path, size, offset } = chunk;
    const data = { path, size, offset, chunk: true };
    await this.#ask('upload', data, { id, path, raw, signal, deadlineMs: pieceDeadline });
  }

  async uploadMerge(id: string, path: string, size: number, signal?: AbortSignal): Promise<void> {
    await this.#ask('upload', { path, size, merge: true }, { id, path, signal, deadlineMs: longDeadline });
  }

  /** A whole small file in one frame. */
  async uploadWhole(path: string, bytes: Buffer, signal?: AbortSignal): Promise<void> {
    const data = { path, size: bytes.length };
    await this.#ask('upload', data, { path, raw: bytes.toString('base64'), signal, deadlineMs: pieceDeadline });
  }

  close(reason: string): void {
    this.#fail(sftpClosed(reason), reason);
  }

  // ---- one request in flight ------------------------------------------------------------------------------------

  async #ask(
    cmd: SftpCommand,
    data: object,
    options: {
      readonly path: string;
      readonly signal?: AbortSignal | undefined;
      readonly id?: string;
      readonly raw?: string;
      readonly onPiece?: (bytes: Buffer) => Promise<void>;
      readonly deadlineMs?: number;
    },
  ): Promise<SftpFrame> {
    const release = await this.#myTurn(options.signal);
    const { path, signal, onPiece = null, deadlineMs = answerDeadline } = options;
    try {
      signal?.throwIfAborted();
      if (this.#stage !== 'live') throw sftpClosed(this.#reason);
    } catch (error) {
      release();
      throw error;
    }
    const answered = new Promise<SftpFrame>((resolve, reject) => {
      const flight: Flight = {
        ...{ id: options.id ?? this.#takeId(), what: cmd, path, deadlineMs, onPiece },
        settle: { resolve, reject },
        over: release,
        ...{ abandoned: false, drained: 0, waiting: 0, taking: Promise.resolve(), cancelDeadline: () => {} },
      };
      this.#flight = flight;
      this.#armDeadline(flight);
      this.#socket?.send([sftpRequest(flight.id, cmd, data, options.raw)]);
    });
    const frame = await this.#unlessAborted(answered, signal);
    if (frame.err !== '') throw sftpProblem(frame.err, path);
    return frame;
  }

  /** Resolves with what ends the turn. */
  async #myTurn(signal: AbortSignal | undefined): Promise<() => void> {
    if (this.#waiting >= waitingAtMost) throw busy();
    const before = this.#turn;
    let release = () => {};
    this.#turn = new Promise((resolve) => {
      release = resolve;
    });
    this.#waiting += 1;
    try {
      await this.#unlessAborted(before, signal, false);
    } catch (error) {
      // Its place is passed on in order.
      void before.then(release);
      throw error;
    } finally {
      this.#waiting -= 1;
    }
    return release;
  }

  async #unlessAborted<T>(task: Promise<T>, signal: AbortSignal | undefined, inFlight = true): Promise<T> {
    if (signal === undefined) return task;
    let onAbort = () => {};
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => {
        if (inFlight && this.#flight !== null) this.#abandon(this.#flight);
        reject(signal.reason);
      };
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([task, aborted]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      task.catch(() => {});
    }
  }

  /** Nobody waits for it any more: its answer still has to come before the next request goes out. */
  #abandon(flight: Flight): void {
    flight.abandoned = true;
    if (flight.waiting > 0) this.#socket?.resume();
  }

  #takeId(): string {
    const id = this.#nextId;
    this.#nextId += 1;
    return String(id);
  }

  #armDeadline(flight: Flight): void {
    flight.cancelDeadline();
    flight.cancelDeadline = this.#ports.clock.after(flight.deadlineMs, () => {
      // It is our own reader that is slow, not KoKo.
      if (flight.waiting > 0) this.#armDeadline(flight);
      else this.#fail(sftpSilent(flight.what, flight.deadlineMs));
    });
  }

  // ---- what comes -----------------------------------------------------------------------------------------------

  #onText(text: string): void {
    const frame = parseSftpFrame(text);
    if (!frame) {
      this.#ports.log.warn('KoKo sent a frame that is not one of its messages', { bytes: text.length });
      return;
    }
    switch (frame.type) {
      case 'CONNECT':
        if (this.#stage !== 'connecting') return;
        this.#stage = 'live';
        this.#connected?.resolve();
        this.#connected = null;
        return;
      case 'SFTP_BINARY':
        this.#onPiece(frame);
        return;
      case 'SFTP_DATA':
        this.#onAnswer(frame);
        return;
      case 'ERROR':
      case 'TERMINAL_ERROR':
        this.#fail(refused(frame.err || frame.data));
        return;
      case 'CLOSE':
        this.#fail(sftpClosed(frame.err || frame.data || 'KoKo closed it.'), frame.err || frame.data);
        return;
      default:
      // PING and what later versions add. Never logged, a frame may hold a file.
    }
  }

  #onPiece({ id, raw }: SftpFrame): void {
    const flight = this.#flight;
    if (flight === null || flight.id !== id || raw === null || flight.onPiece === null) return;
    this.#armDeadline(flight);
    if (flight.abandoned) {
      flight.drained += raw.length;
      if (flight.drained > drainBytes) this.#fail(sftpClosed('A download was stopped before its end.'));
      return;
    }
    const take = flight.onPiece;
    const bytes = Buffer.from(raw, 'base64');
    flight.waiting += 1;
    if (flight.waiting >= piecesAhead) this.#socket?.pause();
    flight.taking = flight.taking
      .then(() => (flight.abandoned ? undefined : take(bytes)))
      .catch((error: unknown) => {
        // The reader failed (a full disk): the caller hears it, and what still comes is thrown away.
        this.#abandon(flight);
        flight.settle.reject(error);
      })
      .finally(() => {
        flight.waiting -= 1;
        if (flight.waiting < piecesAhead) this.#socket?.resume();
      });
  }

  #onAnswer(frame: SftpFrame): void {
    const flight = this.#flight;
    // Ids differ only where an answer belongs to nothing of ours.
    if (flight === null || flight.id !== frame.id) return;
    this.#flight = null;
    flight.cancelDeadline();
    void flight.taking.then(() => {
      flight.settle.resolve(frame);
      flight.over();
    });
  }

  #armPing(): void {
    this.#cancelPing = this.#ports.clock.after(pingEvery, () => {
      this.#socket?.send([pingFrame()]);
      this.#armPing();
    });
  }

  #fail(error: unknown, reason = error instanceof Error ? error.message : String(error)): void {
    const connected = this.#connected;
    this.#connected = null;
    this.#end(reason, error);
    connected?.reject(error);
  }

  #end(reason: string, error: unknown = sftpClosed(reason)): void {
    if (this.#stage === 'closed') return;
    const wasLive = this.#stage === 'live';
    this.#stage = 'closed';
    this.#reason = reason;
    this.#cancelPing();
    const flight = this.#flight;
    this.#flight = null;
    flight?.cancelDeadline();
    this.#socket?.close();
    flight?.settle.reject(error);
    flight?.over();
    this.#connected?.reject(error);
    this.#connected = null;
    if (wasLive) this.events.emit('closed', { reason });
    this.events.dispose();
  }
}

function refused(text: string): DrawbridgeError {
  const seconds = throttledSeconds(text);
  if (seconds !== null) return new Throttled(seconds, `JumpServer is busy and asked to wait ${seconds} seconds.`);
  return new DrawbridgeError({
    code: 'token-refused',
    message: `KoKo refused the file connection: ${text || 'no reason given'}.`,
    nextStep: 'Call again; a new connection token is taken each time.',
    actor: 'agent',
  });
}

const busy = () =>
  new DrawbridgeError({
    code: 'throttled',
    message: `${waitingAtMost} file calls wait for this session already; it does one thing at a time.`,
    nextStep: 'Wait for their answers, then repeat this call.',
    actor: 'agent',
  });
