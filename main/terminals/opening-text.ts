import type { Clock } from '../errors/clock.ts';
import type { Keyboard } from './keyboard.ts';
import type { OpeningPort } from './opening.ts';
import { plainString } from './plain-text.ts';
import { terminalClosed } from './terminal-errors.ts';

const keptBytes = 16 * 1024;

/** What a terminal prints before its first own prompt, and the waits on it. */
export class OpeningText {
  readonly #clock: Clock;
  #text: Buffer = Buffer.alloc(0);
  #marked = false;
  #closed: string | null = null;
  #wake: (() => void) | null = null;
  /** The output up to our first Enter: it tells the shell. */
  first = '';
  /** True while the echo of an integration line comes in. */
  hidden = false;

  /** `before`: what stands already, up to the prompt. */
  constructor(clock: Clock, before = '') {
    this.#clock = clock;
    this.#text = Buffer.from(before);
  }

  append(chunk: Uint8Array): void {
    this.#text = Buffer.concat([this.#text, chunk]).subarray(-keptBytes);
  }

  onFrame(): void {
    this.#wake?.();
  }

  onPromptMark(): void {
    this.#marked = true;
    this.hidden = false;
  }

  /** Nothing came but KoKo's own line and the title. */
  get silent(): boolean {
    const said = plainString(this.#text.toString('utf8'));
    return said.replace(/^\s*(Connecting to|Reuse SSH connections)[^\n]*/gm, '').trim() === '';
  }

  close(reason: string): void {
    this.#closed = reason;
    this.#wake?.();
  }

  port(keyboard: Keyboard): OpeningPort {
    const decode = () => this.#text.toString('utf8');
    return {
      clock: this.#clock,
      text: decode,
      forget: () => {
        this.#text = Buffer.alloc(0);
      },
      marked: () => this.#marked,
      output: (ms) => this.#output(ms),
      enter: (line) => {
        this.hidden = true;
        keyboard.line(line);
      },
      key: (bytes) => keyboard.key(bytes),
      promptSeen: () => {
        this.first = decode();
      },
    };
  }

  async #output(ms: number): Promise<boolean> {
    if (this.#closed !== null) throw terminalClosed(this.#closed);
    const came = await new Promise<boolean>((resolve) => {
      const cancel = this.#clock.after(ms, () => resolve(false));
      this.#wake = () => {
        cancel();
        resolve(true);
      };
    });
    this.#wake = null;
    if (this.#closed !== null) throw terminalClosed(this.#closed);
    return came;
  }
}
