import { z } from 'zod';

/** An asset on which a terminal was opened. */
export const recentAsset = z.object({
  siteId: z.string(),
  id: z.string(),
  name: z.string(),
  address: z.string(),
  platform: z.string(),
});
export type RecentAsset = z.infer<typeof recentAsset>;
