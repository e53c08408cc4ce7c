import type { z } from 'zod';
import type { ActionResult } from '../../preload/contract.ts';
import type { RecordingRow, recordingChannels } from '../../preload/contract-recordings.ts';
import type { Journal } from '../journal/journal.ts';
import type { RecordingFile, Recordings } from '../journal/recordings/recordings.ts';

type Channels = typeof recordingChannels;
type Handlers = {
  readonly [C in keyof Channels]: (given: z.infer<Channels[C]['argument']>) => Promise<z.infer<Channels[C]['answer']>>;
};

export interface RecordingActions {
  readonly recordings: Pick<Recordings, 'list' | 'read' | 'export' | 'remove' | 'removeAll'>;
  readonly journal: Pick<Journal, 'note'>;
  /** Where the person wants the file; undefined where they thought better of it. */
  readonly askWhere: (suggested: string, format: 'cast') => Promise<string | undefined>;
}

type Refusal = Extract<ActionResult, { ok: false }>;

/** What the window does with recordings. The path of a saved one never leaves the app's side. */
export function recordingHandlers(
  { recordings, journal, askWhere }: RecordingActions,
  problem: (error: unknown) => Refusal,
): Handlers {
  const tried = async <Good>(work: () => Promise<Good>): Promise<Good | Refusal> => work().catch(problem);
  const noted = (text: string, terminal: { readonly terminalId?: string }) =>
    journal.note({ kind: 'recording-deleted', site: '', who: 'person', target: '', ...terminal, text, outcome: '' });
  return {
    'recordings.list': () => tried(async () => ({ ok: true as const, rows: (await recordings.list()).map(rowOf) })),
    'recordings.read': ({ id, from }) =>
      tried(async () => {
        const { bytes, next, end, live } = await recordings.read(id, from ?? undefined);
        return {
          ok: true as const,
          bytes: new Uint8Array(bytes),
          next,
          end: end === 'torn' && live ? ('live' as const) : end,
        };
      }),
    'recordings.export': ({ id }) =>
      tried(async () => {
        const file = await askWhere(`${id}.cast`, 'cast');
        if (file !== undefined) await recordings.export(id, file);
        return { ok: true as const, saved: file !== undefined };
      }),
    'recordings.delete': ({ id }) =>
      tried(async () => {
        if (id === null) {
          const deleted = await recordings.removeAll();
          noted(`${deleted} recordings`, {});
          return { ok: true as const, deleted };
        }
        await recordings.remove(id);
        noted('1 recording', { terminalId: id });
        return { ok: true as const, deleted: 1 };
      }),
  };
}

function rowOf({ id, head, endedAt, bytes, live }: RecordingFile): RecordingRow {
  const { site, asset, account, agent, jumpserverSessionId } = head.drawbridge;
  const startedAt = head.timestamp * 1000;
  return {
    ...{ id, title: head.title, site, asset, account, who: agent, jumpserverSessionId, startedAt },
    endedAt,
    bytes,
    live,
  };
}
