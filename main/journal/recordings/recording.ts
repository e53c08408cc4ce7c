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
/** Bytes of lines that wait for the disk. What comes above is left out, and named. */
const WAITING_AT_MOST = 4 * 1024 * 1024;
/** So much is written at once, whatever the time. */
const FLUSH_FROM = 256 * 1024;
/** Lines in one frame. Compressed, even what does not compress, they fit into a frame. */
const FRAME_OF = 60 * 1024;
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
  /** It ended before its terminal: the disk is full, or the like. Called once. */
  readonly onFailure: (error: unknown) => void;
}

type Facts = Omit<CastHeader, 'startedAt' | 'jumpserverSessionId'>;

/**
 * Records one terminal. What it is told never waits and never throws: lines go to the disk behind the caller, in frames
 * (sealed-frames.ts), at most a second later. Where the disk is slower than the terminal, what cannot wait is left out, and a
 * marker says how much.
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
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #takenBytes = 0;
  /** Bytes of output that were left out since the last line. */
  #leftOut = 0;
  #cancelFlush: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();
  #over = false;
  #failed = false;

  constructor(facts: Facts, ports: RecordingPorts) {
    this.#ports = ports;
    this.#facts = facts;
    this.#size = `${facts.cols}x${facts.rows}`;
    this.#startedAt = ports.clock.now();
    this.#lines = new CastLines(this.#startedAt);
  }

  output(bytes: Uint8Array): void {
    if (this.#over) return;
    if (this.#waitingBytes > WAITING_AT_MOST) {
      this.#leftOut += bytes.length;
      return;
    }
    this.#take(this.#lines.output(this.#now, bytes));
    if (this.#takenBytes > this.#ports.limit) {
      this.#take(this.#lines.marker(this.#now, 'The recording ends here: it has reached its greatest size.'));
      void this.end();
    }
  }

  resize(cols: number, rows: number): void {
    const size = `${cols}x${rows}`;
    if (this.#over || size === this.#size) return;
    this.#size = size;
    this.#take(this.#lines.resize(this.#now, cols, rows));
  }

  /** A command begins. */
  command(command: string): void {
    if (!this.#over) this.#take(this.#lines.marker(this.#now, command.slice(0, COMMAND_SHOWN)));
  }

  /** JumpServer's own id of the session, as soon as it is known. */
  links(jumpserverSessionId: string): void {
    this.#sessionId = jumpserverSessionId;
  }

  /** Resolves when all is written, or nothing more can be. */
  async end(): Promise<void> {
    if (!this.#over) {
      this.#take(this.#lines.end(this.#now));
      this.#over = true;
      this.#cancelFlush?.();
      this.#write('last');
    }
    await this.#writing;
  }

  get #now(): number {
    return this.#ports.clock.now();
  }

  #take(line: string): void {
    if (line === '') return;
    const bytes = Buffer.from(line);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#takenBytes += bytes.length;
    if (this.#waitingBytes >= FLUSH_FROM && this.#headKnown) this.#write('middle');
    else this.#cancelFlush ??= this.#ports.clock.after(FLUSH_EVERY_MS, () => this.#flush());
  }

  get #headKnown(): boolean {
    return this.#frames !== null || this.#sessionId !== null || this.#now - this.#startedAt >= HEAD_WAITS_MS;
  }

  #flush(): void {
    this.#cancelFlush = null;
    if (this.#headKnown) this.#write('middle');
    else this.#cancelFlush = this.#ports.clock.after(FLUSH_EVERY_MS, () => this.#flush());
  }

  #write(place: 'middle' | 'last'): void {
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    this.#writing = this.#writing
      .then(() => this.#put(place))
      .catch(async (error: unknown) => {
        this.#over = true;
        this.#failed = true;
        this.#waiting = [];
        await this.#handle?.close().catch(() => {});
        this.#handle = null;
        this.#ports.onFailure(error);
      });
  }

  async #put(place: 'middle' | 'last'): Promise<void> {
    if (this.#failed) return;
    if (this.#frames === null) await this.#begin();
    const waiting = Buffer.concat(this.#waiting);
    this.#waiting = [];
    for (let from = 0; from < waiting.length; from += FRAME_OF) {
      const lines = waiting.subarray(from, from + FRAME_OF);
      await this.#frame(lines, 'middle');
      this.#waitingBytes -= lines.length;
    }
    if (this.#leftOut > 0) {
      const text = `${this.#leftOut} bytes were not recorded: they came faster than they could be written.`;
      this.#leftOut = 0;
      await this.#frame(Buffer.from(this.#lines.marker(this.#now, text)), 'middle');
    }
    if (place === 'middle') return;
    await this.#frame(Buffer.alloc(0), 'last');
    await this.#handle?.close();
    this.#handle = null;
  }

  async #begin(): Promise<void> {
    const { file, key } = this.#ports;
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
    this.#handle = await open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    this.#frames = new SealedFrames(key, randomBytes(16));
    await this.#handle.appendFile(this.#frames.header);
    const head = { ...this.#facts, startedAt: this.#startedAt, jumpserverSessionId: this.#sessionId };
    await this.#frame(Buffer.from(this.#lines.header(head)), 'middle');
  }

  async #frame(lines: Uint8Array, place: 'middle' | 'last'): Promise<void> {
    const packed = await deflated(lines, { level: 3 });
    if (this.#frames !== null) await this.#handle?.appendFile(this.#frames.seal(packed, place));
  }
}
