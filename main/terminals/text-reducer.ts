import { actOnPage } from './control-sequences.ts';
import { type OutputLine, PlainPage } from './plain-page.ts';
import type { ScreenSize } from './screen.ts';

/** A title, a link or an image between ESC ] and its end; what never ends is text, so that nothing behind it hides. */
const LONGEST_STRING = 65_536;
const LONGEST_SEQUENCE = 256;

const printable = /[^\x00-\x1f\x7f]+/y;
const csi = /\x1b\[([0-?]*)[ -/]*([@-~])/y;
const plainEscape = /\x1b[ -/]*([0-~])/y;
/** What ends a sequence in its middle. */
const brokenOff = /\x1b\[[0-?]*[ -/]*(?=[\x18\x1a\x1b])/y;
const begunSequence = /\x1b(?:\[[0-?]*[ -/]*|[ -/]*)$/y;
const stringEnd = /[\x18\x1a\x1b\x9c]/g;
const oscEnd = /[\x07\x18\x1a\x1b\x9c]/g;

/**
 * Output bytes in, in pieces of any size; lines out, as a terminal of that size would have shown them on an endless page:
 * escape sequences off, carriage-return progress and progress of several lines folded, wrapped lines joined. Split anywhere,
 * the same bytes give the same lines.
 */
export class TextReducer {
  readonly #page: PlainPage;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** An escape sequence that has begun. */
  #held = '';
  #lastWritten = '';

  /** `offset` of the first byte that will come, in bytes. */
  constructor(size: ScreenSize, offset = 0) {
    this.#page = new PlainPage(size, offset);
  }

  /** The width from here on. */
  set cols(cols: number) {
    this.#page.cols = cols;
  }

  /** `offset` behind these bytes: where lines begin that they begin. */
  push(bytes: Uint8Array, offset = 0): void {
    this.#page.offset = offset;
    this.pushText(this.#decoder.decode(bytes, { stream: true }));
  }

  pushText(text: string): void {
    const data = this.#held === '' ? text : this.#held + text;
    this.#held = '';
    for (let at = 0; at < data.length; ) at = this.#step(data, at);
  }

  /** Nothing more can come. */
  finish(): void {
    const rest = this.#decoder.decode();
    if (rest !== '') this.pushText(rest);
    const held = this.#held;
    this.#held = '';
    if (/^\x1b[\]PX^_]/.test(held)) this.pushText(held.slice(2));
  }

  /** The lines that nothing can change any more, once. */
  take(): OutputLine[] {
    return this.#page.take();
  }

  /** Those that were not taken, as they stand; the last one may be unfinished. */
  rest(): OutputLine[] {
    return this.#page.rest();
  }

  /** The line that the cursor stands on. */
  cursorLine(): string {
    return this.#page.cursorLine();
  }

  /** The part of it that stands before the cursor. */
  beforeCursor(): string {
    return this.#page.beforeCursor();
  }

  /** Returns where to go on. */
  #step(data: string, at: number): number {
    printable.lastIndex = at;
    const text = printable.exec(data)?.[0];
    if (text !== undefined) {
      this.#page.write(text);
      this.#lastWritten = text;
      return at + text.length;
    }
    if (data[at] === '\x1b') return this.#escape(data, at);
    this.#lastWritten = '';
    switch (data[at]) {
      case '\n':
      case '\v':
      case '\f':
        this.#page.lineFeed();
        break;
      case '\r':
        this.#page.return();
        break;
      case '\b':
        this.#page.move(-1);
        break;
      case '\t':
        this.#page.tab();
        break;
      default:
    }
    return at + 1;
  }

  #escape(data: string, at: number): number {
    if (/[\]PX^_]/.test(data[at + 1] ?? '')) return this.#string(data, at);
    csi.lastIndex = at;
    const control = csi.exec(data);
    if (control) {
      const before = this.#lastWritten;
      this.#lastWritten = '';
      actOnPage(this.#page, { parameters: control[1] ?? '', final: control[2] ?? '', before });
      return csi.lastIndex;
    }
    begunSequence.lastIndex = at;
    if (begunSequence.test(data) && data.length - at < LONGEST_SEQUENCE) {
      this.#held = data.slice(at);
      return data.length;
    }
    this.#lastWritten = '';
    brokenOff.lastIndex = at;
    if (brokenOff.test(data)) return brokenOff.lastIndex;
    plainEscape.lastIndex = at;
    const simple = data[at + 1] === '[' ? null : plainEscape.exec(data);
    // Nothing that a terminal knows: what follows is text.
    if (!simple) return at + 1;
    if (simple[0].length === 2) this.#simple(simple[1] ?? '');
    return plainEscape.lastIndex;
  }

  #string(data: string, at: number): number {
    const end = data[at + 1] === ']' ? oscEnd : stringEnd;
    end.lastIndex = at + 2;
    const found = end.exec(data);
    const length = (found?.index ?? data.length) - at;
    if (length > LONGEST_STRING) return at + 2;
    if (!found || (found[0] === '\x1b' && found.index + 1 === data.length)) {
      this.#held = data.slice(at);
      return data.length;
    }
    this.#lastWritten = '';
    // ESC ends it, with or without its backslash.
    if (found[0] === '\x1b') return found.index + (data[found.index + 1] === '\\' ? 2 : 0);
    return found.index + 1;
  }

  #simple(final: string): void {
    if (final === '7') this.#page.save();
    else if (final === '8') this.#page.restore();
    else if (final === 'M') this.#page.up(1);
    else if (final === 'D') this.#page.down(1);
    else if (final === 'E') this.#page.lineFeed();
    else if (final === 'c') this.#page.freshLine();
  }
}
