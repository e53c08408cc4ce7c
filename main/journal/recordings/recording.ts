import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import type { Clock } from '../../errors/clock.ts';
import { type CastHeader, CastLines } from './asciicast.ts';
import { SealedFrames } from './sealed-frames.ts';

/** What a crash loses at most, in ms. */
export const FLUSH_EVERY_MS = 1_000;
/** Bytes that wait for the disk. What comes above is left out, and named. */
const WAITING_AT_MOST = 4 * 1024 * 1024;
/** So much is written at once, whatever the time. */
const FLUSH_FROM = 256 * 1024;
/** Lines in one frame, whole ones. Compressed, even what does not compress, they fit into a frame. */
const FRAME_OF = 60 * 1024;
/** Output in one line: JSON makes six characters of a control byte, and the line must fit a frame also then. */
const LINE_OF = 8 * 1024;
/** Chunks that come so close to each other are one line, in ms: a flood comes in very many. */
const TOGETHER_MS = 10;
/** What a mark or a size counts for, beside its text. */
const SMALL = 64;
/** How long the head line waits for JumpServer to tell its session's id, in ms. */
const HEAD_WAITS_MS = 5_000;
const COMMAND_SHOWN = 300;

const deflated = promisify(deflateRaw);

export interface RecordingPorts {
  readonly file: string;
  readonly key: Uint8Array;
  readonly clock: Clock;
  /** Bytes of lines, before they are compressed. */
  readonly limit: number;
  /** Its file is there, and can be listed. */
  readonly onBegun: () => void;
  /** It ended before its terminal: the disk is full, or the like. Called once. */
  readonly onFailure: (error: unknown) => void;
}

type Facts = Omit<CastHeader, 'startedAt' | 'jumpserverSessionId'>;

/** What waits, in the order in which it came: lines are made of it when it is written, so that their times never go back. */
type Waiting =
  | { readonly kind: 'output'; readonly at: number; readonly chunks: Uint8Array[] }
  | { readonly kind: 'size'; readonly at: number; readonly cols: number; readonly rows: number }
  | { readonly kind: 'mark'; readonly at: number; readonly label: string }
  | { readonly kind: 'left-out'; readonly at: number; readonly bytes: number };

/**
 * Records one terminal. What it is told never waits and never throws: lines go to the disk behind the caller, in frames
 * (sealed-frames.ts), at most a second later. Where the disk is slower than the terminal, what cannot wait is left out, and a
 * marker at that very place says how much.
 */
export class Recording {
  readonly #ports: RecordingPorts;
  readonly #lines: CastLines;
  readonly #facts: Facts;
  readonly #startedAt: number;
  #sessionId: string | null = null;
  #size: string;
  #frames: SealedFrames | null = null;
  #handle: FileHandle | null = null;
  #waiting: Waiting[] = [];
  /** Until they are on the disk they count: what waits is bounded, wherever it waits. */
  #waitingBytes = 0;
  #lineBytes = 0;
  /** Bytes of output that were left out since the last of what waits. */
  #leftOut = 0;
  #cancelFlush: (() => void) | null = null;
  #writing: Promise<void> | null = null;
  #stage: 'recording' | 'ending' | 'over' = 'recording';

  constructor(facts: Facts, ports: RecordingPorts) {
    this.#ports = ports;
    this.#facts = facts;
    this.#size = `${facts.cols}x${facts.rows}`;
    this.#startedAt = ports.clock.now();
    this.#lines = new CastLines(this.#startedAt);
  }

  /** The bytes are copied. */
  output(bytes: Uint8Array): void {
    if (this.#stage !== 'recording' || bytes.length === 0) return;
    // Once something is left out, half must be free again: else a flood would be a patchwork.
    const room = this.#leftOut > 0 ? WAITING_AT_MOST / 2 : WAITING_AT_MOST;
    if (this.#waitingBytes + bytes.length > room) {
      this.#leftOut += bytes.length;
      return;
    }
    this.#nameLeftOut();
    const at = this.#now;
    const last = this.#waiting.at(-1);
    if (last?.kind === 'output' && at >= last.at && at - last.at < TOGETHER_MS)
      last.chunks.push(Uint8Array.from(bytes));
    else this.#waiting.push({ kind: 'output', at, chunks: [Uint8Array.from(bytes)] });
    this.#took(bytes.length);
  }

  resize(cols: number, rows: number): void {
    const size = `${cols}x${rows}`;
    if (size === this.#size) return;
    this.#size = size;
    this.#nameLeftOut();
    this.#add({ kind: 'size', at: this.#now, cols, rows }, SMALL);
  }

  /** A command begins. */
  command(command: string): void {
    const label = command.slice(0, COMMAND_SHOWN);
    this.#nameLeftOut();
    this.#add({ kind: 'mark', at: this.#now, label }, SMALL + label.length);
  }

  /** JumpServer's own id of the session, as soon as it is known. */
  links(jumpserverSessionId: string): void {
    this.#sessionId = jumpserverSessionId;
  }

  /** Resolves when all is written, or nothing more can be. */
  async end(): Promise<void> {
    if (this.#stage === 'recording') {
      this.#nameLeftOut();
      this.#stage = 'ending';
    }
    while (this.#stage !== 'over') {
      this.#write();
      await this.#writing;
    }
  }

  get #now(): number {
    return this.#ports.clock.now();
  }

  #add(item: Waiting, weight: number): void {
    // A flood of sizes and commands has the same bound as one of output, and a little room beside that.
    if (this.#stage !== 'recording' || this.#waitingBytes > 2 * WAITING_AT_MOST) return;
    this.#waiting.push(item);
    this.#took(weight);
  }

  #nameLeftOut(): void {
    if (this.#leftOut === 0) return;
    const bytes = this.#leftOut;
    this.#leftOut = 0;
    this.#add({ kind: 'left-out', at: this.#now, bytes }, SMALL);
  }

  #took(weight: number): void {
    this.#waitingBytes += weight;
    if (this.#waitingBytes >= FLUSH_FROM && this.#headKnown) this.#write();
    else this.#flushLater();
  }

  get #headKnown(): boolean {
    return this.#frames !== null || this.#sessionId !== null || this.#now - this.#startedAt >= HEAD_WAITS_MS;
  }

