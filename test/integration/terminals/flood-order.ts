import { z } from 'zod';

/** What the flooded client is asked for, and what it tells. */
export const floodOrder = z.object({
  url: z.string(),
  user: z.object({ username: z.string(), password: z.string() }),
  command: z.string(),
});
export const floodReport = z.object({
  outcome: z.unknown(),
  bytes: z.number(),
  /** Of a read at the very beginning of the output. */
  gap: z.number(),
  lastLine: z.string(),
  /** Resident memory in bytes: before the flood, its highest, and how often it was looked at. */
  before: z.number(),
  most: z.number(),
  samples: z.number(),
});
