import { z } from 'zod';
import type {
  AssetDetail,
  AssetNode,
  AssetSummary,
  ConnectionToken,
  ConnectionTokenPage,
  Organisation,
  Profile,
} from './rest-client-port.ts';

/** Loose on purpose: v3.10 to HEAD differ in what they add (protocol §0.2), and a missing extra must not break a list. */
const labelled = z.looseObject({ value: z.string(), label: z.string() });
const named = z.looseObject({ id: z.union([z.string(), z.number()]), name: z.string() });
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

export const profileShape = z
  .looseObject({
    id: z.string(),
    username: z.string(),
    name: text,
    email: text,
    mfa_enabled: z.boolean().nullish(),
    system_roles: z.array(z.looseObject({ display_name: z.string().nullish(), name: z.string().nullish() })).nullish(),
  })
  .transform(
    (row): Profile => ({
      id: row.id,
      username: row.username,
      name: row.name || row.username,
      email: row.email,
      mfaEnabled: row.mfa_enabled ?? false,
      roles: (row.system_roles ?? []).flatMap(({ display_name, name }) => display_name ?? name ?? []),
    }),
  );

export const organisationsShape = z
  .looseObject({
    workbench_orgs: z.array(z.looseObject({ id: z.string(), name: text, is_default: z.boolean().nullish() })).nullish(),
  })
  .transform((row): readonly Organisation[] =>
    (row.workbench_orgs ?? []).map(({ id, name, is_default }) => ({ id, name, isDefault: is_default ?? false })),
  );

const assetRow = z.looseObject({
  id: z.string(),
  name: z.string(),
  address: text,
  platform: named.nullish(),
  category: labelled.nullish(),
  type: labelled.nullish(),
  nodes: z.array(named).nullish(),
  is_active: z.boolean().nullish(),
  comment: text,
});

function summary(row: z.output<typeof assetRow>): AssetSummary {
  return {
    id: row.id,
    name: row.name,
    address: row.address,
    platform: row.platform?.name ?? '',
    type: row.type?.value ?? '',
    category: row.category?.value ?? '',
    nodes: (row.nodes ?? []).map(({ name }) => name),
    isActive: row.is_active ?? true,
    comment: row.comment,
  };
}

export const assetPageShape = z
  .union([
    z.looseObject({ count: z.number(), results: z.array(assetRow) }),
    z.array(assetRow).transform((results) => ({ count: results.length, results })),
  ])
  .transform(({ count, results }) => ({ count, assets: results.map(summary) }));

const account = z.looseObject({
  id: z.union([z.string(), z.number()]),
  alias: z.string(),
  name: text,
  username: text,
  has_secret: z.boolean().nullish(),
  actions: z.array(z.union([labelled.transform(({ value }) => value), z.string()])).nullish(),
  date_expired: z.string().nullish(),
});

const protocol = z.looseObject({ name: z.string(), port: z.number().nullish(), public: z.boolean().nullish() });

export const assetDetailShape = assetRow
  .extend({
    org_id: z.string().nullish(),
    permed_accounts: z.array(account).nullish(),
    permed_protocols: z.array(protocol).nullish(),
  })
  .transform(
    (row): AssetDetail => ({
      ...summary(row),
      organisation: row.org_id || null,
      accounts: (row.permed_accounts ?? []).map((each) => ({
        id: String(each.id),
        alias: each.alias,
        name: each.name,
        username: each.username,
        hasSecret: each.has_secret ?? false,
        actions: each.actions ?? [],
        expiresAt: each.date_expired ?? null,
      })),
      protocols: (row.permed_protocols ?? []).map((each) => ({
        name: each.name,
        port: each.port ?? 0,
        isPublic: each.public ?? true,
      })),
    }),
  );

const treeItem = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String),
  name: z.string(),
  title: text,
  pId: z.union([z.string(), z.number()]).nullish(),
  meta: z
    .looseObject({
      type: z.string().nullish(),
      data: z
        .looseObject({ id: z.string().nullish(), key: z.string().nullish(), value: z.string().nullish() })
        .nullish(),
    })
    .nullish(),
});

