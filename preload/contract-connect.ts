import { z } from 'zod';

const clientId = z.string().max(40);
const fault = z.object({ line: z.number(), column: z.number(), why: z.string() });
const fileProblem = z.enum(['unreadable', 'no-file', 'not-text', 'read-only', 'not-writable', 'changed']);

/** What a client's settings say of Drawbridge. */
const clientState = z.discriminatedUnion('kind', [
  /** `predecessor` is the name of an entry that can be taken over. */
  z.object({ kind: z.literal('not-connected'), predecessor: z.string().nullable() }),
  z.object({ kind: z.literal('connected'), name: z.string() }),
  z.object({ kind: z.literal('outdated'), name: z.string(), starts: z.string() }),
  z.object({ kind: z.literal('broken'), fault }),
  z.object({ kind: z.literal('problem'), problem: fileProblem }),
]);

const clientView = z.object({
  id: clientId,
  title: z.string(),
  /** With ~ for the person's home. */
  file: z.string(),
  installed: z.boolean(),
  state: clientState,
});
export type ClientView = z.infer<typeof clientView>;

const actionAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string(), nextStep: z.string() }),
]);

/** Why nothing is written. */
const connectProblem = z.discriminatedUnion('why', [
  z.object({ why: z.literal('broken'), fault }),
  /** In order, but no edit would leave the rest intact. */
  z.object({ why: z.literal('unsafe') }),
  z.object({ why: fileProblem }),
  /** It was not shown in this form: asked twice, or the window was reloaded. */
  z.object({ why: z.literal('not-shown') }),
]);
export type ConnectProblem = z.infer<typeof connectProblem>;

const shownChange = z.object({
  /** Names the change that is written if the person agrees. */
  id: z.string(),
  does: z.enum(['add', 'update', 'replace', 'take-over', 'remove', 'restore']),
  name: z.string(),
  added: z.number(),
  removed: z.number(),
  makesFile: z.boolean(),
  removesFile: z.boolean(),
  hunks: z
    .array(
      z.array(z.object({ kind: z.enum(['same', 'gone', 'new']), text: z.string(), number: z.number() })).readonly(),
    )
    .readonly(),
});
export type ShownChange = z.infer<typeof shownChange>;

const problem = z.object({ kind: z.literal('problem'), problem: connectProblem });

/** Clients' settings files: looked at, shown what would change, and only then written. */
export const connectChannels = {
  'connect.look': {
    argument: z.object({}),
    /** `entry` is what any other client takes. */
    answer: z.object({ clients: z.array(clientView).readonly(), entry: z.string() }),
  },
  'connect.show': {
    argument: z.object({
      clientId,
      does: z.enum(['connect', 'disconnect']),
      /** Leave the predecessor's entry and add ours. */
      beside: z.boolean(),
    }),
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('change'), change: shownChange }),
      z.object({ kind: z.literal('nothing') }),
      problem,
    ]),
  },
  'connect.write': {
    argument: z.object({ changeId: z.string().max(80) }),
    answer: z.discriminatedUnion('kind', [
      /** `backup` is the copy of what was there. */
      z.object({ kind: z.literal('written'), backup: z.string().nullable() }),
      problem,
    ]),
  },
  /** The file in whatever opens such files here. */
  'connect.open': { argument: z.object({ clientId }), answer: actionAnswer },
} as const;
