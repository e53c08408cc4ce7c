import fs from 'node:fs/promises';
import path from 'node:path';
import { type ChainEnd, GENESIS, macOf, newHash, openedLine } from './chain.ts';
import { type BeganWhy, entryOf, type JournalEntry } from './entry.ts';
import { journalFiles, monthFile, sizeOf } from './journal-files.ts';
import { type CutLine, LineCutter } from './line-cutter.ts';

/** What is wrong at a line. */
export type BreakKind =
  | 'changed'
  | 'removed'
  | 'added'
  | 'reordered'
  /** It belongs into another file. */
  | 'moved'
  /** What stands before it was sealed, and is not as it was. */
  | 'changed-before'
  /** The files end before the chain does. */
  | 'tail-cut';

export interface JournalBreak {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly what: BreakKind;
  /** Entries that are gone; 0 where none is, or it cannot be known. */
  readonly missing: number;
}

export interface JournalProof {
  /** `unproven`: no line is wrong, but not all can be proven; `notes` say which and why. */
  readonly kind: 'intact' | 'unproven' | 'broken';
  readonly files: number;
  readonly entries: number;
  /** Lines that the chain does not prove. */
  readonly unproven: number;
  /** Times of the first and last entry, in ms since the epoch. */
  readonly from: number | null;
  readonly to: number | null;
  /** The first of them. */
  readonly broken: JournalBreak | null;
  readonly breaks: number;
  /** Stretches that the chain itself says it does not prove. */
  readonly notes: readonly { readonly file: string; readonly line: number; readonly why: BeganWhy }[];
}

export interface ProofPorts {
  readonly folder: string;
  readonly key: Uint8Array;
  /** What the files end with as the app knows it. */
  readonly end: ChainEnd;
  /** Of a key that lives in memory: where its chain begins. */
  readonly origin: { readonly file: string; readonly offset: number } | null;
  /** The key is in the vault. */
  readonly kept: boolean;
  readonly signal?: AbortSignal | undefined;
}

const CHUNK = 64 * 1024;
const NOTES_AT_MOST = 50;
/** A stretch that the chain does not prove may be long; so many of its lines are looked at to say what happened. */
const LOOKED_AT = 10_000;

/** Reads all files in pieces, so that nobody waits for it, and follows the chain. */
export async function proveJournal(ports: ProofPorts): Promise<JournalProof> {
  const { folder, end } = ports;
  // In one turn with `end`: what we append meanwhile is not looked at.
  const files = journalFiles(folder).map((file) => ({ file, size: sizeOf(folder, file) }));
  const prover = new Prover(ports);
  for (const { file, size } of files) {
    const handle = await fs.open(path.join(folder, file), 'r');
    try {
      const cutter = new LineCutter();
      prover.begin(file);
      for (let at = 0; at < size; ) {
        ports.signal?.throwIfAborted();
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(CHUNK, size - at)), 0, undefined, at);
        if (bytesRead === 0) break;
        at += bytesRead;
        for (const line of cutter.push(buffer.subarray(0, bytesRead))) prover.see(line);
      }
      for (const line of cutter.end()) prover.see(line);
    } finally {
      await handle.close();
    }
  }
  return prover.finish(files.length, end);
}

interface Pending {
  readonly file: string;
  readonly line: number;
  readonly seq: number | undefined;
  readonly mac: string | undefined;
  readonly body: Buffer | undefined;
  readonly at: number | undefined;
}

class Prover {
  readonly #ports: ProofPorts;
  /** Over everything read so far. */
  readonly #all = newHash();
  #allBytes = 0;
  #file = '';
  #line = 0;
  #offset = 0;
  #mac = GENESIS;
  #seq = 0;
  #entries = 0;
  #unproven = 0;
  #from: number | null = null;
  #to: number | null = null;
  #broken: JournalBreak | null = null;
  #breaks = 0;
  readonly #notes: { readonly file: string; readonly line: number; readonly why: BeganWhy }[] = [];
  /** Lines since the last one that the chain proves. */
  #pending: Pending[] = [];
  #pendingLines = 0;
  #pendingHash = newHash();
  #pendingBytes = 0;

  constructor(ports: ProofPorts) {
    this.#ports = ports;
  }

  begin(file: string): void {
    this.#file = file;
    this.#line = 0;
    this.#offset = 0;
  }

