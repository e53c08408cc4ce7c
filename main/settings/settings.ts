import { z } from 'zod';
import { type SettingValues, settingList } from '../../preload/contract-setting-list.ts';
import { settingNames, settingSchema } from '../../preload/contract-settings.ts';
import { type Said, say } from '../errors/said.ts';
import { agentPause, agentProfile } from './agent-settings.ts';
import { recentAsset } from './recent-asset.ts';
import { at, defaults, placeOf, wanted } from './settings-shape.ts';

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

const folderGrant = z.object({
  client: z.string(),
  project: z.string(),
  folder: z.string(),
  since: z.number(),
  /** One without it does not hold. */
  mac: z.string().default(''),
});

/** What the app remembers for the person. What they choose on the settings page is in preload/contract-setting-list.ts. */
const shape = {
  version: z.literal(1).default(1),
  sites: z.array(siteEntry).default([]),
  trustedCertificates: z.array(trustedCertificate).default([]),
  /** The site of agents that name none, where there are several; null: they must name one. */
  defaultSite: z.string().startsWith('site_').nullable().default(null),
  /** The durable REST keys by site; their secrets are in the vault. */
  accessKeys: z.record(z.string(), z.object({ id: z.string(), userId: z.string(), createdAt: z.number() })).default({}),
  /** The policy that the person accepted last, sealed (main/guard/policy/policy-keeper.ts); null: none was made. */
  policy: z.object({ text: z.string(), mac: z.string() }).nullable().default(null),
  /** Names, colours and limits of agents. */
  agents: z.array(agentProfile).default([]),
  pausedAgents: z.array(agentPause).default([]),
  /** Of the list; what another hand wrote raises the bridge (main/guard/kept-pauses.ts). */
  pausedAgentsMac: z.string().default(''),
  /** Folders of this computer that agents may use, sealed (main/guard/folder-grants.ts). */
  folderGrants: z.array(folderGrant).default([]),
  /** Commands that agents of one client and project may run within an hour before they are held; null: no limit. */
  agentRunsPerHour: z.number().int().min(1).max(100_000).nullable().default(600),
  /** Newest first. */
  recentAssets: z.array(recentAsset).default([]),
  /** Where the window was, in px of the whole desktop. */
  windowBounds: z
    .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number(), maximized: z.boolean() })
    .nullable()
    .default(null),
  /** The kill switch stays as the person left it. */
  raised: z.boolean().default(false),
  raisedSince: z.number().nullable().default(null),
  /** Of the two above; what another hand wrote leaves the bridge raised (main/guard/kept-raise.ts). */
  raisedMac: z.string().default(''),
} as const;

/** Lists in which one bad entry loses only itself. */
const lists: Readonly<Record<string, z.ZodType>> = {
  sites: siteEntry,
  trustedCertificates: trustedCertificate,
  agents: agentProfile,
  pausedAgents: agentPause,
  folderGrants: folderGrant,
  recentAssets: recentAsset,
};

const schema = z.object(shape);
export type Settings = z.infer<typeof schema> & {
  /** What the person chose on the settings page, by name. */
  readonly values: SettingValues;
};

export interface SettingsFault {
  /** From the top of the file; empty: all of it. */
  readonly place: readonly (string | number)[];
  readonly what: Said;
}

export interface SettingsReading {
  readonly settings: Settings;
  /** The parts that could not be read and got their default. */
  readonly faults: readonly SettingsFault[];
}

/** Reads settings part by part, so that one bad value loses only itself. */
export function readSettings(stored: unknown): SettingsReading {
  const known = typeof stored === 'object' && stored !== null && !Array.isArray(stored);
  const record: Record<string, unknown> = known ? { ...stored } : {};
  const faults: SettingsFault[] = [];
  if (stored !== undefined && !known)
    faults.push({
      place: [],
      what: { en: 'these are no settings of Drawbridge', 'zh-CN': '这不是 Drawbridge 的设置' },
    });
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(shape)) {
    const value = record[name];
    if (value === undefined) continue;
    const entry = lists[name];
    if (entry && Array.isArray(value)) {
      kept[name] = value.filter((each, index) => {
        const read = entry.safeParse(each);
        if (!read.success) faults.push(...found(read.error, [name, index]));
        return read.success;
      });
      continue;
    }
    const read = schema.partial().safeParse({ [name]: value });
    if (read.success) kept[name] = value;
    else faults.push(...found(read.error, []));
  }
  const chosen = readValues(record);
  faults.push(...chosen.faults);
  const settings: Settings = { ...schema.parse(kept), values: chosen.values };
  // How the person left the bridge is not known: only they may lower it (design §6).
  const raisedUnread = faults.some(({ place: [first] }) => first === 'raised' || first === undefined);
  return { settings: raisedUnread ? { ...settings, raised: true } : settings, faults };
}

function readValues(record: unknown): { readonly values: SettingValues; readonly faults: readonly SettingsFault[] } {
  const faults: SettingsFault[] = [];
  const read: Record<string, unknown> = {};
  for (const name of settingNames) {
    const place = placeOf(name);
    const value = at(record, place);
    if (value === undefined) continue;
    const parsed = settingSchema(name).safeParse(value);
    if (parsed.success) read[name] = parsed.data;
    else faults.push({ place, what: say((language) => `${takes[language]}${wanted(settingList[name])[language]}`) });
  }
  // Each value has just passed the schema of its name.
  return { values: { ...defaults, ...(read as Partial<SettingValues>) }, faults };
}

const takes: Said = { en: 'takes ', 'zh-CN': '应为：' };

/** One fault a part is enough to find it. */
function found(error: z.ZodError, place: readonly (string | number)[]): readonly SettingsFault[] {
  const [first] = error.issues;
  if (!first) return [];
  const rest = first.path.filter((key) => typeof key !== 'symbol');
  return [
    {
      place: [...place, ...rest],
      what: { en: `is not valid (${first.message})`, 'zh-CN': `的值无效（${first.message}）` },
    },
  ];
}
