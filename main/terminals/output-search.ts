import type { LineMatcher } from './line-matcher.ts';
import type { OutputLine } from './plain-page.ts';
import type { TerminalOutput } from './terminal-output.ts';

export interface SearchRequest {
  readonly from: number;
  /** Exclusive; the present end by default. */
  readonly to?: number;
  /** Lines of context around each match. */
  readonly before: number;
  readonly after: number;
  /** More matches are counted, and not returned. */
  readonly most: number;
}

export interface SearchedLine {
  /** From 1, counted from the line in which `SearchResult.from` stands. */
  readonly number: number;
  readonly text: string;
  /** Byte offset at which it begins. */
  readonly offset: number;
  /** Where the match begins; null for context. */
  readonly column: number | null;
}

export interface SearchResult {
  /** Matches with their context, in order, each line once. */
  readonly lines: readonly SearchedLine[];
  readonly matches: number;
  /** Offset of the first match that is not among `lines`; null when all are. */
  readonly next: number | null;
  readonly searchedLines: number;
  readonly from: number;
  readonly to: number;
  /** Bytes between the asked beginning and `from` that are gone. */
  readonly gap: number;
}

/** Reduced and matched at a time: other work comes in between. In bytes. */
const BATCH = 256 * 1_024;
/** Of one line; the rest is for a reading at its offset. In characters. */
const LONGEST_LINE = 2_000;

/** All lines of a stretch of output that match, as far as the ring still has it. */
export async function searchOutput(
  output: TerminalOutput,
  matcher: LineMatcher,
  request: SearchRequest,
  signal?: AbortSignal,
): Promise<SearchResult> {
  const to = Math.min(request.to ?? output.end, output.end);
  // A copy: the ring moves on while a batch is matched.
  const { bytes, start, end, gap } = output.stretch(request.from, to);
  const reducer = output.reducer(start);
  const found = new FoundLines(request);
  for (let at = 0; at < bytes.length; at += BATCH) {
    output.feed(reducer, bytes.subarray(at, at + BATCH), start + at);
    const lines = reducer.take();
    found.add(lines, await matcher.find(texts(lines), signal));
    await new Promise(setImmediate);
    signal?.throwIfAborted();
  }
  reducer.finish();
  const rest = [...reducer.take(), ...reducer.rest()];
  if (rest.at(-1)?.text === '') rest.pop();
  found.add(rest, await matcher.find(texts(rest), signal));
  const { lines, matches, next, seen: searchedLines } = found;
  return { lines, matches, next, searchedLines, from: start, to: end, gap };
}

const texts = (lines: readonly OutputLine[]): string[] => lines.map(({ text }) => text);

/** Matches and what stands around them, out of lines that come in batches. */
class FoundLines {
  readonly lines: SearchedLine[] = [];
  matches = 0;
  next: number | null = null;
  seen = 0;
  readonly #request: SearchRequest;
  #before: SearchedLine[] = [];
  #after = 0;

  constructor(request: SearchRequest) {
    this.#request = request;
  }

  add(lines: readonly OutputLine[], found: readonly { readonly index: number; readonly column: number }[]): void {
    const columns = new Map(found.map(({ index, column }) => [index, column]));
    for (const [index, { text, offset }] of lines.entries()) {
      this.seen += 1;
      this.#addLine({ number: this.seen, offset, ...around(text, columns.get(index)) });
    }
  }

  #addLine(line: SearchedLine): void {
    if (line.column !== null) this.matches += 1;
    if (line.column !== null && this.matches > this.#request.most) this.next ??= line.offset;
    if (line.column !== null && this.matches <= this.#request.most) {
      this.lines.push(...this.#before, line);
      this.#before = [];
      this.#after = this.#request.after;
    } else if (this.#after > 0) {
      this.#after -= 1;
      this.lines.push({ ...line, column: null });
    } else if (this.#request.before > 0) {
      this.#before.push(line);
      if (this.#before.length > this.#request.before) this.#before.shift();
    }
  }
}

/** The part of a very long line around the match. */
function around(text: string, column: number | undefined): { readonly text: string; readonly column: number | null } {
  if (text.length <= LONGEST_LINE) return { text, column: column ?? null };
  const first = Math.max(0, Math.min((column ?? 0) - LONGEST_LINE / 2, text.length - LONGEST_LINE));
  const cut = `${first > 0 ? '…' : ''}${text.slice(first, first + LONGEST_LINE)}${first + LONGEST_LINE < text.length ? '…' : ''}`;
  return { text: cut, column: column === undefined ? null : column - first + (first > 0 ? 1 : 0) };
}
