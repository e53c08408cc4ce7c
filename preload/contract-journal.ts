import { z } from 'zod';

/** An entry as the page shows it. Texts in it may come from servers and agents: never markup. */
export const journalRow = z.object({
  /** Where it stands in the files; its name as long as they are there. */
  id: z.string(),
  at: z.number(),
  kind: z.string(),
  site: z.string(),
  /** `agent name (id)`, or `person`. */
  who: z.string(),
  target: z.string(),
  terminalId: z.string().nullable(),
  runId: z.string().nullable(),
  jumpserverSessionId: z.string().nullable(),
  durationMs: z.number().nullable(),
  outputBytes: z.number().nullable(),
  user: z.string().nullable(),
  cwd: z.string().nullable(),
  reason: z.string().nullable(),
  text: z.string(),
  outcome: z.string(),
});
export type JournalRow = z.infer<typeof journalRow>;

const name = z.string().max(300);

/** '' and null: any. */
const journalFilter = z.object({
  text: z.string().max(300),
  kind: z.enum(['any', 'commands', 'terminals', 'approvals', 'sign-ins', 'agents', 'settings']),
  /** The agent's name without its id, or `person`. */
  who: name,
  site: name,
  /** The asset's name. */
  asset: name,
  outcome: z.enum(['any', 'good', 'bad', 'refused']),
  /** Not older than this, in ms since the epoch. */
  since: z.number().nullable(),
});
export type JournalFilter = z.infer<typeof journalFilter>;

const place = z.string().max(40).nullable();
const said = z.object({ ok: z.literal(false), code: z.string(), message: z.string(), nextStep: z.string() });

const journalBreak = z.object({
  file: z.string(),
  line: z.number(),
  what: z.enum(['changed', 'removed', 'added', 'reordered', 'moved', 'changed-before', 'tail-cut']),
  missing: z.number(),
});

/** What the chain proves (main/journal/proof.ts). */
const journalProof = z.object({
  kind: z.enum(['intact', 'unproven', 'broken']),
  files: z.number(),
  entries: z.number(),
  unproven: z.number(),
  from: z.number().nullable(),
  to: z.number().nullable(),
  broken: journalBreak.nullable(),
  breaks: z.number(),
  notes: z.array(z.object({ file: z.string(), line: z.number(), why: z.string() })),
});
export type JournalProofView = z.infer<typeof journalProof>;

export const journalChannels = {
  /** Newest first, older than `before`, and newer than `after`. It looks at a bounded number of entries: `next` goes on from there. */
  'journal.page': {
    argument: z.object({ before: place, after: place, limit: z.number().int().min(1).max(500), filter: journalFilter }),
    answer: z.discriminatedUnion('ok', [
      z.object({
        ok: z.literal(true),
        rows: z.array(journalRow),
        next: z.string().nullable(),
        looked: z.number(),
        backTo: z.number().nullable(),
      }),
      said,
    ]),
  },
  /** Asks the person where to save; `saved` is false where they thought better of it. */
  'journal.export': {
    argument: z.object({
      format: z.enum(['json', 'markdown']),
      /** These rows, or all that the filter finds. */
      what: z.union([
        z.object({ ids: z.array(z.string().max(40)).min(1).max(5000) }),
        z.object({ filter: journalFilter }),
      ]),
    }),
    answer: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), saved: z.boolean(), entries: z.number() }),
      said,
    ]),
  },
  'journal.verify': {
    argument: z.object({}).strict(),
    answer: z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), proof: journalProof }), said]),
  },
  'journal.about': {
    argument: z.object({}).strict(),
    answer: z.object({ folder: z.string(), files: z.number(), bytes: z.number() }),
  },
} as const;

/** Why it cannot be written; null while it can. */
export const journalState = {
  journalProblem: z.object({ message: z.string(), nextStep: z.string() }).nullable(),
} as const;

export const journalEvents = {
  /** There are newer entries; at most every 300 ms. */
  'journal.grew': z.object({}),
} as const;
