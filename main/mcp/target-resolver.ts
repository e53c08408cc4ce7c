import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { AssetDetail, AssetSummary, ConnectMethod } from '../jumpserver/rest-client-port.ts';
import { organisationFor } from '../sites/chosen-organisation.ts';
import type { SitePort, SitesPort } from '../sites/sites-port.ts';
import type { TerminalTarget } from '../terminals/terminal-model.ts';
import { decideAccount, decideAsset, decideConnectMethod, decideProtocol } from './resolve-target.ts';

export interface TargetRequest {
  readonly asset: string;
  readonly account?: string | undefined;
  readonly protocol?: string | undefined;
  readonly connectMethod?: string | undefined;
}

type ConnectMethods = Readonly<Record<string, readonly ConnectMethod[]>>;

/** A reference is looked up anew after this: assets are renamed and granted while agents work. */
const REMEMBER_MS = 5 * 60_000;
const REMEMBER_AT_MOST = 500;
const PAGE = 100;
/** A search that matches more than this names nothing. */
const LOOK_AT_MOST = 1_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** From what an agent calls an asset and an account to where a terminal goes; remembers answers, so that a warm run asks nothing. */
export class TargetResolver {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly target: TerminalTarget; readonly until: number }>();
  /** By site: which protocols the web terminal serves, for all of its assets. */
  readonly #methods = new Map<string, { readonly methods: ConnectMethods; readonly until: number }>();
  readonly #unsubscribe: readonly (() => void)[];

  constructor(ports: { readonly sites: Pick<SitesPort, 'on'>; readonly clock: Clock }) {
    this.#clock = ports.clock;
    // Another user may see other assets under the same name.
    this.#unsubscribe = [
      ports.sites.on('did-sign-in', ({ siteId }) => this.forget(siteId)),
      ports.sites.on('did-sign-out', ({ siteId }) => this.forget(siteId)),
      ports.sites.on('did-remove', ({ id }) => this.forget(id)),
    ];
  }

  /** What was found for this very request a short while ago. */
  remembered(siteId: string, request: TargetRequest): TerminalTarget | undefined {
    const known = this.#known.get(key(siteId, request));
    return known !== undefined && known.until > this.#clock.now() ? known.target : undefined;
  }

  forget(siteId: string): void {
    this.#methods.delete(siteId);
    for (const name of this.#known.keys()) if (name.startsWith(`${siteId}\n`)) this.#known.delete(name);
  }

  /** Throws `asset-…`, `account-…`, `no-web-terminal`, `permission-denied` with candidates, and what REST throws. */
  async target(site: SitePort, request: TargetRequest, signal: AbortSignal): Promise<TerminalTarget> {
    const asset = await this.asset(site, request.asset, signal);
    const account = decideAccount(request.account, asset);
    const protocol = decideProtocol(request.protocol, asset).name;
    const methods = await this.#connectMethods(site, signal);
    const connectMethod = decideConnectMethod(request.connectMethod, protocol, methods[protocol] ?? []);
    const chosen = await site.organisation?.(signal);
    const target: TerminalTarget = {
      siteId: site.id,
      ...(chosen === undefined ? {} : { organisation: organisationFor(chosen, asset.organisation) }),
      asset: { id: asset.id, name: asset.name, address: asset.address, type: asset.type, nodes: asset.nodes },
      account: { alias: account.alias, name: account.name, username: account.username },
      protocol,
      connectMethod,
    };
    if (this.#known.size >= REMEMBER_AT_MOST) this.#known.clear();
    this.#known.set(key(site.id, request), { target, until: this.#clock.now() + REMEMBER_MS });
    return target;
  }

  /** Throws `asset-not-found`, `asset-ambiguous`. */
  async asset(site: SitePort, reference: string, signal: AbortSignal): Promise<AssetDetail> {
    if (UUID.test(reference.trim())) {
      try {
        return await site.discovery.asset(reference.trim().toLowerCase(), signal);
      } catch (error) {
        // Only what is not there may still be a name; a lost session or a fault is not.
        if (!(error instanceof DrawbridgeError) || error.code !== 'asset-not-found') throw error;
      }
    }
    const found = decideAsset(reference, await search(site, reference, signal));
    return site.discovery.asset(found.id, signal);
  }

  async #connectMethods(site: SitePort, signal: AbortSignal): Promise<ConnectMethods> {
    const known = this.#methods.get(site.id);
    if (known !== undefined && known.until > this.#clock.now()) return known.methods;
    const methods = await site.discovery.connectMethods(signal);
    this.#methods.set(site.id, { methods, until: this.#clock.now() + REMEMBER_MS });
    return methods;
  }

  dispose(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#known.clear();
    this.#methods.clear();
  }
}

/** All that JumpServer's own search finds, so that a second asset of the same name is never overlooked. */
async function search(site: SitePort, reference: string, signal: AbortSignal): Promise<AssetSummary[]> {
  // `name (address)` as we print it: JumpServer searches one field at a time.
  const text = reference.trim().replace(/\s*\([^()]*\)$/, '');
  const found: AssetSummary[] = [];
  for (let offset = 0; offset < LOOK_AT_MOST; offset += PAGE) {
    const page = await site.discovery.assets({ search: text, limit: PAGE, offset }, signal);
    found.push(...page.assets);
    if (page.assets.length === 0 || found.length >= page.total) break;
  }
  return found;
}

const key = (siteId: string, { asset, account, protocol, connectMethod }: TargetRequest): string =>
  [siteId, asset.trim().toLowerCase(), account?.trim().toLowerCase() ?? '', protocol ?? '', connectMethod ?? ''].join(
    '\n',
  );
