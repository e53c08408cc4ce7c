import { z } from 'zod';

/** A cookie as the vault keeps it. A host-only cookie is restored without `domain` (design §4: else a second one appears). */
export const storedCookie = z.object({
  name: z.string(),
  value: z.string(),
  domain: z.string(),
  hostOnly: z.boolean(),
  path: z.string(),
  secure: z.boolean(),
  httpOnly: z.boolean(),
  sameSite: z.enum(['unspecified', 'no_restriction', 'lax', 'strict']),
  /** Seconds since the epoch; absent for a browser-session cookie. */
  expiresAt: z.number().optional(),
});
export type StoredCookie = z.infer<typeof storedCookie>;
