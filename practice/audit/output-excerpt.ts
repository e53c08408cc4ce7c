import { LineScreen } from './line-screen.ts';

const KEPT_BYTES = 4096;
const EXCERPT_CHARACTERS = 1024;

/** The first KiB or so of what a command printed, without its own echo and the prompt after it. */
export class OutputExcerpt {
  readonly #command: string;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #isCut = false;

  constructor(command: string) {
    this.#command = command;
  }

  add(chunk: Buffer): void {
    if (this.#size >= KEPT_BYTES) {
      this.#isCut = true;
      return;
    }
    this.#chunks.push(Buffer.from(chunk.subarray(0, KEPT_BYTES - this.#size)));
    this.#size += chunk.length;
  }

  text(): string {
    const screen = new LineScreen();
    for (const chunk of this.#chunks) screen.feed(chunk);
    const rows = screen.rows().map((row) => row.trimEnd());
    const [first] = rows;
    // What is left of the echoed line, or the empty row after it.
    if (first !== undefined && (first === '' || this.#command.endsWith(first.trim()))) rows.shift();
    // The last row is the next prompt, unless the output was cut before it.
    if (!this.#isCut) rows.pop();
    return rows.join('\n').slice(0, EXCERPT_CHARACTERS);
  }
}
