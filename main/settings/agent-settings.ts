import { z } from 'zod';

/** What the person gave to the agents of one client in one project folder; null where the limit for everybody holds. */
export const agentProfile = z.object({
  client: z.string().max(200),
  project: z.string().max(4096),
  label: z.string().max(40),
  colour: z.enum(['blue', 'pink', 'olive', 'copper', 'cyan', 'slate']).nullable(),
  terminals: z.number().int().min(1).max(64).nullable(),
  runsPerHour: z.number().int().min(1).max(100_000).nullable(),
});
export type AgentProfile = z.infer<typeof agentProfile>;

/** Agents of one client and project (AgentProfiles.keyOf) that the person paused; since in ms since the epoch. */
export const agentPause = z.object({ key: z.string().max(9_000), since: z.number() });
export type AgentPause = z.infer<typeof agentPause>;
