import fs from 'node:fs';
import path from 'node:path';
import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Emitter } from '../errors/emitter.ts';
import type { Log } from '../log/log.ts';
import type { SealStore } from '../vault/seal.ts';
import { type ChainEnd, chainedLine, GENESIS, noChain } from './chain.ts';
import type { JournalEntry, NewEntry } from './entry.ts';
import { monthFile } from './journal-files.ts';
import { HeadKeeper, type JournalSecret, journalSecret, ownSecret } from './journal-key.ts';
import { type JournalProof, proveJournal } from './proof.ts';
import { type ReadBack, type ReadBackRequest, readBack } from './read-back.ts';
import { keyName, type Standing, standingAtStart, standingBehind, standingInMemory, startsAnew } from './standing.ts';

/** Events that wait while the journal cannot be written; what an agent causes does not wait, it is refused. */
const HELD_AT_MOST = 1_000;
const RETRY_MS = 2_000;
/** A command of 20 long lines has room; nothing makes a line of megabytes. */
const LONGEST_TEXT = 32_768;

export interface JournalPorts {
  readonly folder: string;
  readonly vault: SealStore;
  readonly clock: Clock;
  readonly log: Log;
}

export interface JournalEvents {
  /** Whether it can be written has changed. */
  'did-change': { readonly problem: DrawbridgeError | null };
  /** At least one entry more. */
  'did-grow': { readonly seq: number };
}

interface Opened {
  readonly fd: number;
  readonly file: string;
  readonly ino: number;
  /** Of the file, as we left it. */
  size: number;
}

/**
 * Append-only JSON lines, one file a month (`2026-11.jsonl`), mode 0600, each line chained to the one before by an HMAC under a
 * key in the vault (chain.ts). A line is handed to the kernel before `record` returns: a crash of the app loses nothing. The disk
 * has it within a second, and only then the vault hears of it (journal-key.ts).
 */
export class Journal {
  readonly #ports: JournalPorts;
  readonly #events = new Emitter<JournalEvents>();
  readonly #head: HeadKeeper;
  #secret: JournalSecret;
  /** The chain as this start knows it. */
  #end: ChainEnd = noChain;
  /** Where the chain of a start without a keychain begins. */
  #origin: { readonly file: string; readonly offset: number } | null = null;
  #opened: Opened | null = null;
  #problem: DrawbridgeError | null = null;
  #held: { readonly at: number; readonly entry: NewEntry }[] = [];
  #lost = 0;
  #cancelRetry: (() => void) | null = null;

  private constructor(ports: JournalPorts, secret: JournalSecret) {
    this.#ports = ports;
    this.#secret = secret;
    this.#end = secret.head ?? noChain;
    const { vault, clock, log } = ports;
    this.#head = new HeadKeeper({ vault, clock, log, flush: () => this.#flush() });
  }

  /** Never throws for what the disk has against it: `problem` says that, and it mends itself. */
  static async open(ports: JournalPorts): Promise<Journal> {
    const secret = await journalSecret(ports.vault).catch((error: unknown): JournalSecret => {
      ports.log.error("the journal's key could not be read; this start has one of its own", { error: String(error) });
      return ownSecret();
    });
    const journal = new Journal(ports, secret);
    journal.#try();
    return journal;
  }