  see(line: CutLine): void {
    this.#line += 1;
    this.#entries += 1;
    const offset = this.#offset;
    this.#offset += line.bytes;
    const entry = line.text ? entryOf(line.text) : undefined;
    if (entry) {
      this.#from ??= entry.at;
      this.#to = entry.at;
    }
    const opened = line.ended && line.text ? openedLine(line.text) : null;
    const holdsBehind = (mac: string) =>
      opened !== null && opened.mac === macOf(this.#ports.key, this.#file, mac, opened.body);
    if (this.#beforeOrigin(offset)) this.#unproven += 1;
    else if (opened && entry?.seq !== undefined) {
      const last = this.#pending.at(-1);
      if (entry.sealed?.since === 'start' && holdsBehind(GENESIS)) this.#beginAnew(entry, opened.mac);
      else if (holdsBehind(this.#mac)) this.#goOn(entry, opened.mac);
      else if (last?.mac !== undefined && this.#pendingLines === this.#pending.length && holdsBehind(last.mac)) {
        this.#breakAt(entry.seq);
        this.#follow(entry.seq, opened.mac);
      } else this.#wait(line, entry, opened);
    } else this.#wait(line, entry, opened);
    for (const part of line.raw) this.#all.update(part);
    this.#allBytes += line.bytes;
  }

  finish(files: number, end: ChainEnd): JournalProof {
    if (this.#pendingLines > 0) this.#breakAt(end.seq + 1);
    else if (this.#seq < end.seq) this.#say({ ...this.#here(1), what: 'tail-cut', missing: end.seq - this.#seq });
    const doubtful = !this.#ports.kept || this.#notes.some(({ why }) => !harmless.includes(why));
    return {
      kind: this.#broken ? 'broken' : doubtful ? 'unproven' : 'intact',
      files,
      entries: this.#entries,
      unproven: this.#unproven,
      from: this.#from,
      to: this.#to,
      broken: this.#broken,
      breaks: this.#breaks,
      notes: this.#notes,
    };
  }

  #beforeOrigin(offset: number): boolean {
    const { origin, kept } = this.#ports;
    if (kept) return false;
    return origin === null || this.#file < origin.file || (this.#file === origin.file && offset < origin.offset);
  }

  /** The chain begins, and seals all that stands before it. */
  #beginAnew({ seq, sealed, why = 'first' }: JournalEntry, mac: string): void {
    const asSealed = sealed?.bytes === this.#allBytes && sealed.sha256 === this.#all.copy().digest('hex');
    if (!asSealed) this.#say({ ...this.#here(), what: 'changed-before', missing: 0 });
    else if (why !== 'first') this.#note(why);
    this.#unproven += this.#pendingLines;
    this.#follow(seq ?? 0, mac);
  }

  /** A line of the chain in its place. */
  #goOn({ seq = 0, sealed, why = 'not-ours' }: JournalEntry, mac: string): void {
    const [first] = this.#pending;
    if (first) {
      const asSealed = sealed?.bytes === this.#pendingBytes && sealed.sha256 === this.#pendingHash.digest('hex');
      if (!asSealed) {
        const what = first.seq !== undefined && first.seq > seq ? 'reordered' : this.#misplaced(first, 'added');
        this.#say({ file: first.file, line: first.line, what, missing: 0 });
      } else if (why === 'not-ours') this.#say({ file: first.file, line: first.line, what: 'added', missing: 0 });
      else this.#note(why);
      this.#unproven += this.#pendingLines;
    } else if (sealed !== undefined) this.#say({ ...this.#here(), what: 'changed-before', missing: 0 });
    this.#follow(seq, mac);
  }

  #wait(line: CutLine, entry: JournalEntry | undefined, opened: ReturnType<typeof openedLine>): void {
    this.#pendingLines += 1;
    this.#pendingBytes += line.bytes;
    for (const part of line.raw) this.#pendingHash.update(part);
    if (this.#pending.length >= LOOKED_AT) this.#pending.splice(1, LOOKED_AT / 2);
    this.#pending.push({ ...this.#here(), seq: entry?.seq, mac: opened?.mac, body: opened?.body, at: entry?.at });
  }

  /** The lines that wait do not belong there as they are; the next one of the chain has the number `next`. */
  #breakAt(next: number): void {
    const [first] = this.#pending;
    const expected = this.#seq + 1;
    const missing = next - (expected + this.#pendingLines);
    if (first) {
      const place = { file: first.file, line: first.line };
      if (missing > 0) this.#say({ ...place, what: 'removed', missing });
      else if (missing < 0) this.#say({ ...place, what: this.#misplaced(first, 'added'), missing: 0 });
      else
        this.#say({ ...place, what: this.#misplaced(first, this.#outOfOrder() ? 'reordered' : 'changed'), missing: 0 });
    } else this.#say({ ...this.#here(), what: 'removed', missing: Math.max(0, next - expected) });
    this.#unproven += this.#pendingLines;
  }

  #outOfOrder(): boolean {
    const numbers = this.#pending.map(({ seq }) => seq);
    return numbers[0] !== this.#seq + 1 && numbers.includes(this.#seq + 1);
  }

  /** Whether the line would hold in the file of its own month. */
  #misplaced({ at, body, mac, file }: Pending, otherwise: BreakKind): BreakKind {
    if (at === undefined || body === undefined || !Number.isFinite(at) || Math.abs(at) > 8.64e15) return otherwise;
    const own = monthFile(at);
    return own !== file && mac === macOf(this.#ports.key, own, this.#mac, body) ? 'moved' : otherwise;
  }

  #follow(seq: number, mac: string): void {
    this.#seq = seq;
    this.#mac = mac;
    this.#pending = [];
    this.#pendingLines = 0;
    this.#pendingBytes = 0;
    this.#pendingHash = newHash();
  }

  #here(beyond = 0): { readonly file: string; readonly line: number } {
    return { file: this.#file, line: this.#line + beyond };
  }

  #note(why: BeganWhy): void {
    if (this.#notes.length < NOTES_AT_MOST) this.#notes.push({ ...this.#here(), why });
  }

  #say(found: JournalBreak): void {
    this.#broken ??= found;
    this.#breaks += 1;
  }
}

/** Said by the chain itself, and nothing that a person has to doubt. */
const harmless: readonly BeganWhy[] = ['first', 'older-version', 'torn'];
