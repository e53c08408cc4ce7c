import os from 'node:os';
import { z } from 'zod';

const figure = z.object({
  /** What is measured, in words. */
  what: z.string(),
  value: z.number(),
  unit: z.string(),
  /** The same by a bare client in the same run; null where there is nothing to compare with. */
  raw: z.number().nullable(),
  /** Null: reported, not judged. */
  limit: z.object({ is: z.enum(['at-most', 'at-least']), value: z.number(), rule: z.string() }).nullable(),
  verdict: z.enum(['holds', 'missed', 'no-limit']),
  note: z.string().optional(),
});
export type Figure = z.infer<typeof figure>;
export type Figures = Readonly<Record<string, Figure>>;

/** What `npm run bench -- --json` prints: documented in docs/technical/performance.md, and kept. */
export const benchReport = z.object({
  version: z.literal(1),
  mode: z.enum(['full', 'short']),
  machine: z.object({
    cores: z.number(),
    memoryGb: z.number(),
    platform: z.string(),
    node: z.string(),
    /** Load average over a minute, at the start and at the end. */
    load: z.tuple([z.number(), z.number()]),
  }),
  /** Groups that missed a limit were measured once more; what counts is the second time. */
  measuredAgain: z.array(z.string()),
  holds: z.boolean(),
  figures: z.record(z.string(), figure),
});
export type BenchReport = z.infer<typeof benchReport>;

interface Measured {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly raw?: number;
  readonly atMost?: { readonly value: number; readonly rule: string };
  readonly atLeast?: { readonly value: number; readonly rule: string };
  readonly note?: string;
}

export function judged({ what, value, unit, raw, atMost, atLeast, note }: Measured): Figure {
  const limit = atMost ?? atLeast;
  const holds = atMost ? value <= atMost.value : !atLeast || value >= atLeast.value;
  return {
    ...{ what, unit, value: rounded(value), raw: raw === undefined ? null : rounded(raw) },
    limit: limit ? { is: atMost ? 'at-most' : 'at-least', value: rounded(limit.value), rule: limit.rule } : null,
    verdict: limit ? (holds ? 'holds' : 'missed') : 'no-limit',
    ...(note === undefined ? {} : { note }),
  };
}

export const allHold = (figures: Figures): boolean =>
  Object.values(figures).every(({ verdict }) => verdict !== 'missed');

export const load = (): number => rounded(os.loadavg()[0] ?? 0);

export const machine = () => ({
  cores: os.availableParallelism(),
  memoryGb: Math.round(os.totalmem() / 1e9),
  platform: `${process.platform} ${process.arch}`,
  node: process.versions.node,
});

/** For people: one line a figure. */
export function asTable({ figures, machine: on, measuredAgain, holds }: BenchReport): string {
  const rows = Object.entries(figures).map(([name, one]) => [
    name,
    `${one.value} ${one.unit}`,
    one.raw === null ? '' : String(one.raw),
    one.limit === null ? '' : `${one.limit.is === 'at-most' ? '≤' : '≥'} ${one.limit.value}`,
    one.limit?.rule ?? '',
    { holds: 'holds', missed: 'MISSED', 'no-limit': '' }[one.verdict],
  ]);
  const table = [['figure', 'measured', 'raw', 'limit', 'which is', 'verdict'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = Object.entries(figures).flatMap(([name, { note }]) => (note ? [`${name}: ${note}`] : []));
  const again = measuredAgain.length > 0 ? [`measured a second time, which counts: ${measuredAgain.join(', ')}`] : [];
  return [
    `${on.cores} cores, ${on.memoryGb} GB, ${on.platform}, Node ${on.node}, load ${on.load[0]} before and ${on.load[1]} after`,
    '',
    ...lines,
    '',
    ...notes,
    ...again,
    holds ? 'All limits hold.' : 'A limit is missed.',
    '',
  ].join('\n');
}

/** Three digits that count, for people and for files that are compared. */
function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value * 10) / 10 : Math.round(value * 1000) / 1000;
}
