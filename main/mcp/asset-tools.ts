import { z } from 'zod';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { AssetDetail, AssetNode, AssetSummary, ConnectMethod } from '../jumpserver/rest-client-port.ts';
import { place } from './render-run.ts';
import { factsResult, type ToolResult, textResult } from './result.ts';
import { withReading } from './site-access.ts';
import { siteArgument } from './site-tools.ts';
import { defineTool, looks, type Tool, type ToolCall } from './tool.ts';
import { fence, label } from './untrusted-text.ts';

export const assetArgument = z.string().min(1).max(300).describe('Exact name, address, or id');
export const accountArgument = z
  .string()
  .max(300)
  .optional()
  .describe('Name, user name, or id; may be left out where the asset has only one');
export const protocolArgument = z
  .string()
  .max(40)
  .optional()
  .transform((protocol) => protocol || undefined)
  .describe('Default: ssh where offered');
/** Names that agents know from the predecessor. */
export const assetAliases = { asset_id: 'asset', asset_ref: 'asset', account_ref: 'account', account_id: 'account' };

const limitArgument = z.number().int().min(1).describe('At most so many');
export const offsetArgument = z.number().int().min(0).default(0).describe('Skip so many');

export const assetTools: readonly Tool[] = [
  defineTool({
    name: 'jms_list_nodes',
    title: 'List the tree of asset nodes',
    description: 'The nodes (folders) of assets that this person may use, by path, with how many assets each has.',
    annotations: looks,
    input: z.object({
      site: siteArgument,
      search: z.string().max(200).optional().describe('Part of a path'),
      limit: limitArgument.max(200).default(100),
      offset: offsetArgument,
    }),
    async handle({ site, search, limit, offset }, call) {
      const nodes = await look(call, site, 'list nodes', ({ discovery }) => discovery.nodes(call.signal));
      const wanted = search?.trim().toLowerCase() ?? '';
      const found = nodes.filter(({ path }) => path.toLowerCase().includes(wanted));
      const shown = found.slice(offset, offset + limit);
      return listResult(call, 'nodes', { offset, total: found.length }, shown.map(nodeLine));
    },
  }),

  defineTool({
    name: 'jms_list_assets',
    title: 'Search assets',
    description:
      'Servers and other assets that this person may use. A line each: name · address · platform · node · id.',
    annotations: looks,
    listing: 'core',
    input: z.object({
      site: siteArgument,
      search: z.string().max(200).optional().describe('In names, addresses and comments'),
      node: z.string().max(300).optional().describe('Path, name or id'),
      limit: limitArgument.max(100).default(20),
      offset: offsetArgument,
    }),
    aliases: { asset: 'search', name: 'search', node_id: 'node' },
    async handle({ site, search, node, limit, offset }, call) {
      const page = await look(call, site, 'list assets', async ({ discovery }) => {
        const nodeId = node ? decideNode(node, await discovery.nodes(call.signal)).id : undefined;
        const query = { limit, offset, ...(search ? { search } : {}), ...(nodeId ? { nodeId } : {}) };
        return discovery.assets(query, call.signal);
      });
      return listResult(call, 'assets', { offset, total: page.total }, page.assets.map(assetRow));
    },
  }),

  defineTool({
    name: 'jms_get_asset',
    title: 'One asset and the ways into it',
    description:
      'Address, platform, nodes and comment of one asset; as whom, by which protocols and connect methods this person may reach it.',
    annotations: looks,
    listing: 'core',
    input: z.object({ asset: assetArgument, site: siteArgument }),
    aliases: assetAliases,
    async handle({ site, asset: reference }, call) {
      const { asset, methods } = await look(call, site, 'look at an asset', async (port) => ({
        asset: await call.targets.asset(port, reference, call.signal),
        methods: await port.discovery.connectMethods(call.signal),
      }));
      return assetResult(asset, methods, call.boundary());
    },
  }),

  defineTool({
    name: 'jms_list_connect_methods',
    title: 'Connect methods',
    description: 'The connect methods of this JumpServer, by protocol. web_cli is the terminal that Drawbridge opens.',
    annotations: looks,
    listing: 'unlisted',
    input: z.object({ site: siteArgument, protocol: protocolArgument }),
    async handle({ site, protocol }, call) {
      const all = await look(call, site, 'list connect methods', ({ discovery }) =>
        discovery.connectMethods(call.signal),
      );
      const wanted = protocol?.trim().toLowerCase();
      const rows = Object.entries(all).filter(([name]) => wanted === undefined || name.toLowerCase() === wanted);
      return textResult(
        rows.length === 0 ? `No connect methods${wanted ? ` for ${label(wanted)}` : ''}.` : '',
        ...rows.map(([name, methods]) => `${label(name)}: ${methods.map(methodText).join(', ') || 'none'}`),
      );
    },
  }),

  defineTool({
    name: 'jms_resolve_terminal_target',
    title: 'Where a terminal would go',
    description:
      'Finds asset, account, protocol and connect method for a terminal without opening one; lists candidates where a name is ambiguous.',
    annotations: looks,
    listing: 'unlisted',
    input: z.object({ site: siteArgument, asset: assetArgument, account: accountArgument, protocol: protocolArgument }),
    aliases: assetAliases,
    async handle({ site, asset, account, protocol }, call) {
      const target = await look(call, site, 'find an asset', (port) =>
        call.targets.target(port, { asset, account, protocol }, call.signal),
      );
      return factsResult(
        {
          asset: { id: target.asset.id, name: label(target.asset.name), address: label(target.asset.address) },
          account: { name: label(target.account.name), username: label(target.account.username) },
          protocol: target.protocol,
          connectMethod: target.connectMethod,
        },
        `${place(target)} by ${target.protocol}, ${target.connectMethod} · asset id ${target.asset.id}`,
      );
    },
  }),
];

