import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** One line of the journal. Times in ms since the epoch; commands verbatim, never their output, never a typed secret. */
export const journalEntry = z.object({
  at: z.number(),
  kind: z.enum([
    'sign-in',
    'sign-out',
    'session-expired',
    'rest-key-made',
    'rest-key-ended',
    'terminal-opened',
    'terminal-closed',
    'run-started',
    'run-ended',
    'terminal-taken-over',
    'terminal-handed-back',
    'stopped-by-person',
    'bridge-raised',
    'bridge-lowered',
    'commands-allowed',
    'question',
  ]),
  site: z.string(),
  /** `agent name (id)`, or `person`. */
  who: z.string(),
  /** `asset · account`, '' where there is none. */
  target: z.string(),
  terminalId: z.string().optional(),
  runId: z.string().optional(),
  jumpserverSessionId: z.string().optional(),
  /** The command, or a reason. */
  text: z.string(),
  /** `exit 0`, `refused`, … */
  outcome: z.string(),
});
export type JournalEntry = z.infer<typeof journalEntry>;

/** `tail` reads at most this much of a month's file from its end. */
const TAIL_BYTES = 1024 * 1024;

/**
 * Append-only JSON lines, one file a month (`2026-11.jsonl`), mode 0600. Each line is handed to the kernel before `record`
 * returns; the disk has it when the system flushes, so a power cut may lose the last seconds, a crash of the app nothing.
 */
export class Journal {
  readonly #folder: string;
  readonly #now: () => number;

  constructor(ports: { readonly folder: string; readonly now: () => number }) {
    this.#folder = ports.folder;
    this.#now = ports.now;
  }

  /** Throws `journal-unavailable` when the line cannot be written: what is not recorded must not run. */
  record(entry: Omit<JournalEntry, 'at'>): void {
    const at = this.#now();
    try {
      fs.mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      fs.appendFileSync(this.#file(at), `${JSON.stringify({ at, ...entry })}\n`, { mode: 0o600 });
    } catch (error) {
      throw new DrawbridgeError({
        code: 'journal-unavailable',
        message: 'The journal cannot be written, so nothing new is run.',
        nextStep: `Make room or mend the rights of ${this.#folder}, then try again.`,
        actor: 'person',
        cause: error,
      });
    }
  }

  /** The newest entries, newest first. Lines that are not entries are passed over. */
  tail(limit: number): readonly JournalEntry[] {
    if (!fs.existsSync(this.#folder)) return [];
    const months = fs
      .readdirSync(this.#folder)
      .filter((name) => /^\d{4}-\d{2}\.jsonl$/.test(name))
      .sort()
      .reverse();
    const entries: JournalEntry[] = [];
    for (const month of months) {
      entries.push(...lastLines(path.join(this.#folder, month)).reverse().flatMap(parseLine));
      if (entries.length >= limit) break;
    }
    return entries.slice(0, limit);
  }

  #file(at: number): string {
    return path.join(this.#folder, `${new Date(at).toISOString().slice(0, 7)}.jsonl`);
  }
}

function lastLines(file: string): string[] {
  const handle = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(handle);
    const start = Math.max(0, size - TAIL_BYTES);
    const buffer = Buffer.alloc(size - start);
    fs.readSync(handle, buffer, 0, buffer.length, start);
    const lines = buffer
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
    return start > 0 ? lines.slice(1) : lines;
  } finally {
    fs.closeSync(handle);
  }
}

function parseLine(line: string): JournalEntry[] {
  try {
    const parsed = journalEntry.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return []; // a line cut by a power failure
  }
}