  on<Name extends keyof JournalEvents>(name: Name, listener: (event: JournalEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  get folder(): string {
    return this.#ports.folder;
  }

  /** Why nothing can be written; null while it can. */
  get problem(): DrawbridgeError | null {
    return this.#problem;
  }

  /** What is not recorded must not happen: throws `journal-unavailable` when the line cannot be written. */
  record(entry: NewEntry): void {
    const problem = this.#try([{ at: this.#ports.clock.now(), entry }]);
    if (problem) throw problem;
  }

  /** What has happened already: waits, bounded, until it can be written. */
  note(entry: NewEntry): void {
    const held = { at: this.#ports.clock.now(), entry };
    if (this.#try([held]) === null) return;
    if (this.#held.length < HELD_AT_MOST) this.#held.push(held);
    else this.#lost += 1;
  }

  /** Before an act of an agent. Throws `journal-unavailable` while the journal cannot be written, and looks anew. */
  assertWritable(): void {
    if (this.#problem === null) return;
    const problem = this.#try();
    if (problem) throw problem;
  }

  /** The keychain may be there now: a new stretch of the chain begins under its key. Throws `vault-unavailable`. */
  async retry(): Promise<void> {
    if (this.#secret.kept || this.#ports.vault.choice.state === 'memory-only') return;
    const secret = await journalSecret(this.#ports.vault);
    this.#close();
    this.#head.drop();
    this.#secret = secret;
    this.#origin = null;
    this.#end = secret.head ?? noChain;
    this.#try();
  }

  /** Reads everything and says what the chain proves. Throws `journal-unavailable` where the files cannot be read. */
  async prove(signal?: AbortSignal): Promise<JournalProof> {
    const { folder } = this.#ports;
    try {
      const { key, kept } = this.#secret;
      return await proveJournal({ folder, key, end: this.#end, origin: kept ? null : this.#origin, kept, signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw unreadable(folder, error);
    }
  }

  /** Throws `journal-unavailable` where the files cannot be read. */
  async readBack(request: Omit<ReadBackRequest, 'folder'>): Promise<ReadBack> {
    const { folder } = this.#ports;
    try {
      return await readBack({ folder, ...request });
    } catch (error) {
      request.signal?.throwIfAborted();
      throw unreadable(folder, error);
    }
  }

  async dispose(): Promise<void> {
    this.#cancelRetry?.();
    await this.#head.settle();
    this.#close();
    this.#events.dispose();
  }

  /** Writes what waits, then these. */
  #try(entries: readonly { readonly at: number; readonly entry: NewEntry }[] = []): DrawbridgeError | null {
    try {
      this.#open(this.#ports.clock.now());
      const wanted = [...this.#held, ...entries];
      if (this.#lost > 0) wanted.splice(this.#held.length, 0, gap(this.#ports.clock.now(), this.#lost));
      if (wanted.length > 0) this.#write(wanted);
      this.#held = [];
      this.#lost = 0;
      this.#say(null);
      if (wanted.length > 0) this.#events.emit('did-grow', { seq: this.#end.seq });
      return null;
    } catch (error) {
      this.#close();
      const problem = unavailable(this.#ports.folder, error);
      this.#say(problem);
      return problem;
    }
  }

  #say(problem: DrawbridgeError | null): void {
    const before = this.#problem;
    this.#problem = problem;
    if (problem === null) {
      this.#cancelRetry?.();
      this.#cancelRetry = null;
    } else
      this.#cancelRetry ??= this.#ports.clock.after(RETRY_MS, () => {
        this.#cancelRetry = null;
        this.#try();
      });
    if (before?.message === problem?.message) return;
    if (problem) this.#ports.log.error('the journal cannot be written', { error: String(problem.cause) });
    this.#events.emit('did-change', { problem });
  }

  /** Makes sure that the file is the one that we left, and goes on behind whatever it is now. */
  #open(now: number): void {
    if (this.#opened && this.#asLeft(this.#opened)) {
      if (monthFile(now) <= this.#opened.file) return;
      const { file, fd } = this.#opened;
      fs.fdatasyncSync(fd);
      this.#close();
      this.#openFile(later(file, monthFile(now)));
      return;
    }
    this.#close();
    const { folder } = this.#ports;
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const standing = this.#standing();
    if (standing.newline) fs.appendFileSync(path.join(folder, standing.file), '\n');
    const { began, chain } = standing;
    const opened = this.#openFile(later(later(standing.file, chain.file), monthFile(now)));
    if (!began) {
      this.#end = chain;
      return;
    }
    // Without a head, and without a keychain, a chain begins anew.
    const anew = startsAnew(began) || (began.why === 'no-keychain' && !this.#secret.kept);
    const offset = opened.size;
    this.#end = anew ? { ...chain, mac: GENESIS } : chain;
    this.#append([{ at: now, kind: 'journal-began', ...nothing, ...this.#beganFields(began) }]);
    if (!this.#secret.kept && anew) this.#origin = { file: opened.file, offset };
  }

  #beganFields({ why, sealed }: NonNullable<Standing['began']>) {
    const { key, kept } = this.#secret;
    return { why, key: keyName(key, kept), ...(sealed === null ? {} : { sealed }) };
  }

  #standing(): Standing {
    const { folder } = this.#ports;
    const { key, kept, known } = this.#secret;
    if (this.#end.file !== '') return standingBehind(folder, key, this.#end);
    return kept ? standingAtStart(folder, known) : standingInMemory(folder);
  }

  #asLeft({ fd, file, ino, size }: Opened): boolean {
    if (fs.fstatSync(fd).size !== size) return false;
    try {
      return fs.statSync(path.join(this.#ports.folder, file)).ino === ino;
    } catch {
      return false;
    }
  }

  #openFile(file: string): Opened {
    const fd = fs.openSync(path.join(this.#ports.folder, file), 'a', 0o600);
    const { size, ino } = fs.fstatSync(fd);
    this.#opened = { fd, file, ino, size };
    return this.#opened;
  }

  #write(wanted: readonly { readonly at: number; readonly entry: NewEntry }[]): void {
    this.#append(wanted.map(({ at, entry }) => ({ at, ...entry, text: entry.text.slice(0, LONGEST_TEXT) })));
  }

  /** All of them or none. */
  #append(entries: readonly Omit<JournalEntry, 'seq'>[]): void {
    const opened = this.#opened;
    if (opened === null) throw new Error('the file is not open');
    let { seq, mac } = this.#end;
    const lines: Buffer[] = [];
    for (const entry of entries) {
      seq += 1;
      const made = chainedLine(this.#secret.key, opened.file, mac, { seq, ...entry });
      mac = made.mac;
      lines.push(made.line);
    }
    const bytes = Buffer.concat(lines);
    try {
      for (let at = 0; at < bytes.length; ) at += fs.writeSync(opened.fd, bytes, at);
    } catch (error) {
      // On a full disk a part may have been written: nobody was told of it, so it is taken back.
      fs.ftruncateSync(opened.fd, opened.size);
      throw error;
    }
    opened.size += bytes.length;
    this.#end = { seq, mac, file: opened.file, size: opened.size };
    if (this.#secret.kept) this.#head.keep(this.#end);
  }

  async #flush(): Promise<void> {
    const fd = this.#opened?.fd;
    if (fd === undefined) return;
    await new Promise<void>((resolve, reject) =>
      fs.fdatasync(fd, (error) => (error && error.code !== 'EBADF' ? reject(error) : resolve())),
    );
  }

  #close(): void {
    if (this.#opened) fs.closeSync(this.#opened.fd);
    this.#opened = null;
  }
}

const nothing = { site: '', who: '', target: '', text: '', outcome: '' } as const;

const later = (one: string, other: string): string => (one > other ? one : other);

const gap = (at: number, lost: number) => ({
  at,
  entry: { kind: 'journal-gap', ...nothing, text: `${lost} entries` } as const,
});

function unavailable(folder: string, cause: unknown): DrawbridgeError {
  return new DrawbridgeError({
    code: 'journal-unavailable',
    message: 'The journal cannot be written, so nothing new is run for agents.',
    nextStep: `Make room or mend the rights of ${folder}; it goes on by itself then.`,
    actor: 'person',
    cause,
  });
}

function unreadable(folder: string, cause: unknown): DrawbridgeError {
  return new DrawbridgeError({
    code: 'journal-unavailable',
    message: 'The journal cannot be read.',
    nextStep: `Mend the rights of ${folder}, then try again.`,
    actor: 'person',
    cause,
  });
}
