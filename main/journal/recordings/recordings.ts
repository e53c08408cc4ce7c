import fs from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../errors/clock.ts';
import { DrawbridgeError } from '../../errors/drawbridge-error.ts';
import { Emitter } from '../../errors/emitter.ts';
import type { Log } from '../../log/log.ts';
import type { SealStore } from '../../vault/seal.ts';
import type { CastHeader } from './asciicast.ts';
import { Recording } from './recording.ts';
import { recordingKey } from './recording-key.ts';
import { type RecordedPart, type RecordingHead, readHead, readPart } from './recording-reader.ts';
import type { FramePlace } from './sealed-frames.ts';

const ENDING = '.dbrec';
const SWEEP_EVERY_MS = 60 * 60_000;
const DAY_MS = 86_400_000;
const MB = 1024 * 1024;

export interface RecordingSettings {
  readonly on: boolean;
  readonly days: number;
  /** All of them together, and one before it is compressed. */
  readonly totalMb: number;
  readonly terminalMb: number;
}

/** One that can be played. */
export interface RecordingFile {
  /** The terminal's. */
  readonly id: string;
  readonly head: RecordingHead;
  /** When it was written last, in ms since the epoch. */
  readonly endedAt: number;
  /** On the disk. */
  readonly bytes: number;
  /** Its terminal goes on. */
  readonly live: boolean;
}

/** Why nothing is recorded. `failed`: what the disk or the keychain said. */
export type RecordingState =
  | { readonly kind: 'on' }
  | { readonly kind: 'off' }
  | { readonly kind: 'no-keychain' }
  | { readonly kind: 'failed'; readonly message: string };

export interface RecordingsPorts {
  readonly folder: string;
  readonly vault: SealStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => RecordingSettings;
}

interface Events {
  /** One began, ended or is gone, or whether anything is recorded. */
  'did-change': undefined;
}

/** The recordings of terminals: a sealed file each, under the terminal's id, removed when they are too old or too many. */
export class Recordings {
  readonly #events = new Emitter<Events>();
  readonly #ports: RecordingsPorts;
  readonly #live = new Map<string, Recording>();
  /** Of files that do not change any more: reading them all at each look would be slow. */
  readonly #heads = new Map<string, RecordingHead>();
  #key: Uint8Array | null = null;
  #problem: string | null = null;
  #cancelSweep: (() => void) | null = null;

