import { z } from 'zod';

/** Taking over what mcp-jumpserver-gui-sucks kept in its state file. Secrets of it never come to the window. */

/** What waits for the person's answer; the common parts of questions come from contract.ts. Nothing of it has been checked. */
export const takeOverShape = {
  file: z.string(),
  readableByOthers: z.boolean(),
  baseUrl: z.string(),
  /** It is one of the person's sites already. */
  known: z.boolean(),
  /** Who is signed in there now; '' where nobody is. */
  present: z.string(),
  /** JumpServer's id; '' where the file names none. */
  organisation: z.string(),
  username: z.string(),
  session: z.enum(['none', 'there', 'ended']),
  /** When the session was last good, and when it ends; null where the file does not say. */
  savedAt: z.number().nullable(),
  endsAt: z.number().nullable(),
  /** The beginning of its access key's id; '' where there is none. */
  keyId: z.string(),
  /** The site has a key here that stays. */
  hasKey: z.boolean(),
} as const;

export const replaceSessionShape = { before: z.string(), now: z.string() } as const;

const takenOver = z.object({
  site: z.object({ id: z.string(), name: z.string(), baseUrl: z.string() }),
  /** False: it was one of the person's sites before. */
  added: z.boolean(),
  organisation: z.enum(['none', 'chosen', 'left']),
  session: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['none', 'ended']) }),
    z.object({ kind: z.enum(['signed-in', 'already']), user: z.string() }),
    z.object({ kind: z.literal('kept'), user: z.string(), other: z.string() }),
    /** `why` is English. */
    z.object({ kind: z.literal('failed'), why: z.string() }),
  ]),
  /** Who is signed in now; '' where nobody is. */
  present: z.string(),
  key: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['none', 'unwanted', 'has-one', 'refused']) }),
    z.object({ kind: z.literal('taken'), id: z.string() }),
    z.object({ kind: z.literal('other-user'), user: z.string() }),
    z.object({ kind: z.literal('failed'), why: z.string() }),
  ]),
  /** There was a bearer token, which is not taken. */
  bearer: z.boolean(),
  file: z.string(),
  readableByOthers: z.boolean(),
  /** A command line that deletes the file for good; '' where it cannot be named. */
  removal: z.string(),
});
export type TakenOverView = z.infer<typeof takenOver>;

/** What was taken over, until the person has put it away. */
export const takeOverState = { takenOver: takenOver.nullable() };

const stateFault = z.enum([
  'missing',
  'not-a-file',
  'foreign',
  'too-big',
  'unreadable',
  'not-json',
  'not-a-state',
  'no-address',
]);

const nothing = z.object({}).strict();

export const takeOverChannels = {
  /** The file in its usual place, if it can be used. */
  'take-over.look': {
    argument: nothing,
    answer: z.object({
      /** `file` with ~ for the person's home. */
      found: z.object({ file: z.string(), address: z.string(), readableByOthers: z.boolean() }).nullable(),
    }),
  },
  /** Asks the person; answers when all is done. `choose`: another file than the one in the usual place. */
  'take-over.start': {
    argument: z.object({ choose: z.boolean() }),
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.enum(['done', 'declined']) }),
      z.object({ kind: z.literal('fault'), fault: stateFault, file: z.string() }),
      z.object({ kind: z.literal('problem'), code: z.string(), message: z.string(), nextStep: z.string() }),
    ]),
  },
  'take-over.dismiss': {
    argument: nothing,
    answer: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true) }),
      z.object({ ok: z.literal(false), code: z.string(), message: z.string(), nextStep: z.string() }),
    ]),
  },
} as const;
