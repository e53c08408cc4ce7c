import { z } from 'zod';
import type { Answer, DrawbridgeApi } from '../../preload/contract.ts';

/** Longer silences are shortened to this, in seconds. */
const SILENCE_AT_MOST = 2;
const COMMANDS_AT_MOST = 5_000;
const LINE_END = 0x0a;

type ReadPart = Extract<Answer<'recordings.read'>, { ok: true }>;
type Place = ReadPart['next'];
export type RecordingEnd = Exclude<ReadPart['end'], null>;

/** What happened at a second of the play, silences shortened: output, another size, a command. */
export interface PlayedEvent {
  readonly at: number;
  /** The recording's own second. */
  readonly recordedAt: number;
  readonly code: 'o' | 'r' | 'm';
  readonly data: string;
}

export interface PlayedCommand {
  readonly at: number;
  /** The recording's own second, silences not shortened. */
  readonly recordedAt: number;
  readonly command: string;
}

interface Part {
  readonly place: Place;
  /** Bytes at its beginning that end a line of the part before. */
  readonly skip: number;
  /** The play's second at which it begins, and the recording's. */
  readonly at: number;
  readonly recordedAt: number;
}

const headLine = z.looseObject({ width: z.number().int().min(1), height: z.number().int().min(1) });
const eventLine = z.tuple([z.number(), z.enum(['o', 'r', 'm']), z.string()]);

/** Refused by the app, which says why and what to do. */
export class RecordingProblem extends Error {
  readonly nextStep: string;

  constructor({ message, nextStep }: { readonly message: string; readonly nextStep: string }) {
    super(message);
    this.nextStep = nextStep;
  }
}

/**
 * A recording that is read as it is played: looked through once for its length, its commands and where its parts begin; the
 * parts themselves are fetched again when they are due, so that none of its text is kept.
 */
export class RecordedSource {
  readonly size: { readonly cols: number; readonly rows: number };
  /** In seconds. */
  readonly duration: number;
  readonly commands: readonly PlayedCommand[];
  readonly end: RecordingEnd;
  readonly #read: (from: Place) => Promise<ReadPart>;
  readonly #parts: readonly Part[];

  private constructor(found: Scan, read: (from: Place) => Promise<ReadPart>) {
    this.size = found.size;
    this.duration = found.time.at;
    this.commands = found.commands;
    this.end = found.end;
    this.#parts = found.parts;
    this.#read = read;
  }

  /** Throws RecordingProblem, and the signal's reason. */
  static async open(api: DrawbridgeApi, id: string, signal: AbortSignal): Promise<RecordedSource> {
    const read = async (from: Place) => {
      const part = await api.ask('recordings.read', { id, from });
      signal.throwIfAborted();
      if (!part.ok) throw new RecordingProblem(part);
      return part;
    };
    return new RecordedSource(await scan(read), read);
  }

  get parts(): number {
    return this.#parts.length;
  }

  /** The second at which a part begins: all that stands before it is not later. */
  beginningOf(part: number): number {
    return this.#parts[part]?.at ?? 0;
  }

  /** The part in which that second is. */
  partAt(at: number): number {
    const next = this.#parts.findIndex((part) => part.at > at);
    return Math.max(0, (next < 0 ? this.#parts.length : next) - 1);
  }

  /** What begins in a part; nothing behind the last. Throws RecordingProblem. */
  async events(index: number): Promise<readonly PlayedEvent[]> {
    const part = this.#parts[index];
    if (!part) return [];
    const first = await this.#read(part.place);
    const chunks = [first.bytes.subarray(part.skip)];
    if (first.bytes.length <= part.skip) return [];
    let { next } = first;
    // The last line may end in a later part.
    while (next !== null && chunks.at(-1)?.at(-1) !== LINE_END) {
      const more = await this.#read(next);
      const lineEnd = more.bytes.indexOf(LINE_END);
      chunks.push(lineEnd < 0 ? more.bytes : more.bytes.subarray(0, lineEnd + 1));
      next = more.next;
    }
    const time = new PlayTime(part.at, part.recordedAt);
    return linesOf(joined(chunks)).flatMap((line) => time.place(line));
  }
}

interface Scan {
  readonly size: { readonly cols: number; readonly rows: number };
  readonly parts: Part[];
  readonly commands: PlayedCommand[];
  readonly time: PlayTime;
  readonly end: RecordingEnd;
}

async function scan(read: (from: Place) => Promise<ReadPart>): Promise<Scan> {
  const parts: Part[] = [];
  const commands: PlayedCommand[] = [];
  const time = new PlayTime(0, 0);
  let size: Scan['size'] | null = null;
  let open: Uint8Array[] = [];
  for (let place: Place = null; ; ) {
    const { bytes, next, end } = await read(place);
    const lineEnd = bytes.indexOf(LINE_END);
    const skip = open.length === 0 ? 0 : lineEnd < 0 ? bytes.length : lineEnd + 1;
    const last = bytes.lastIndexOf(LINE_END) + 1;
    if (last > 0) {
      const whole = linesOf(joined([...open, bytes.subarray(0, last)]));
      size ??= sizeOf(whole[0]);
      // Lines of the part before come first: what is noted of this one is the time behind them.
      const [before, own] = skip > 0 ? [whole.slice(0, 1), whole.slice(1)] : [[], whole];
      for (const line of before) note(time.place(line), commands);
      parts.push({ place, skip, at: time.at, recordedAt: time.recordedAt });
      for (const line of own) note(time.place(line), commands);
      open = last < bytes.length ? [bytes.subarray(last)] : [];
    } else {
      parts.push({ place, skip, at: time.at, recordedAt: time.recordedAt });
      open = [...open, bytes];
    }
    place = next;
    if (place === null) return { size: size ?? sizeOf(null), parts, commands, time, end: end ?? 'torn' };
  }
}

function sizeOf(head: unknown): Scan['size'] {
  const parsed = headLine.safeParse(head);
  return parsed.success ? { cols: parsed.data.width, rows: parsed.data.height } : { cols: 80, rows: 24 };
}

function note(events: readonly PlayedEvent[], commands: PlayedCommand[]): void {
  for (const { at, recordedAt, code, data } of events)
    if (code === 'm' && commands.length < COMMANDS_AT_MOST) commands.push({ at, recordedAt, command: data });
}

/** Seconds of the recording as seconds of the play. */
class PlayTime {
  at: number;
  recordedAt: number;

  constructor(at: number, recordedAt: number) {
    this.at = at;
    this.recordedAt = recordedAt;
  }

  /** The event of a line; nothing for its head, and for what is none. */
  place(line: unknown): readonly PlayedEvent[] {
    const parsed = eventLine.safeParse(line);
    if (!parsed.success) return [];
    const [recordedAt, code, data] = parsed.data;
    this.at += Math.min(SILENCE_AT_MOST, Math.max(0, recordedAt - this.recordedAt));
    this.recordedAt = Math.max(this.recordedAt, recordedAt);
    return [{ at: this.at, recordedAt: this.recordedAt, code, data }];
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only;
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** A line that was cut off at the end of the file is left out. */
function linesOf(bytes: Uint8Array): unknown[] {
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .flatMap((line) => {
      if (line === '') return [];
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}