async function look<T>(
  call: ToolCall,
  site: string | undefined,
  doing: string,
  task: Parameters<typeof withReading<T>>[3],
): Promise<T> {
  call.guard.permit({ kind: 'look', agentId: call.agent.id });
  return withReading(call, call.sites.find(site), doing, task);
}

function assetResult(
  asset: AssetDetail,
  methods: Readonly<Record<string, readonly ConnectMethod[]>>,
  boundary: string,
): ToolResult {
  const facts = assetFacts(asset);
  const accounts = asset.accounts.map(accountFacts);
  const protocols = asset.protocols.map(({ name, port }) => ({
    name: label(name),
    port,
    connectMethods: (methods[name] ?? []).map(({ value }) => label(value)),
  }));
  return factsResult(
    { ...facts, accounts, protocols },
    `${facts.name} (${facts.address}) · ${facts.platform}, ${facts.type} · ${facts.isActive ? 'active' : 'INACTIVE'} · id ${facts.id}`,
    `Nodes: ${facts.nodes.join(', ') || 'none'}`,
    accounts.length === 0 ? 'Accounts: none' : 'Accounts:',
    ...accounts.map(
      ({ name, username, id, actions, expiresAt }) =>
        `  - ${name} (${username || 'no user name'}) · ${rights(actions)}${expiresAt === null ? '' : ` · until ${expiresAt}`} · id ${id}`,
    ),
    protocols.length === 0 ? 'Protocols: none' : 'Protocols:',
    ...protocols.map(
      ({ name, port, connectMethods }) => `  - ${name} (${port}): ${connectMethods.join(', ') || 'no connect method'}`,
    ),
    asset.comment.trim() === '' ? '' : fence('comment', label(asset.comment, 1_000), boundary),
  );
}

function decideNode(reference: string, nodes: readonly AssetNode[]): AssetNode {
  const wanted = reference.trim().toLowerCase().replace(/\/$/, '');
  const exact = nodes.find(({ id, path }) => id.toLowerCase() === wanted || path.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const named = nodes.filter(({ name }) => name.toLowerCase() === wanted);
  const [only, second] = named;
  if (only !== undefined && second === undefined) return only;
  throw new DrawbridgeError({
    code: 'bad-argument',
    message: named.length > 0 ? `"${reference}" is the name of several nodes.` : `There is no node "${reference}".`,
    nextStep: 'Use a path or id from jms_list_nodes.',
    actor: 'agent',
    candidates: named.map(nodeLine),
  });
}

/** Lines that end before 7 KB, in one fence: names are a server's words. */
function listResult(
  call: ToolCall,
  what: string,
  { offset, total }: { readonly offset: number; readonly total: number },
  lines: readonly string[],
) {
  const shown: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > 7_000) break;
    shown.push(line);
  }
  const next = offset + shown.length;
  if (shown.length === 0)
    return textResult(total === 0 ? `No ${what} found.` : `No ${what} at offset ${offset}; there are ${total}.`);
  return textResult(
    fence(`${what} ${offset + 1} to ${next} of ${total}`, shown.join('\n'), call.boundary()),
    next < total ? `More: offset=${next}` : '',
  );
}

const nodeLine = ({ path, assetCount, id }: AssetNode): string =>
  `${label(path, 200)} · ${assetCount === null ? 'count unknown' : `${assetCount} assets`} · id ${id}`;

const assetRow = ({ name, address, platform, nodes, id, isActive }: AssetSummary): string =>
  [label(name), label(address), label(platform, 60), label(nodes.join(', ')), isActive ? '' : 'INACTIVE', `id ${id}`]
    .filter((part) => part !== '')
    .join(' · ');

const assetFacts = ({ id, name, address, platform, type, category, nodes, isActive }: AssetDetail) => ({
  id,
  name: label(name),
  address: label(address),
  platform: label(platform),
  type: label(type),
  category: label(category),
  nodes: nodes.map((node) => label(node)),
  isActive,
});

const accountFacts = ({ id, alias, name, username, actions, expiresAt }: AssetDetail['accounts'][number]) => ({
  id,
  alias: label(alias),
  name: label(name),
  username: label(username),
  actions: actions.map((action) => label(action)),
  expiresAt: isForever(expiresAt) ? null : expiresAt,
});

/** JumpServer writes 70 years from now where nothing ends. */
const isForever = (date: string | null): boolean =>
  date !== null && Number(date.slice(0, 4)) - new Date().getUTCFullYear() > 40;

/** What JumpServer can allow on an asset (protocol §5.3). */
const ALL_RIGHTS = ['connect', 'upload', 'download', 'copy', 'paste', 'delete', 'share'];

function rights(actions: readonly string[]): string {
  if (actions.length === 0) return 'rights not told';
  return ALL_RIGHTS.every((right) => actions.includes(right)) ? 'all rights' : actions.join(', ');
}

const methodText = ({ value, label: title }: ConnectMethod): string => `${label(value)} (${label(title)})`;
