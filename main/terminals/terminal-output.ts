import { type Clock, systemClock } from '../errors/clock.ts';
import { type ClassifiedTail, lookAtTail } from './classify.ts';
import { ModeTracker } from './mode-tracker.ts';
import { type Edges, readStretch } from './output-page.ts';
import { OutputRing, type RingSlice } from './output-ring.ts';
import { promptLine } from './plain-text.ts';
import { behindEcho } from './run-output.ts';
import { Screen } from './screen.ts';
import type { ScreenTail } from './screen-tail.ts';
import { ScreenWidths } from './screen-widths.ts';
import type { OutputRange } from './terminal-model.ts';
import type { OutputText, ScreenText, TerminalSnapshot } from './terminal-service.ts';
import { TextReducer } from './text-reducer.ts';
import { sequenceOver } from './whole-sequences.ts';

const tailBytes = 4096;
/** How far back an open sequence is looked for at a mark: it costs the warm path of each command. In bytes. */
const OPEN_WITHIN = 2048;
const STRING_TERMINATOR = new Uint8Array([0x1b, 0x5c]);

/** All that a terminal printed, without our marks and the integration line: ring, modes and screen under one offset. */
export class TerminalOutput {
  readonly ring = new OutputRing();
  readonly modes = new ModeTracker();
  readonly #screen: Screen;
  readonly #widths: ScreenWidths;
  #rows: number;
  /** What no reader of output wants: the prompts and echoes between the lines of one command. */
  #leftOut: readonly OutputRange[] = [];
  readonly #onAppended: (offset: number, bytes: Uint8Array) => void;
  readonly #onResized: (size: { readonly cols: number; readonly rows: number }) => void;

  constructor(
    { clock = systemClock, ...size }: { readonly cols: number; readonly rows: number; readonly clock?: Clock },
    onAppended: (offset: number, bytes: Uint8Array) => void,
    onResized: (size: { readonly cols: number; readonly rows: number }) => void = () => undefined,
  ) {
    this.#screen = new Screen(this.ring, this.modes, { cols: size.cols, rows: size.rows }, clock);
    this.#widths = new ScreenWidths(size.cols);
    this.#rows = size.rows;
    this.#onAppended = onAppended;
    this.#onResized = onResized;
  }

  get end(): number {
    return this.ring.end;
  }

  append(chunk: Uint8Array): void {
    const offset = this.ring.end;
    this.ring.append(chunk);
    this.#screen.onOutput();
    this.#onAppended(offset, chunk);
  }

  /**
   * A mark that was taken out stood here. Its ESC had ended the title or image that a program left open, and without it all
   * that follows would belong to that.
   */
  endOpenSequence(): void {
    const from = Math.max(this.ring.start, this.ring.end - OPEN_WITHIN);
    const tail = Buffer.from(this.ring.read(from).bytes).toString('latin1');
    if (sequenceOver(tail, tail.length)) this.append(STRING_TERMINATOR);
  }

  resize(size: { readonly cols: number; readonly rows: number }): void {
    this.#screen.resize(size);
    this.#widths.change(this.ring.end, size.cols);
    this.#rows = size.rows;
    this.#onResized(size);
  }

  /** Raw text of at most 64 KiB from `from` on. */
  text(from: number, to: number = this.ring.end): string {
    return new TextDecoder().decode(this.ring.read(from, Math.min(to - from, 65_536)).bytes);
  }

  /** True when the echo of `line`, typed at `from`, has come and ended. */
  echoEnded(from: number, line: string): boolean {
    const region = Buffer.from(this.ring.read(from, 16_384).bytes).toString('latin1');
    const echoed = behindEcho(region, line);
    return echoed !== null && region.includes('\n', echoed);
  }

  /** What a program that printed since `from` seems to wait for. */
  classify(from: number): ClassifiedTail {
    const tail = this.text(Math.max(from, this.ring.end - tailBytes));
    return lookAtTail({
      tail,
      alternateScreen: this.modes.alternateScreen,
      addressing: this.modes.addressing,
      bracketedPaste: this.modes.bracketedPaste,
    });
  }

  /** The line that the cursor stands on, up to the cursor. */
  cursorLine(from: number, to: number = this.ring.end): string {
    return promptLine(this.text(Math.max(from, to - tailBytes), to));
  }

  /** Between places where text can be cut; `complete`: nothing more can come. */
  read(from: number, maxBytes: number, complete: boolean, edges: Edges = {}): OutputText {
    const { bytes, start, end, gap } = readStretch(this.ring, { ...edges, from, maxBytes }, complete);
    const reducer = this.reducer(start);
    this.feed(reducer, bytes, start);
    reducer.finish();
    const text = [...reducer.take(), ...reducer.rest()].map((line) => line.text).join('\n');
    return { text, start, end, gap };
  }

  /** All bytes from `from` on, as far as they are there, between places where text can be cut. */
  stretch(from: number, to: number): RingSlice {
    return readStretch(this.ring, { from, to, maxBytes: Number.POSITIVE_INFINITY }, false);
  }

  /** For bytes from `from` on. */
  reducer(from: number): TextReducer {
    return new TextReducer({ cols: this.#widths.at(from), rows: this.#rows }, from);
  }

  /**
   * Feeds it bytes that stand at `from`, without what is left out, line by line, so that each line knows its offset, at the
   * widths the terminal had.
   */
  feed(reducer: TextReducer, bytes: Uint8Array, from: number): void {
    let at = from;
    const to = from + bytes.length;
    for (const { start, end } of this.#leftOut) {
      if (end <= at || start >= to) continue;
      if (start > at) this.#feedLines(reducer, bytes.subarray(at - from, start - from), at);
      at = Math.min(to, end);
    }
    this.#feedLines(reducer, bytes.subarray(at - from), at);
  }

  #feedLines(reducer: TextReducer, bytes: Uint8Array, from: number): void {
    for (let at = 0; at < bytes.length; ) {
      reducer.cols = this.#widths.at(from + at);
      const line = bytes.indexOf(0x0a, at) + 1;
      const end = Math.min(line === 0 ? bytes.length : line, this.#widths.end(from + at) - from);
      reducer.push(bytes.subarray(at, end), from + end);
      at = end;
    }
  }

  /** Readers of plain text do not see this stretch; the screen and the live view do. */
  leaveOut(start: number, end: number): void {
    if (end <= start) return;
    this.#leftOut = [...this.#leftOut.filter((one) => one.end > this.ring.start), { start, end }];
  }

  screenText(): Promise<ScreenText> {
    return this.#screen.text();
  }

  runStarts(runId: string): void {
    this.#screen.runStarts(runId);
  }

  tail(lines: number): Promise<ScreenTail> {
    return this.#screen.tail(lines);
  }

  snapshot(): Promise<TerminalSnapshot> {
    return this.#screen.snapshot();
  }

  dispose(): void {
    this.#screen.dispose();
  }
}
