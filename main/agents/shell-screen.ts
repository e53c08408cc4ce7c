import type { RingSlice } from '../terminals/output-ring.ts';
import type { TerminalSnapshot } from '../terminals/terminal-service.ts';

export interface ShellScreenPorts {
  /** Bytes of the terminal from an offset on, as far as they are still there. */
  readonly read: (from: number, maxBytes: number) => RingSlice;
  readonly snapshot: () => Promise<TerminalSnapshot>;
  /** Base64. */
  readonly send: (data: string) => Promise<void>;
}

const CHUNK_BYTES = 32 * 1024;
/** Sent and not shown yet: enough for a fast emulator, and little enough that Ctrl-C is seen to work. */
const AHEAD_BYTES = 256 * 1024;
/** Soft reset, and an empty screen. */
const AFRESH = '\x1b[!p\x1b[H\x1b[2J';

/** Sends a terminal's bytes to an emulator, never further ahead than it shows them; what it is too slow for, it gets as the screen that came of it. */
export class ShellScreen {
  readonly #ports: ShellScreenPorts;
  #next = 0;
  #ahead = 0;
  #sayings: string[] = [];
  #sending: Promise<void> | null = null;
  #again = false;
  #disposed = false;
  #wakeShown: (() => void) | undefined;

  constructor(ports: ShellScreenPorts) {
    this.#ports = ports;
  }

  /** There may be something new. */
  look(): void {
    this.#again = true;
    if (this.#sending) return;
    this.#sending = this.#send();
    // Whoever waits for the end hears of it.
    this.#sending.catch(() => {});
  }

  /** The emulator has written so many bytes. */
  shown(bytes: number): void {
    this.#ahead = Math.max(0, this.#ahead - bytes);
    this.#wakeShown?.();
  }

  /** A line of ours among what the server prints. */
  say(text: string): void {
    this.#sayings.push(`\r\n\x1b[7m drawbridge \x1b[0m ${text}\r\n`);
    this.look();
  }

  /** Resolves when everything that is there was sent. */
  async finished(): Promise<void> {
    this.look();
    await this.#sending;
  }

  dispose(): void {
    this.#disposed = true;
    this.#wakeShown?.();
  }

  async #send(): Promise<void> {
    await Promise.resolve();
    try {
      await this.#sendAll();
    } finally {
      // In the same turn: what comes next is looked for again.
      this.#sending = null;
    }
  }

  async #sendAll(): Promise<void> {
    while (this.#again && !this.#disposed) {
      this.#again = false;
      for (const text of this.#sayings.splice(0)) await this.#out(Buffer.from(text));
      for (let more = true; more && !this.#disposed; ) {
        const { bytes, end, gap } = this.#ports.read(this.#next, CHUNK_BYTES);
        if (gap > 0) {
          const { data, offset } = await this.#ports.snapshot();
          this.#next = offset;
          await this.#out(Buffer.from(AFRESH + data));
        } else {
          this.#next = end;
          more = bytes.length > 0;
          if (more) await this.#out(bytes);
        }
      }
    }
  }

  async #out(bytes: Uint8Array): Promise<void> {
    while (this.#ahead >= AHEAD_BYTES && !this.#disposed) {
      await new Promise<void>((resolve) => {
        this.#wakeShown = resolve;
      });
    }
    if (this.#disposed) return;
    this.#ahead += bytes.length;
    await this.#ports.send(Buffer.from(bytes).toString('base64'));
  }
}
