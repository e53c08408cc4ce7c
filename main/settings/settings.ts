import { z } from 'zod';
import { agentProfile } from './agent-settings.ts';

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
  /** One without it is listed, and not used. */
  mac: z.string().default(''),
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
  /** Caps on terminals, and after how long without a run one is closed. */
  terminals: z
    .object({
      perAgent: z.number().int().min(1).max(64),
      inAll: z.number().int().min(1).max(256),
      idleMinutes: z.number().int().min(2).max(1440),
    })
    .default({ perAgent: 6, inAll: 24, idleMinutes: 30 }),
  /** Names, colours and limits of agents. */
  agents: z.array(agentProfile).default([]),
  /** Commands that agents of one client and project may run within an hour before they are held; null: no limit. */
  agentRunsPerHour: z.number().int().min(1).max(100_000).nullable().default(600),
  /** The kill switch stays as the person left it. */
  raised: z.boolean().default(false),
} as const;

/** Lists in which one bad entry loses only itself. */
const lists: Readonly<Record<string, z.ZodType>> = {
  sites: siteEntry,
  trustedCertificates: trustedCertificate,
  agents: agentProfile,
};

const schema = z.object(shape);
export type Settings = z.infer<typeof schema>;

export interface SettingsReading {
  readonly settings: Settings;
  /** Names of the parts that could not be read and got their default. */
  readonly fallenBack: readonly string[];
}

/** Reads settings part by part, so that one bad value loses only itself. */
export function readSettings(stored: unknown): SettingsReading {
  const known = typeof stored === 'object' && stored !== null && !Array.isArray(stored);
  const record: Record<string, unknown> = known ? { ...stored } : {};
  const fallenBack: string[] = stored === undefined || known ? [] : ['everything'];
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(shape)) {
    const value = record[name];
    if (value === undefined) continue;
    const entry = lists[name];
    if (entry && Array.isArray(value)) {
      const good = value.filter((each) => entry.safeParse(each).success);
      if (good.length < value.length) fallenBack.push(name);
      kept[name] = good;
    } else if (schema.partial().safeParse({ [name]: value }).success) kept[name] = value;
    else fallenBack.push(name);
  }
  const settings = schema.parse(kept);
  // How the person left the bridge is not known: only they may lower it (design §6).
  const raisedUnread = fallenBack.includes('raised') || fallenBack.includes('everything');
  return { settings: raisedUnread ? { ...settings, raised: true } : settings, fallenBack };
}
