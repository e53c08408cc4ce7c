import { z } from 'zod';

const said = z.object({ ok: z.literal(false), code: z.string(), message: z.string(), nextStep: z.string() });
/** A terminal's, which names its recording too. */
const id = z.string().min(1).max(80);
const place = z.object({ index: z.number().int().nonnegative(), offset: z.number().int().nonnegative() });

/** A recording in the list. Texts in it may come from servers: never markup. */
const recordingRow = z.object({
  id: z.string(),
  title: z.string(),
  site: z.string(),
  asset: z.string(),
  account: z.string(),
  /** `agent name (id)`, or `person`. */
  who: z.string(),
  jumpserverSessionId: z.string().nullable(),
  /** Ms since the epoch. */
  startedAt: z.number(),
  endedAt: z.number(),
  /** On the disk. */
  bytes: z.number(),
  live: z.boolean(),
});
export type RecordingRow = z.infer<typeof recordingRow>;

export const recordingChannels = {
  /** Newest first. */
  'recordings.list': {
    argument: z.object({}).strict(),
    answer: z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), rows: z.array(recordingRow) }), said]),
  },
  /** A part of its asciicast lines, from `from` on (null: its beginning). */
  'recordings.read': {
    argument: z.object({ id, from: place.nullable() }),
    answer: z.discriminatedUnion('ok', [
      z.object({
        ok: z.literal(true),
        bytes: z.instanceof(Uint8Array),
        /** Null at the end. */
        next: place.nullable(),
        /** `live`: its terminal goes on. `torn`: the app was cut off. `tampered`: changed outside. Null before the end. */
        end: z.enum(['complete', 'torn', 'tampered', 'live']).nullable(),
      }),
      said,
    ]),
  },
  /** Asks the person where to save; `saved` is false where they thought better of it. */
  'recordings.export': {
    argument: z.object({ id }),
    answer: z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), saved: z.boolean() }), said]),
  },
  /** Null: all whose terminals ended. */
  'recordings.delete': {
    argument: z.object({ id: id.nullable() }),
    answer: z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), deleted: z.number() }), said]),
  },
} as const;

/** Whether terminals are recorded, and why not. */
export const recordingState = {
  recordings: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('on') }),
    z.object({ kind: z.literal('off') }),
    z.object({ kind: z.literal('no-keychain') }),
    z.object({ kind: z.literal('failed'), message: z.string() }),
  ]),
} as const;

export const recordingEvents = {
  /** One began, ended or is gone. */
  'recordings.changed': z.object({}),
} as const;
