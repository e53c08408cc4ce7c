import { openSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { ReadStream, WriteStream } from 'node:tty';

export interface PersonTerminal {
  write(text: string): void;
  /** One line; unseen where `secret`. */
  readLine(prompt: string, secret: boolean): Promise<string>;
  /** Writes a request to the terminal itself and returns what matches in its answer; undefined after `ms`. */
  query(request: string, pattern: RegExp, ms: number): Promise<string | undefined>;
  dispose(): void;
}

/**
 * The terminal at which somebody sits: our own, or, where that is a pipe, the one that controls us. `onInterrupt` is
 * told of Ctrl-C at any time, and of Ctrl-D or the terminal's end.
 */
export function openTerminal(onInterrupt: () => void): PersonTerminal | undefined {
  if (process.stdin.isTTY) {
    const output = process.stderr.isTTY ? process.stderr : process.stdout.isTTY ? process.stdout : undefined;
    return output && new RawTerminal(process.stdin, output, onInterrupt);
  }
  if (process.platform === 'win32') return undefined;
  try {
    const input = new ReadStream(openSync('/dev/tty', 'r'));
    return new RawTerminal(input, new WriteStream(openSync('/dev/tty', 'w')), onInterrupt);
  } catch {
    return undefined; // a service, a container, a job: there is none
  }
}

/** Takes keys until it has what it waits for: the result, or undefined to go on. */
type Reader<T> = (key: string) => { readonly done: T } | undefined;

/**
 * Reads keys itself, and keeps the terminal from echoing from the first moment to the last: what is typed ahead of a
 * question may be a password.
 */
class RawTerminal implements PersonTerminal {
  readonly #input: ReadStream;
  readonly #output: NodeJS.WritableStream;
  readonly #onInterrupt: () => void;
  readonly #decoder = new StringDecoder('utf8');
  /** Typed before it was asked for. */
  #ahead = '';
  #wake: (() => void) | undefined;

  constructor(input: ReadStream, output: NodeJS.WritableStream, onInterrupt: () => void) {
    this.#input = input;
    this.#output = output;
    this.#onInterrupt = onInterrupt;
    input.setRawMode(true);
    input.on('data', this.#onData);
    input.on('end', onInterrupt);
  }

  write(text: string): void {
    this.#output.write(text);
  }

  readLine(prompt: string, secret: boolean): Promise<string> {
    this.write(prompt);
    let line = '';
    const redraw = () => {
      if (!secret) this.write(`\r\u001b[K${prompt}${line}`);
    };
    let sequence = '';
    return this.#read((key) => {
      // Cursor and function keys, and the marks of a bracketed paste, are no text.
      if (sequence !== '' || key === '\u001b') {
        sequence += key;
        if (ESCAPE_ENDS.test(sequence)) sequence = '';
        return undefined;
      }
      if (key === '\r' || key === '\n') {
        this.write('\n');
        return { done: line };
      }
      if (key === '\u0004' && line === '') this.#onInterrupt();
      else if (key === '\u007f' || key === '\b') {
        line = [...line].slice(0, -1).join('');
        redraw();
      } else if (key === '\u0015') {
        line = '';
        redraw();
      } else if (key >= ' ') {
        line += key;
        if (!secret) this.write(key);
      }
      return undefined;
    });
  }

  async query(request: string, pattern: RegExp, ms: number): Promise<string | undefined> {
    this.write(request);
    let heard = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#wake?.();
    }, ms);
    const found = await this.#read<string | undefined>(
      (key) => {
        heard += key;
        const answer = pattern.exec(heard)?.[0];
        return answer === undefined ? undefined : { done: answer };
      },
      () => late,
    );
    clearTimeout(timer);
    // What the person typed meanwhile is theirs.
    this.#ahead = (found === undefined ? heard : heard.replace(found, '')) + this.#ahead;
    return found;
  }

  dispose(): void {
    this.#input.off('data', this.#onData);
    this.#input.off('end', this.#onInterrupt);
    this.#input.setRawMode(false);
    this.#input.pause();
    if (this.#input !== process.stdin) this.#input.destroy();
  }

  readonly #onData = (bytes: Buffer): void => {
    const text = this.#decoder.write(bytes);
    if (text.includes('\u0003')) {
      this.write('\n');
      this.#onInterrupt();
      return;
    }
    this.#ahead += text;
    this.#wake?.();
  };

  async #read<T>(take: Reader<T>): Promise<T>;
  async #read<T>(take: Reader<T>, over: () => boolean): Promise<T | undefined>;
  async #read<T>(take: Reader<T>, over: () => boolean = () => false): Promise<T | undefined> {
    for (;;) {
      const keys = [...this.#ahead];
      this.#ahead = '';
      for (const [at, key] of keys.entries()) {
        const outcome = take(key);
        if (!outcome) continue;
        this.#ahead = keys.slice(at + 1).join('');
        return outcome.done;
      }
      if (over()) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

const ESCAPE_ENDS = /^\u001b(?:\[[0-9;?]*[@-~]|O[@-~]|[^[O])$/;
