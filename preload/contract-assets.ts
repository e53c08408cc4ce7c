import { z } from 'zod';

const assetRef = z.object({ siteId: z.string(), assetId: z.string().max(100) });

/** What is known of one asset; every text comes from the site. */
export const assetDetail = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  platform: z.string(),
  type: z.string(),
  nodes: z.array(z.string()).readonly(),
  comment: z.string(),
  isActive: z.boolean(),
  /** `alias` is how a terminal is opened with it. */
  accounts: z.array(z.object({ alias: z.string(), name: z.string(), username: z.string() })).readonly(),
  protocols: z.array(z.object({ name: z.string(), port: z.number() })).readonly(),
});
export type AssetDetailView = z.infer<typeof assetDetail>;

const problem = z.object({ ok: z.literal(false), code: z.string(), message: z.string(), nextStep: z.string() });

/** Which of a site's assets. A node's are those of the nodes below it too. */
export const assetGroup = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('favourites') }),
  z.object({ kind: z.literal('recent') }),
  z.object({ kind: z.literal('node'), id: z.string().max(100) }),
]);
export type AssetGroup = z.infer<typeof assetGroup>;

const nodeRow = z.object({
  id: z.string(),
  /** `1:9:2`: its parent's and a number. */
  key: z.string(),
  name: z.string(),
  /** With the nodes below; null where the site does not say. */
  count: z.number().nullable(),
});
export type NodeRow = z.infer<typeof nodeRow>;

const siteOnly = z.object({ siteId: z.string() });

export const assetChannels = {
  'assets.nodes': {
    argument: siteOnly,
    answer: z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), nodes: z.array(nodeRow) }), problem]),
  },
  'assets.favourites': {
    argument: siteOnly,
    answer: z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), ids: z.array(z.string()) }), problem]),
  },
  /** Kept by JumpServer itself. */
  'asset.favourite': {
    argument: assetRef.extend({ on: z.boolean() }),
    answer: z.discriminatedUnion('ok', [z.object({ ok: z.literal(true) }), problem]),
  },
  'assets.detail': {
    argument: assetRef,
    answer: z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), asset: assetDetail }), problem]),
  },
  /** A terminal of the person's own; answers when its shell is there. `account` is an alias. */
  'terminal.open-own': {
    argument: assetRef.extend({ account: z.string().max(200) }),
    answer: z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), terminalId: z.string() }), problem]),
  },
} as const;
