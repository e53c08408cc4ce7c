import { openSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { ReadStream, WriteStream } from 'node:tty';

/** The person pressed Ctrl-C, or ended the input. */
export class Interrupted extends Error {}

export interface PersonTerminal {
  write(text: string): void;
  /** One line; unseen where `secret`. Rejects with Interrupted. */
  readLine(prompt: string, secret: boolean): Promise<string>;
  /** Writes a request of the terminal's own and returns what matches in its answer; undefined after `ms`. */
  query(request: string, pattern: RegExp, ms: number): Promise<string | undefined>;
  dispose(): void;
}

/** The terminal at which somebody sits: our own, or, where that is a pipe, the one that controls us. */
export function openTerminal(): PersonTerminal | undefined {
  if (process.stdin.isTTY) {
    const output = process.stderr.isTTY ? process.stderr : process.stdout.isTTY ? process.stdout : undefined;
    return output && new RawTerminal(process.stdin, output);
  }
  if (process.platform === 'win32') return undefined;
  try {
    return new RawTerminal(new ReadStream(openSync('/dev/tty', 'r')), new WriteStream(openSync('/dev/tty', 'w')));
  } catch {
    return undefined; // a service, a container, a job: there is none
  }
}

/** Reads keys itself, so that a secret is on no screen and Ctrl-C always ends the question. */
class RawTerminal implements PersonTerminal {
  readonly #input: ReadStream;
  readonly #output: NodeJS.WritableStream;
  /** Typed before it was asked for. */
  #ahead = '';

  constructor(input: ReadStream, output: NodeJS.WritableStream) {
    this.#input = input;
    this.#output = output;
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
    return this.#keys((key) => {
      if (key === '\r' || key === '\n') {
        this.write('\n');
        return { done: line };
      }
      if (key === '\u0003' || (key === '\u0004' && line === '')) {
        this.write('\n');
        throw new Interrupted();
      }
      if (key === '\u007f' || key === '\b') {
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
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), ms);
    });
    const stop = new AbortController();
    const answered = this.#keys<string>((key) => {
      heard += key;
      const found = pattern.exec(heard);
      return found ? { done: found[0] } : undefined;
    }, stop.signal).catch(() => undefined);
    const found = await Promise.race([answered, late]);
    clearTimeout(timer);
    stop.abort();
    this.#ahead = found === undefined ? heard : heard.replace(found, '');
    return found;
  }

  dispose(): void {
    this.#input.setRawMode(false);
    this.#input.pause();
    if (this.#input !== process.stdin) this.#input.destroy();
  }

  /** Feeds keys one by one until `take` says done or throws. Escape sequences of cursor keys are dropped, but for a query. */
  #keys<T>(take: (key: string) => { readonly done: T } | undefined, signal?: AbortSignal): Promise<T> {
    const decoder = new StringDecoder('utf8');
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#input.off('data', onData);
        this.#input.off('end', onEnd);
        signal?.removeEventListener('abort', onAbort);
        this.#input.setRawMode(false);
        this.#input.pause();
      };
      const feed = (text: string) => {
        const keys = [...(signal ? text : text.replace(ESCAPES, ''))];
        for (const [at, key] of keys.entries()) {
          let outcome: { readonly done: T } | undefined;
          try {
            outcome = take(key);
          } catch (error) {
            end();
            reject(error);
            return;
          }
          if (!outcome) continue;
          this.#ahead = keys.slice(at + 1).join('');
          end();
          resolve(outcome.done);
          return;
        }
      };
      const onData = (bytes: Buffer) => feed(decoder.write(bytes));
      const onEnd = () => {
        end();
        reject(new Interrupted());
      };
      const onAbort = () => {
        end();
        reject(new Interrupted());
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#input.on('data', onData);
      this.#input.on('end', onEnd);
      this.#input.setRawMode(true);
      this.#input.resume();
      const ahead = this.#ahead;
      this.#ahead = '';
      if (ahead !== '') feed(ahead);
    });
  }
}

/** Cursor and function keys, and the marks of a bracketed paste. */
const ESCAPES = /\u001b(?:\[[0-9;?]*[@-~]|O[@-~]|.)/g;
