import { z } from 'zod';

/** Hues of their own: none of them is a state's colour. */
const agentColour = z.enum(['blue', 'pink', 'olive', 'copper', 'cyan', 'slate']);
export type AgentColour = z.infer<typeof agentColour>;

/** Null: the limit for everybody holds. */
const agentLimits = z.object({ terminals: z.number().nullable(), runsPerHour: z.number().nullable() });
export type AgentLimits = z.infer<typeof agentLimits>;

/** The limits of all agents; null: no limit. */
export const commonLimits = z.object({ terminals: z.number(), runsPerHour: z.number().nullable() });

/** Why nothing of an agent is typed now. */
const agentHold = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('by-person'), since: z.number() }),
  /** It ran as many commands within an hour as it may; until the person lets it go on, or for an hour. */
  z.object({ kind: z.literal('runs-per-hour'), since: z.number(), limit: z.number() }),
]);

export const agentView = z.object({
  id: z.string(),
  /** What the person calls it; as its MCP client says where they gave it no name. `cli` is the command line. */
  name: z.string(),
  /** As its MCP client says. */
  client: z.string(),
  version: z.string(),
  colour: agentColour,
  /** Of the bridge process. Claims: pid and executable as the bridge says, checked in /proc where there is one. */
  pid: z.number(),
  executable: z.string(),
  verified: z.boolean(),
  /** The process that started the bridge, as the system says; null where it does not. */
  host: z.object({ pid: z.number(), executable: z.string() }).nullable(),
  projectFolder: z.string(),
  connectedAt: z.number(),
  /** Null while connected; when its socket went away, else. */
  awaySince: z.number().nullable(),
  calls: z.number(),
  lastCallAt: z.number().nullable(),
  /** Commands: since it connected, and of all agents of this client and project within the last hour. */
  runs: z.number(),
  runsThisHour: z.number(),
  hold: agentHold.nullable(),
  /** What the person set for it. */
  limits: agentLimits,
  /** What holds for it. */
  effective: commonLimits,
});
export type AgentView = z.infer<typeof agentView>;

const agentRef = z.object({ agentId: z.string() });

/** Arguments of the channels about agents; every answer says how it went. */
export const agentArguments = {
  'agent.disconnect': agentRef,
  /** Nothing of it is typed until `agent.resume`; what runs goes on. */
  'agent.pause': agentRef,
  'agent.resume': agentRef,
  /** '' gives it back the name that its client says. */
  'agent.rename': z.object({ agentId: z.string(), name: z.string().max(200) }),
  'agent.colour': z.object({ agentId: z.string(), colour: agentColour }),
  /** As typed by the person; '' is the limit for everybody. */
  'agent.limit': z.object({
    agentId: z.string(),
    name: z.enum(['terminals', 'runsPerHour']),
    value: z.string().max(40),
  }),
  /** Of all agents, as typed by the person; '' is no limit. */
  'agent.runs-per-hour': z.object({ value: z.string().max(40) }),
} as const;
