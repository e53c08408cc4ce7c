import { type ChainEnd, keyId, macOf, newHash, noChain, openedLine } from './chain.ts';
import { type BeganWhy, entryOf, type Sealed } from './entry.ts';
import { endsWithNewline, journalFiles, piecesOf, sizeOf } from './journal-files.ts';
import { type CutLine, LineCutter } from './line-cutter.ts';

/** Where the chain goes on. */
export interface Standing {
  /** The next line follows this one. */
  readonly chain: ChainEnd;
  /** The newest file there is; '' where there is none. */
  readonly file: string;
  readonly size: number;
  /** That file's last line was cut: it gets its newline before anything else is written. */
  readonly newline: boolean;
  /** What has to be said before the chain goes on; null where all is as it was left. */
  readonly began: { readonly why: BeganWhy; readonly sealed: Sealed | null } | null;
}

/** With the head that the vault (or, while the app runs, memory) has: `end` is what the files should end with, or go on behind. */
export function standingBehind(folder: string, key: Uint8Array, end: ChainEnd): Standing {
  const files = journalFiles(folder);
  const here = sizeOf(folder, end.file);
  const last = lastFile(folder, files);
  if (here < end.size) return { chain: end, ...last, began: { why: 'tail-missing', sealed: null } };
  let chain = end;
  const rest = new Rest();
  for (const file of files.filter((name) => name >= end.file)) {
    let at = file === end.file ? end.size : 0;
    for (const line of linesOf(folder, file, at)) {
      at += line.bytes;
      const next = rest.bytes === 0 ? following(key, file, chain, line, at) : null;
      if (next) chain = next;
      else rest.add(line);
    }
  }
  if (rest.bytes === 0) return { chain, ...last, began: null };
  return { chain, ...last, began: { why: rest.why, sealed: rest.sealed('chain', last.newline) } };
}

/** Without a head: the chain begins here, and seals what stands before it. */
export function standingAtStart(folder: string, keyWasThere: boolean): Standing {
  const files = journalFiles(folder);
  const last = lastFile(folder, files);
  const rest = new Rest();
  for (const file of files) for (const line of linesOf(folder, file, 0)) rest.add(line);
  if (rest.bytes === 0)
    return { chain: noChain, ...last, began: { why: 'first', sealed: rest.sealed('start', false) } };
  const why = keyWasThere
    ? 'head-lost'
    : rest.underVaultKey
      ? 'key-lost'
      : rest.chained
        ? 'no-keychain'
        : 'older-version';
  return {
    chain: { ...noChain, seq: rest.lastSeq },
    ...last,
    began: { why, sealed: rest.sealed('start', last.newline) },
  };
}

/** Without a keychain: a chain of this start alone, behind whatever is there. */
export function standingInMemory(folder: string): Standing {
  const files = journalFiles(folder);
  const last = lastFile(folder, files);
  const rest = new Rest();
  if (last.file !== '') for (const line of linesOf(folder, last.file, Math.max(0, last.size - 65_536))) rest.add(line);
  return { chain: { ...noChain, seq: rest.lastSeq }, ...last, began: { why: 'no-keychain', sealed: null } };
}

function lastFile(folder: string, files: readonly string[]): Pick<Standing, 'file' | 'size' | 'newline'> {
  const file = files.at(-1) ?? '';
  const size = file === '' ? 0 : sizeOf(folder, file);
  return { file, size, newline: !endsWithNewline(folder, file, size) };
}

function* linesOf(folder: string, file: string, from: number): Generator<CutLine> {
  const cutter = new LineCutter();
  for (const piece of piecesOf(folder, file, from)) yield* cutter.push(piece);
  yield* cutter.end();
}

function following(key: Uint8Array, file: string, chain: ChainEnd, line: CutLine, size: number): ChainEnd | null {
  const opened = line.ended && line.text ? openedLine(line.text) : null;
  if (opened === null || opened.mac !== macOf(key, file, chain.mac, opened.body)) return null;
  return { seq: chain.seq + 1, mac: opened.mac, file, size };
}

/** What stands behind the chain. */
class Rest {
  readonly #hash = newHash();
  #first: CutLine | undefined;
  #lines = 0;
  bytes = 0;
  lastSeq = 0;
  chained = false;
  underVaultKey = false;

  add(line: CutLine): void {
    this.#first ??= line;
    this.#lines += 1;
    this.bytes += line.bytes;
    for (const part of line.raw) this.#hash.update(part);
    const entry = line.text ? entryOf(line.text) : undefined;
    if (entry?.seq !== undefined) this.lastSeq = entry.seq;
    if (entry?.kind !== 'journal-began') return;
    this.chained = true;
    if (entry.key !== IN_MEMORY) this.underVaultKey = true;
  }

  get why(): BeganWhy {
    if (this.#lines === 1 && this.#first?.ended === false) return 'torn';
    const entry = this.#first?.text ? entryOf(this.#first.text) : undefined;
    return entry?.kind === 'journal-began' && entry.key === IN_MEMORY ? 'no-keychain' : 'not-ours';
  }

  /** `newline` is written behind it before the line that seals it. */
  sealed(since: Sealed['since'], newline: boolean): Sealed {
    const hash = this.#hash.copy();
    if (newline) hash.update('\n');
    return { since, bytes: this.bytes + (newline ? 1 : 0), sha256: hash.digest('hex') };
  }
}

/** The name of a key that is not kept. */
export const IN_MEMORY = 'start';
export const keyName = (key: Uint8Array, kept: boolean): string => (kept ? keyId(key) : IN_MEMORY);
export const startsAnew = (began: Standing['began']): boolean => began?.sealed?.since === 'start';
