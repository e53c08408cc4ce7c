import { z } from 'zod';

const siteEntry = z.object({
  id: z.string().startsWith('site_'),
  name: z.string().min(1).max(120),
  baseUrl: z.url(),
  organisation: z.string(),
  practice: z.boolean(),
  embedded: z.boolean().optional(),
});

/** Accepted by the person; sealed, so that one written by another hand is not used (main/sites/trusted-certificates.ts). */
const trustedCertificate = z.object({
  siteId: z.string(),
  host: z.string(),
  fingerprint: z.string(),
  subject: z.string(),
  acceptedAt: z.number(),
  mac: z.string(),
});

/** Every setting with its default; a part that cannot be read falls back to it. */
const shape = {
  version: z.literal(1).default(1),
  sites: z.array(siteEntry).default([]),
  trustedCertificates: z.array(trustedCertificate).default([]),
  /** The site of agents that name none, where there are several; null: they must name one. */
  defaultSite: z.string().startsWith('site_').nullable().default(null),
  /** The durable REST keys by site; their secrets are in the vault. */
  accessKeys: z.record(z.string(), z.object({ id: z.string(), userId: z.string(), createdAt: z.number() })).default({}),
  /** Null follows the system. */
  locale: z.enum(['en', 'zh-CN']).nullable().default(null),
  /** Minutes without any activity of a person or an agent after which keep-alive stops (design §4). */
  keepAliveWhileIdleMinutes: z.number().int().min(1).max(1440).default(60),
  /** Openings of terminals a site: at once, and a minute (command-engine §I). */
  openingPacing: z
    .object({ atOnce: z.number().int().min(1).max(20), perMinute: z.number().int().min(1).max(60) })
    .default({ atOnce: 3, perMinute: 6 }),
  /** The kill switch stays as the person left it. */
  raised: z.boolean().default(false),
} as const;

const schema = z.object(shape);
export type Settings = z.infer<typeof schema>;

export interface SettingsReading {
  readonly settings: Settings;
  /** Names of the parts that could not be read and got their default. */
  readonly fallenBack: readonly string[];
}

/** Reads settings part by part, so that one bad value loses only itself. A site that is not one is dropped alone. */
export function readSettings(stored: unknown): SettingsReading {
  const record: Record<string, unknown> = typeof stored === 'object' && stored !== null ? { ...stored } : {};
  const fallenBack: string[] =
    stored === undefined || Object.keys(record).length > 0 || isEmpty(stored) ? [] : ['everything'];
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(shape)) {
    const value = record[name];
    if (value === undefined) continue;
    if (name === 'sites' && Array.isArray(value)) {
      const sites = value.filter((entry) => siteEntry.safeParse(entry).success);
      if (sites.length < value.length) fallenBack.push('sites');
      kept[name] = sites;
    } else if (schema.partial().safeParse({ [name]: value }).success) kept[name] = value;
    else fallenBack.push(name);
  }
  return { settings: schema.parse(kept), fallenBack };
}

function isEmpty(stored: unknown): boolean {
  return typeof stored === 'object' && stored !== null && Object.keys(stored).length === 0;
}
