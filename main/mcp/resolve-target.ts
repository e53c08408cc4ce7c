import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type {
  AssetAccount,
  AssetDetail,
  AssetProtocol,
  AssetSummary,
  ConnectMethod,
} from '../jumpserver/rest-client-port.ts';

/** How a reference met its thing. Nothing is ever chosen by likeness: a command must not run on a guess. */
export type Match<T> =
  | { readonly kind: 'found'; readonly value: T; readonly by: string }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly T[] }
  | { readonly kind: 'none'; readonly near: readonly T[] };

const same = (text: string) => text.trim().toLowerCase();

type Names<T> = (value: T) => readonly (readonly [by: string, name: string])[];

function match<T extends { readonly id: string }>(reference: string, values: readonly T[], names: Names<T>): Match<T> {
  const wanted = same(reference);
  const byId = values.find((value) => same(value.id) === wanted);
  if (byId !== undefined) return { kind: 'found', value: byId, by: 'id' };
  const hits = values.flatMap((value) => {
    const hit = names(value).find(([, name]) => name !== '' && same(name) === wanted);
    return hit === undefined ? [] : [{ value, by: hit[0] }];
  });
  const [first, second] = hits;
  if (first !== undefined && second === undefined) return { kind: 'found', ...first };
  if (first !== undefined) return { kind: 'ambiguous', candidates: hits.map(({ value }) => value) };
  const likeness = (value: T) => names(value).some(([, name]) => same(name).startsWith(wanted));
  const near = values.filter((value) => names(value).some(([, name]) => same(name).includes(wanted)));
  return { kind: 'none', near: near.toSorted((a, b) => Number(likeness(b)) - Number(likeness(a))) };
}

/** An asset by id, name, address, or `name(address)`, exactly, letter case aside. */
export const matchAsset = (reference: string, assets: readonly AssetSummary[]): Match<AssetSummary> =>
  match(reference, assets, ({ name, address }) => [
    ['name', name],
    ['address', address],
    ['name and address', `${name}(${address})`],
    ['name and address', `${name} (${address})`],
  ]);

/** An account of one asset by id, alias, name or user name; no reference takes the only one there is. */
export function matchAccount(reference: string | undefined, accounts: readonly AssetAccount[]): Match<AssetAccount> {
  const [first, second] = accounts;
  if (reference === undefined || reference.trim() === '') {
    if (first === undefined) return { kind: 'none', near: [] };
    return second === undefined
      ? { kind: 'found', value: first, by: 'only one' }
      : { kind: 'ambiguous', candidates: accounts };
  }
  return match(reference, accounts, ({ alias, name, username }) => [
    ['alias', alias],
    ['name', name],
    ['user name', username],
  ]);
}

export function decideAsset(reference: string, assets: readonly AssetSummary[]): AssetSummary {
  const found = matchAsset(reference, assets);
  if (found.kind === 'found') return found.value;
  const ambiguous = found.kind === 'ambiguous';
  const candidates = (ambiguous ? found.candidates : found.near).map(assetLine);
  throw new DrawbridgeError({
    code: ambiguous ? 'asset-ambiguous' : 'asset-not-found',
    message: ambiguous
      ? `"${reference}" is the name of ${candidates.length} assets.`
      : `No asset that this person may use is called "${reference}".`,
    nextStep: ambiguous
      ? 'Repeat the call with the id of one of them.'
      : candidates.length > 0
        ? 'These are alike; repeat the call with the id of the one you mean, or ask the person.'
        : 'Search with jms_list_assets; if it is not there, the person or an administrator has to grant it.',
    actor: 'agent',
    candidates,
  });
}

export function decideAccount(reference: string | undefined, asset: AssetDetail): AssetAccount {
  const found = matchAccount(reference, asset.accounts);
  if (found.kind === 'found') return allowed(found.value, asset);
  const candidates = asset.accounts.map(accountLine);
  const ambiguous = found.kind === 'ambiguous';
  throw new DrawbridgeError({
    code: ambiguous ? 'account-ambiguous' : 'account-not-found',
    message: ambiguous
      ? `${asset.name} has several accounts${reference ? ` called "${reference}"` : ''}; which one is not said.`
      : `${asset.name} has no account "${reference ?? ''}" for this person.`,
    nextStep:
      candidates.length > 0
        ? 'Repeat the call with the id or name of one of these accounts.'
        : 'An administrator has to grant an account on this asset.',
    actor: candidates.length > 0 ? 'agent' : 'admin',
    candidates,
  });
}

function allowed(account: AssetAccount, asset: AssetDetail): AssetAccount {
  const may = account.actions.length === 0 || account.actions.some((action) => /^(connect|all)$/i.test(action));
  if (may) return account;
  throw new DrawbridgeError({
    code: 'permission-denied',
    message: `JumpServer does not let this person connect as ${account.name} on ${asset.name}.`,
    nextStep: 'Use another account, or ask an administrator for the right to connect.',
    actor: 'admin',
    candidates: asset.accounts.filter(({ id }) => id !== account.id).map(accountLine),
  });
}

/** Kinds of shells that KoKo opens, the usual one first. */
const TERMINAL_PROTOCOLS = ['ssh', 'telnet', 'k8s', 'mysql', 'postgresql', 'redis', 'mongodb'];

/** The protocol: as asked (letter case aside), else the most usual one that the asset offers. */
export function decideProtocol(asked: string | undefined, asset: AssetDetail): AssetProtocol {
  const offered = asset.protocols;
  const names = asked ? [same(asked)] : TERMINAL_PROTOCOLS;
  const found = names.flatMap((name) => offered.filter((protocol) => same(protocol.name) === name))[0];
  if (found !== undefined) return found;
  throw new DrawbridgeError({
    code: 'no-web-terminal',
    message: asked
      ? `${asset.name} does not offer ${asked}.`
      : `${asset.name} offers no protocol with a text terminal.`,
    nextStep: offered.length > 0 ? 'Use one of the protocols it offers, or another asset.' : 'Choose another asset.',
    actor: 'agent',
    candidates: offered.map(({ name, port }) => `${name} (port ${port})`),
  });
}

/** KoKo's web terminal among the connect methods of a protocol; an administrator can have removed it (protocol §5.2). */
export function decideConnectMethod(
  asked: string | undefined,
  protocol: string,
  methods: readonly ConnectMethod[],
): string {
  const terminals = methods.filter(({ component, type }) => component === 'koko' && type === 'web');
  const wanted = asked === undefined ? 'web_cli' : same(asked);
  const found = terminals.find(({ value }) => same(value) === wanted);
  if (found !== undefined) return found.value;
  throw new DrawbridgeError({
    code: 'no-web-terminal',
    message: asked
      ? `"${asked}" is not a web terminal of KoKo for ${protocol}.`
      : `This JumpServer does not offer its web terminal for ${protocol}.`,
    nextStep:
      terminals.length > 0
        ? 'Leave connect_method out, or use one of these.'
        : 'Ask an administrator to allow the web terminal (web_cli).',
    actor: terminals.length > 0 ? 'agent' : 'admin',
    candidates: terminals.map(({ value, label }) => `${value} (${label})`),
  });
}

export const assetLine = ({ name, address, nodes, id }: AssetSummary): string =>
  [name, address, nodes.join(', ') || 'no node', `id ${id}`].join(' · ');

const accountLine = ({ name, username, alias, id }: AssetAccount): string =>
  [name, username === name ? '' : username, alias === id || alias === name ? '' : alias, `id ${id}`]
    .filter((part) => part !== '')
    .join(' · ');
