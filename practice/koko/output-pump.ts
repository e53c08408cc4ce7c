import type { KokoSocket } from './koko-socket.ts';

/** Largest output frame (protocol 7.4). */
const FRAME_BYTES = 1024;
/** The shell is paused above the first and runs again below the second: bounds what a slow reader makes us hold. */
const HIGH_BYTES = 1024 * 1024;
const LOW_BYTES = 256 * 1024;

export interface OutputPumpOptions {
  socket: KokoSocket;
  pause(): void;
  resume(): void;
  onSent(): void;
}

/** Sends terminal output as binary frames of at most 1024 bytes that never split a UTF-8 character. */
export class OutputPump {
  readonly #options: OutputPumpOptions;
  #rest: Buffer = Buffer.alloc(0);
  #isPaused = false;

  constructor(options: OutputPumpOptions) {
    this.#options = options;
  }

  /** Cuts a chunk of the PTY at the last whole character; what is missing is kept for the next. */
  whole(chunk: Buffer): Buffer {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = wholeCharacters(bytes, bytes.length);
    this.#rest = end === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(end));
    return bytes.subarray(0, end);
  }

  text(text: string): void {
    this.send(Buffer.from(text));
  }

  send(bytes: Buffer): void {
    const { socket } = this.#options;
    if (bytes.length === 0 || socket.readyState !== socket.OPEN) return;
    if (bytes.length <= FRAME_BYTES) socket.send(bytes, this.#sent);
    else socket.batch(() => this.#sendFrames(bytes));
    this.#options.onSent();
    if (!this.#isPaused && socket.bufferedAmount > HIGH_BYTES) {
      this.#isPaused = true;
      this.#options.pause();
    }
  }

  #sendFrames(bytes: Buffer): void {
    for (let start = 0; start < bytes.length; ) {
      const limit = Math.min(start + FRAME_BYTES, bytes.length);
      const end = limit === bytes.length ? limit : wholeCharacters(bytes, limit, start);
      this.#options.socket.send(bytes.subarray(start, end), this.#sent);
      start = end;
    }
  }

  readonly #sent = (): void => {
    if (this.#isPaused && this.#options.socket.bufferedAmount < LOW_BYTES) {
      this.#isPaused = false;
      this.#options.resume();
    }
  };
}

/** The end of the last whole UTF-8 character before `limit`. Broken text is not held back: at most three bytes wait. */
function wholeCharacters(bytes: Buffer, limit: number, start = 0): number {
  for (let back = 1; back <= 3 && limit - back >= start; back += 1) {
    const byte = bytes[limit - back] ?? 0;
    if (byte < 0x80) return limit;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      const end = length > back ? limit - back : limit;
      return end === start ? limit : end;
    }
  }
  return limit;
}
