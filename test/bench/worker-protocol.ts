import { z } from 'zod';

/** Who a worker process is. */
export const workerSetup = z.discriminatedUnion('kind', [
  /** The bare `ws` client. */
  z.object({ kind: z.literal('raw'), url: z.string(), username: z.string(), password: z.string() }),
  /** Drawbridge's terminals, without anything in front of them. */
  z.object({ kind: z.literal('engine'), url: z.string(), username: z.string(), password: z.string() }),
  /** The same, and every terminal is recorded into `home`. */
  z.object({
    kind: z.literal('recorded'),
    ...{ url: z.string(), username: z.string(), password: z.string(), home: z.string() },
  }),
  /** Terminals, MCP server and local socket: what the app is to agents. `home` is its DRAWBRIDGE_HOME. */
  z.object({ kind: z.literal('app'), url: z.string(), username: z.string(), password: z.string(), home: z.string() }),
  /** Agents: MCP clients, each with a bridge process of its own. */
  z.object({ kind: z.literal('agents'), bridge: z.string(), home: z.string() }),
]);
export type WorkerSetup = z.infer<typeof workerSetup>;

/** What a worker can be asked, and what it answers. Times are in ms, memory in MB. */
export const asks = {
  /** Opens the terminal that `warm` and `flood` use. */
  ready: { args: z.object({}), answer: z.object({}) },
  /** Runs `true`, one after the other. */
  warm: { args: z.object({ times: z.number() }), answer: z.array(z.number()) },
  /** The same in as many terminals at once, `times` in each; `clients` counts them. */
  warmAtOnce: { args: z.object({ clients: z.number(), times: z.number() }), answer: z.array(z.number()) },
  /** Opens a terminal and closes it: from before the connection token to the prompt. */
  open: { args: z.object({ asset: z.string() }), answer: z.number() },
  flood: {
    args: z.object({ command: z.string(), bytes: z.number() }),
    answer: z.object({ ms: z.number(), cpuMs: z.number(), bytes: z.number(), growth: z.number() }),
  },
  /** A file to the asset, or from it; `remote` is below the home. */
  file: {
    args: z.object({ direction: z.enum(['up', 'down']), local: z.string(), remote: z.string() }),
    answer: z.object({ ms: z.number(), cpuMs: z.number(), bytes: z.number(), growth: z.number() }),
  },
  /** Starts `command` in many terminals, then watches the event loop for `ms`. */
  crowd: {
    args: z.object({ count: z.number(), command: z.string(), ms: z.number() }),
    answer: z.object({ p50: z.number(), p99: z.number(), max: z.number(), bytes: z.number(), cpuMs: z.number() }),
  },
  /** What each of `count` idle terminals costs. */
  idle: { args: z.object({ count: z.number() }), answer: z.object({ rss: z.number(), heap: z.number() }) },
} as const;
export type Asks = typeof asks;
export type AskName = keyof Asks;
export type Args<Name extends AskName> = z.infer<Asks[Name]['args']>;
export type Answer<Name extends AskName> = z.infer<Asks[Name]['answer']>;

export const question = z.object({ id: z.number(), ask: z.string(), args: z.unknown() });
export const reply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), id: z.number(), value: z.unknown() }),
  z.object({ ok: z.literal(false), id: z.number(), error: z.string() }),
]);
