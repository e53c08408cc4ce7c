import fs from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { ActionResult } from '../../preload/contract.ts';
import type { JournalRow, journalChannels } from '../../preload/contract-journal.ts';
import { type ExportFormat, exportText } from '../journal/export-text.ts';
import type { Journal } from '../journal/journal.ts';
import { journalFiles, sizeOf } from '../journal/journal-files.ts';
import { entryFilter } from '../journal/journal-filter.ts';
import { entryAt, type PlacedEntry } from '../journal/read-back.ts';

type Channels = typeof journalChannels;
type Handlers = {
  readonly [C in keyof Channels]: (given: z.infer<Channels[C]['argument']>) => Promise<z.infer<Channels[C]['answer']>>;
};

export interface JournalActions {
  readonly journal: Pick<Journal, 'folder' | 'readBack' | 'prove'>;
  /** Where the person wants the file; undefined where they thought better of it. The path never leaves the app's side. */
  readonly askWhere: (suggested: string, format: ExportFormat) => Promise<string | undefined>;
}

type Refusal = Extract<ActionResult, { ok: false }>;

/** An export is one file that somebody reads. */
const EXPORTED_AT_MOST = 100_000;

/** What the journal's page and settings ask. */
export function journalHandlers({ journal, askWhere }: JournalActions, problem: (error: unknown) => Refusal): Handlers {
  const tried = async <Good>(work: () => Promise<Good>): Promise<Good | Refusal> => work().catch(problem);
  return {
    'journal.page': ({ before, after, limit, filter }) =>
      tried(async () => {
        const wanted = entryFilter(filter);
        const { entries, ...rest } = await journal.readBack({ before, after, limit, wanted, since: filter.since });
        return { ok: true as const, rows: entries.map(rowOf), ...rest };
      }),
    'journal.export': ({ format, what }) =>
      tried(async () => {
        const file = await askWhere(`drawbridge-journal.${format === 'json' ? 'json' : 'md'}`, format);
        if (file === undefined) return { ok: true as const, saved: false, entries: 0 };
        const entries = 'ids' in what ? await chosen(journal.folder, what.ids) : await found(journal, what.filter);
        await fs.writeFile(file, exportText(format, entries), { mode: 0o600 });
        return { ok: true as const, saved: true, entries: entries.length };
      }),
    'journal.verify': () =>
      tried(async () => {
        const proof = await journal.prove();
        return { ok: true as const, proof: { ...proof, notes: [...proof.notes] } };
      }),
    'journal.about': async () => {
      const files = journalFiles(journal.folder);
      const bytes = files.reduce((sum, file) => sum + Math.max(0, sizeOf(journal.folder, file)), 0);
      return { folder: path.resolve(journal.folder), files: files.length, bytes };
    },
  };
}

async function chosen(folder: string, ids: readonly string[]): Promise<PlacedEntry[]> {
  const entries: PlacedEntry[] = [];
  for (const id of ids) {
    const entry = await entryAt(folder, id);
    if (entry) entries.push(entry);
  }
  return entries.sort((one, other) => one.at - other.at || (one.seq ?? 0) - (other.seq ?? 0));
}

async function found(
  journal: JournalActions['journal'],
  filter: Parameters<typeof entryFilter>[0],
): Promise<PlacedEntry[]> {
  const wanted = entryFilter(filter);
  const entries: PlacedEntry[] = [];
  for (let before: string | null = null; ; ) {
    const limit = EXPORTED_AT_MOST - entries.length;
    const part = await journal.readBack({ before, limit, wanted, since: filter.since });
    entries.push(...part.entries);
    before = part.next;
    if (before === null || entries.length >= EXPORTED_AT_MOST) return entries.reverse();
  }
}

function rowOf(entry: PlacedEntry): JournalRow {
  const { id, at, kind, site, who, target, text, outcome } = entry;
  return {
    ...{ id, at, kind, site, who, target, text, outcome },
    terminalId: entry.terminalId ?? null,
    runId: entry.runId ?? null,
    jumpserverSessionId: entry.jumpserverSessionId ?? null,
    durationMs: entry.durationMs ?? null,
    outputBytes: entry.outputBytes ?? null,
    user: entry.user ?? null,
    cwd: entry.cwd ?? null,
    reason: entry.reason ?? entry.why ?? null,
  };
}