  constructor(ports: RecordingsPorts) {
    this.#ports = ports;
  }

  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** Fetches the key and removes what is too old. Never throws: `state` says what is wrong. Again when the keychain was opened. */
  async load(): Promise<void> {
    try {
      await fs.mkdir(this.#ports.folder, { recursive: true, mode: 0o700 });
      this.#key = await recordingKey(this.#ports.vault);
      this.#problem = null;
      await this.sweep();
    } catch (error) {
      this.#failed(error);
    }
    this.#events.emit('did-change', undefined);
  }

  get state(): RecordingState {
    if (!this.#ports.settings().on) return { kind: 'off' };
    if (this.#problem !== null) return { kind: 'failed', message: this.#problem };
    return { kind: this.#key === null ? 'no-keychain' : 'on' };
  }

  /** Null where nothing is recorded. Tried again with each terminal after the disk was full. */
  begin(facts: Omit<CastHeader, 'startedAt' | 'jumpserverSessionId'>): Recording | null {
    const settings = this.#ports.settings();
    const key = this.#key;
    const id = facts.terminalId;
    if (!settings.on || key === null || this.#live.has(id)) return null;
    const recording = new Recording(facts, {
      file: this.#fileOf(id),
      key,
      clock: this.#ports.clock,
      limit: settings.terminalMb * MB,
      onBegun: () => this.#events.emit('did-change', undefined),
      onFailure: (error) => {
        this.#live.delete(id);
        this.#failed(error);
        this.#events.emit('did-change', undefined);
      },
    });
    this.#live.set(id, recording);
    return recording;
  }

  /** Resolves when all of it is on the disk. */
  async end(id: string): Promise<void> {
    const recording = this.#live.get(id);
    if (!recording) return;
    await recording.end();
    if (this.#live.delete(id)) this.#problem = null;
    await this.sweep().catch((error: unknown) => this.#failed(error));
    this.#events.emit('did-change', undefined);
  }

  /** Newest first; what this key does not open is not among them. */
  async list(): Promise<readonly RecordingFile[]> {
    const files = await this.#files();
    const key = this.#key;
    if (key === null) return [];
    const listed: RecordingFile[] = [];
    for (const { id, bytes, changedAt } of files) {
      const head = this.#heads.get(id) ?? (await readHead(this.#fileOf(id), key));
      if (!head) continue;
      this.#heads.set(id, head);
      listed.push({ id, head, endedAt: changedAt, bytes, live: this.#live.has(id) });
    }
    return listed.sort((one, other) => other.head.timestamp - one.head.timestamp || other.endedAt - one.endedAt);
  }

  /** Throws `recording-not-found`, `recording-unreadable`. */
  async read(id: string, from?: FramePlace): Promise<RecordedPart & { readonly live: boolean }> {
    const key = this.#key;
    if (key === null) throw unreadable('The keychain that has its key is locked or not there.', 'Unlock the keychain.');
    const file = this.#fileOf(id);
    try {
      const part = await readPart(file, key, from);
      return { ...part, live: this.#live.has(id) };
    } catch (error) {
      if (code(error) === 'ENOENT') throw notFound();
      throw unreadable(error instanceof Error ? error.message : String(error), 'Look at the file and the disk.');
    }
  }

  /** Writes it as asciicast v2 into a file that the person chose. Throws as `read`, and what the file system says. */
  async export(id: string, file: string): Promise<void> {
    const first = await this.read(id);
    const target = await fs.open(file, 'w', 0o600);
    try {
      for (let part = first; ; ) {
        await target.appendFile(part.bytes);
        if (part.end === 'tampered')
          throw unreadable(
            'The recording was changed outside Drawbridge: what stands before that was saved.',
            'Trust nothing behind it.',
          );
        if (part.next === null) return;
        part = await this.read(id, part.next);
      }
    } finally {
      await target.close();
    }
  }

  /** One whose terminal goes on stays: `recording-live`. Throws `recording-not-found`. */
  async remove(id: string): Promise<void> {
    if (this.#live.has(id))
      throw new DrawbridgeError({
        code: 'recording-live',
        message: 'This terminal is still recorded.',
        nextStep: 'Close the terminal first.',
        actor: 'person',
      });
    const file = this.#fileOf(id);
    try {
      await fs.unlink(file);
    } catch (error) {
      if (code(error) === 'ENOENT') throw notFound();
      throw error;
    }
    this.#heads.delete(id);
    this.#events.emit('did-change', undefined);
  }

  /** All whose terminals ended; how many. */
  async removeAll(): Promise<number> {
    const over = (await this.#files()).filter(({ id }) => !this.#live.has(id));
    for (const { id } of over) await this.remove(id);
    return over.length;
  }

  /** Removes what is older than the settings say, and then the oldest until the rest has room. */
  async sweep(): Promise<void> {
    this.#cancelSweep?.();
    this.#cancelSweep = this.#ports.clock.after(SWEEP_EVERY_MS, () => {
      this.sweep().catch((error: unknown) => this.#failed(error));
    });
    const { days, totalMb } = this.#ports.settings();
    const files = (await this.#files()).sort((one, other) => other.changedAt - one.changedAt);
    const oldest = this.#ports.clock.now() - days * DAY_MS;
    let kept = 0;
    for (const { id, bytes, changedAt } of files) {
      kept += bytes;
      if (this.#live.has(id) || (changedAt >= oldest && kept <= totalMb * MB)) continue;
      kept -= bytes;
      await this.remove(id).catch((error: unknown) => {
        if (!(error instanceof DrawbridgeError)) throw error; // another sweep was quicker
      });
    }
  }

  /** They have changed: turned off, what is being recorded ends. */
  async settingsChanged(): Promise<void> {
    if (!this.#ports.settings().on) await this.#endAll();
    await this.sweep().catch((error: unknown) => this.#failed(error));
    this.#events.emit('did-change', undefined);
  }

  /** Ends what is being recorded. */
  async dispose(): Promise<void> {
    await this.#endAll();
    this.#cancelSweep?.();
    this.#events.dispose();
  }

  async #endAll(): Promise<void> {
    await Promise.all([...this.#live.keys()].map((id) => this.end(id)));
  }

  #failed(error: unknown): void {
    this.#problem = error instanceof Error ? error.message : String(error);
    this.#ports.log.error('recording', { error: this.#problem });
  }

  #fileOf(id: string): string {
    if (!/^[\w-]{1,80}$/.test(id)) throw notFound();
    return path.join(this.#ports.folder, `${id}${ENDING}`);
  }

  async #files(): Promise<{ readonly id: string; readonly bytes: number; readonly changedAt: number }[]> {
    const names = await fs.readdir(this.#ports.folder).catch((error: unknown) => {
      if (code(error) === 'ENOENT') return [];
      throw error;
    });
    const files = [];
    for (const name of names) {
      if (!name.endsWith(ENDING)) continue;
      const stat = await fs.lstat(path.join(this.#ports.folder, name)).catch(() => undefined); // removed meanwhile
      if (stat?.isFile()) files.push({ id: name.slice(0, -ENDING.length), bytes: stat.size, changedAt: stat.mtimeMs });
    }
    return files;
  }
}

const code = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const notFound = () =>
  new DrawbridgeError({
    code: 'recording-not-found',
    message: 'There is no recording of this terminal any more.',
    nextStep: 'It was deleted, or was older or more than the settings keep.',
    actor: 'person',
  });

const unreadable = (message: string, nextStep: string) =>
  new DrawbridgeError({
    code: 'recording-unreadable',
    message: `The recording cannot be read. ${message}`,
    nextStep,
    actor: 'person',
  });
