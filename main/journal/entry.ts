import { z } from 'zod';

const kinds = [
  'sign-in',
  'sign-in-failed',
  'sign-out',
  'session-expired',
  'rest-key-made',
  'rest-key-ended',
  'terminal-opened',
  'terminal-closed',
  'terminal-taken-over',
  'terminal-handed-back',
  'stopped-by-person',
  'run-started',
  'run-ended',
  'input-typed',
  'file-started',
  'file-ended',
  'folder-revoked',
  'agent-connected',
  'agent-left',
  'agent-held',
  'agent-freed',
  'setting-changed',
  'policy-changed',
  'certificate-forgotten',
  'site-removed',
  'recording-deleted',
  'bridge-raised',
  'bridge-lowered',
  'commands-allowed',
  'question',
  'permission-given',
  'permission-used',
  'permission-ended',
  /** A chain begins or goes on behind something that it does not hold; `why` says what. */
  'journal-began',
  /** Entries that could not be kept while the journal could not be written. */
  'journal-gap',
] as const;
export type JournalKind = (typeof kinds)[number];

/**
 * Why a stretch of the files is not proven by the chain, as the entry behind it says: written before there was a chain
 * (`older-version`), under a key that lived in memory (`no-keychain`), a line that a crash cut (`torn`), the vault lost the
 * key or the head (`key-lost`, `head-lost`), lines that are not ours (`not-ours`), entries that are gone (`tail-missing`).
 */
export const beganWhy = z.enum([
  'first',
  'older-version',
  'no-keychain',
  'torn',
  'key-lost',
  'head-lost',
  'not-ours',
  'tail-missing',
]);
export type BeganWhy = z.infer<typeof beganWhy>;

/** The bytes before this line that the chain does not prove, as they were when the chain went on. */
export const sealed = z.object({
  /** All bytes of all files before it, or those since the last line of the chain. */
  since: z.enum(['start', 'chain']),
  bytes: z.number().int(),
  sha256: z.string(),
});
export type Sealed = z.infer<typeof sealed>;

/** One line of the journal. Times in ms since the epoch; commands verbatim, never their output, never a typed secret. */
export const journalEntry = z.object({
  /** Counts from 1; absent in lines of versions without a chain. */
  seq: z.number().int().optional(),
  at: z.number(),
  /** A later version may know more of them. */
  kind: z.string(),
  site: z.string(),
  /** `agent name (id)`, or `person`. */
  who: z.string(),
  /** `asset · account`, '' where there is none. */
  target: z.string(),
  terminalId: z.string().optional(),
  runId: z.string().optional(),
  jumpserverSessionId: z.string().optional(),
  /** Of a run that ended: how long, how much it printed, and as whom and where the shell then was. */
  durationMs: z.number().optional(),
  outputBytes: z.number().optional(),
  exitCode: z.number().optional(),
  user: z.string().optional(),
  cwd: z.string().optional(),
  /** Why the person was asked, or what they wrote. */
  reason: z.string().optional(),
  /** The command, or what it is about. */
  text: z.string(),
  /** `exit 0`, `refused`, … */
  outcome: z.string(),
  why: beganWhy.optional(),
  /** The id of the key that the lines from here on are chained with; `start` for one that lives in memory. */
  key: z.string().optional(),
  sealed: sealed.optional(),
});
export type JournalEntry = z.infer<typeof journalEntry>;

/** What is handed in to be written. */
export type NewEntry = Omit<JournalEntry, 'seq' | 'at' | 'kind' | 'why' | 'key' | 'sealed'> & {
  readonly kind: JournalKind;
};

/** A line as an entry; undefined where it is none. */
export function entryOf(line: Buffer): JournalEntry | undefined {
  try {
    const parsed = journalEntry.safeParse(JSON.parse(line.toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
