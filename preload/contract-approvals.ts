import { z } from 'zod';

/** The person's answers to what agents want typed, and what of it goes on to hold. */

/** How long "this exact command in this terminal" may hold. */
export const approvalMinutes = z.union([z.literal(5), z.literal(15), z.literal(60)]);
export type ApprovalMinutes = z.infer<typeof approvalMinutes>;

/** One exact command that an agent may run again in one terminal, without a question; times in ms since the epoch. */
const standingView = z.object({
  id: z.string(),
  siteId: z.string(),
  agent: z.string(),
  agentId: z.string(),
  terminalId: z.string(),
  /** Asset, address and account. */
  target: z.string(),
  command: z.string(),
  cwd: z.string(),
  user: z.string(),
  minutes: approvalMinutes,
  until: z.number(),
  uses: z.number(),
});
export type StandingView = z.infer<typeof standingView>;

export const approvalsState = {
  standing: z.array(standingView),
  /** The question that a notification led to; `at` tells a second click from the first. */
  questionWanted: z.object({ id: z.string(), at: z.number() }).nullable(),
};

export const approvalArguments = { 'approval.revoke': z.object({ id: z.string() }) } as const;
