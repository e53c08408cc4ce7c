import { z } from 'zod';

/** Who types in a terminal: its agent (`attached`: key by key), or the person, since when (ms since the epoch). The person's own are always theirs. */
export const handView = z.discriminatedUnion('by', [
  z.object({ by: z.literal('agent'), attached: z.literal(true).optional() }),
  z.object({ by: z.literal('person'), since: z.number() }),
]);

const terminalRef = z.object({ terminalId: z.string() });

/** Arguments of the channels with which the person drives a terminal; every answer says how it went. */
export const handArguments = {
  /** Its agent looks on from now on, and its calls wait. */
  'terminal.take-over': terminalRef,
  /** The note is for the agent; may be ''. */
  'terminal.hand-back': z.object({ terminalId: z.string(), note: z.string().max(2_000) }),
  /** Keys as a terminal emulator sends them. Also for a terminal of the person's own. */
  'terminal.type': z.object({ terminalId: z.string(), data: z.string().min(1).max(4_096) }),
  /** Of several lines only what the person saw and agreed to. */
  'terminal.paste': z.object({ terminalId: z.string(), text: z.string().max(100_000), agreed: z.boolean() }),
} as const;

/** What the person would paste into a terminal that they drive; '' for any other, and where there is no text. */
export const clipboardChannels = {
  'clipboard.read': { argument: terminalRef, answer: z.object({ text: z.string() }) },
} as const;

/** The raised bridge: since when (ms since the epoch), why, and what became of agents' terminals. */
export const raiseView = z.object({
  since: z.number(),
  /** `changed-outside`: the file that keeps it was not as Drawbridge had left it. */
  why: z.enum(['by-person', 'changed-outside']),
  /** Null while they are being stopped, and after a restart. */
  stopped: z
    .array(
      z.object({
        terminalId: z.string(),
        how: z.enum(['stopped', 'goes-on', 'idle', 'not-opened']),
        command: z.string(),
        keys: z.array(z.string()),
        tookMs: z.number(),
      }),
    )
    .nullable(),
});
export type RaiseView = z.infer<typeof raiseView>;