/** Tree items as nodes with their path: ids in trees are keys, the UUID is in `meta.data.id` (protocol §5.4). */
const favourite = z.looseObject({ asset: z.string() });

export const nodeTreeShape = z.array(treeItem).transform((items): AssetNode[] => {
  const nodes = items.filter(({ meta }) => (meta?.type ?? 'node') === 'node');
  const nameOf = (item: z.output<typeof treeItem>) => item.meta?.data?.value ?? item.name.replace(/ \(\d+\)$/, '');
  const byKey = new Map(nodes.map((item) => [item.id, item]));
  const path = (item: z.output<typeof treeItem>, depth = 0): string => {
    const parent = item.pId === null || item.pId === undefined ? undefined : byKey.get(String(item.pId));
    return `${parent && parent !== item && depth < 50 ? path(parent, depth + 1) : ''}/${nameOf(item)}`;
  };
  return nodes.map((item) => ({
    id: item.meta?.data?.id ?? item.id,
    key: item.meta?.data?.key ?? item.id,
    name: nameOf(item),
    path: path(item),
    assetCount: countIn(item.name),
  }));
});

function countIn(label: string): number | null {
  const found = / \((\d+)\)$/.exec(label)?.[1];
  return found === undefined ? null : Number(found);
}

/** A page, or, of older versions, the bare list. */
export const favouritesShape = z
  .union([z.looseObject({ results: z.array(favourite) }), z.array(favourite)])
  .transform((page) => (Array.isArray(page) ? page : page.results).map(({ asset }) => asset));

export const connectMethodsShape = z
  .record(z.string(), z.array(z.looseObject({ value: z.string(), label: text, type: text, component: text })))
  .transform((map) =>
    Object.fromEntries(
      Object.entries(map).map(([name, methods]) => [
        name,
        methods.map(({ value, label, type, component }) => ({ value, label, type, component })),
      ]),
    ),
  );

export const connectionTokenShape = z
  .looseObject({
    id: z.string(),
    is_active: z.boolean().nullish(),
    expire_time: z.number().nullish(),
    from_ticket_info: z.looseObject({ ticket_detail_page_url: z.string().nullish() }).nullish(),
  })
  .transform((row) => ({ id: row.id, isActive: row.is_active ?? true, expiresInSeconds: row.expire_time ?? 300 }));

const connectionTokenRow = z
  .looseObject({
    id: z.string(),
    asset: z.union([z.string(), z.looseObject({ name: text })]).nullish(),
    asset_display: text,
    account: text,
    protocol: text,
    connect_method: z.union([z.string(), labelled.transform(({ value }) => value)]).nullish(),
    is_reusable: z.boolean().nullish(),
    is_active: z.boolean().nullish(),
    expire_time: z.number().nullish(),
  })
  .transform(
    (row): ConnectionToken => ({
      id: row.id,
      asset: row.asset_display || (typeof row.asset === 'object' ? (row.asset?.name ?? '') : (row.asset ?? '')),
      account: row.account,
      protocol: row.protocol,
      connectMethod: row.connect_method ?? '',
      reusable: row.is_reusable ?? false,
      active: row.is_active ?? true,
      expiresInSeconds: row.expire_time ?? 0,
    }),
  );

export const connectionTokenPageShape = z
  .union([
    z.looseObject({ count: z.number(), results: z.array(connectionTokenRow) }),
    z.array(connectionTokenRow).transform((results) => ({ count: results.length, results })),
  ])
  .transform(({ count, results }): ConnectionTokenPage => ({ total: count, tokens: results }));

export const publicSettingsShape = z.looseObject({
  XPACK_ENABLED: z.boolean().nullish(),
  INTERFACE: z.looseObject({ login_title: z.string().nullish() }).nullish(),
  VENDOR: z.string().nullish(),
  LANGUAGES: z.unknown().optional(),
});