  #flushLater(): void {
    this.#cancelFlush ??= this.#ports.clock.after(FLUSH_EVERY_MS, () => {
      this.#cancelFlush = null;
      if (this.#headKnown) this.#write();
      else this.#flushLater();
    });
  }

  /** One at a time; what comes meanwhile goes with the next. */
  #write(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    if (this.#stage === 'over') return;
    this.#writing ??= this.#put(this.#stage === 'ending')
      .catch(async (error: unknown) => {
        await this.#close();
        this.#ports.onFailure(error);
      })
      .finally(() => {
        this.#writing = null;
        if (this.#stage === 'recording' && this.#waiting.length > 0) this.#took(0);
      });
  }

  async #put(last: boolean): Promise<void> {
    const items = this.#waiting;
    const weight = this.#waitingBytes;
    this.#waiting = [];
    try {
      if (this.#frames === null) await this.#begin();
      let lines: string[] = [];
      let size = 0;
      for (const line of this.#linesOf(items)) {
        const bytes = Buffer.byteLength(line);
        if (size + bytes > FRAME_OF) {
          await this.#frame(lines.join(''), 'middle');
          [lines, size] = [[], 0];
          if (this.#lineBytes > this.#ports.limit) return await this.#reachedLimit();
        }
        lines.push(line);
        size += bytes;
      }
      if (size > 0) await this.#frame(lines.join(''), 'middle');
      if (this.#lineBytes > this.#ports.limit) return await this.#reachedLimit();
    } finally {
      this.#waitingBytes -= weight;
    }
    if (!last) return;
    await this.#frame(this.#lines.end(this.#now), 'last');
    await this.#close();
  }

  async #reachedLimit(): Promise<void> {
    const text = 'The recording ends here: it has reached its greatest size.';
    await this.#frame(this.#lines.end(this.#now) + this.#lines.marker(this.#now, text), 'last');
    await this.#close();
  }

  *#linesOf(items: readonly Waiting[]): Generator<string> {
    for (const item of items)
      switch (item.kind) {
        case 'output': {
          const bytes = Buffer.concat(item.chunks);
          for (let from = 0; from < bytes.length; from += LINE_OF)
            yield this.#lines.output(item.at, bytes.subarray(from, from + LINE_OF));
          break;
        }
        case 'size':
          yield this.#lines.resize(item.at, item.cols, item.rows);
          break;
        case 'mark':
          yield this.#lines.marker(item.at, item.label);
          break;
        case 'left-out':
          // A character that is cut here does not go on behind what is missing.
          yield this.#lines.end(item.at);
          yield this.#lines.marker(
            item.at,
            `${item.bytes} bytes were not recorded: they came faster than they could be written.`,
          );
          break;
        default:
          item satisfies never;
      }
  }

  async #begin(): Promise<void> {
    const { file, key } = this.#ports;
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
    this.#handle = await open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    this.#frames = new SealedFrames(key, randomBytes(16));
    await this.#handle.appendFile(this.#frames.header);
    const head = { ...shortened(this.#facts), startedAt: this.#startedAt, jumpserverSessionId: this.#sessionId };
    await this.#frame(this.#lines.header(head), 'middle');
    this.#ports.onBegun();
  }

  async #frame(lines: string, place: 'middle' | 'last'): Promise<void> {
    // Off the main thread.
    const packed = await deflated(lines, { level: 1 });
    this.#lineBytes += lines.length;
    if (this.#frames !== null) await this.#handle?.appendFile(this.#frames.seal(packed, place));
  }

  async #close(): Promise<void> {
    this.#stage = 'over';
    this.#waiting = [];
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    await this.#handle?.close().catch(() => {});
    this.#handle = null;
  }
}

/** Names come from servers and agents: the head line must fit a frame. */
function shortened(facts: Facts): Facts {
  const short = (text: string) => text.slice(0, 300);
  const { title, site, asset, account, agent } = facts;
  return {
    ...facts,
    title: short(title),
    site: short(site),
    asset: short(asset),
    account: short(account),
    agent: short(agent),
  };
}
