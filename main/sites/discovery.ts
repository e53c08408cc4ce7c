import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type {
  AssetDetail,
  AssetNode,
  AssetPage,
  AssetQuery,
  ConnectMethod,
  Profile,
  RestClientPort,
} from '../jumpserver/rest-client-port.ts';

/** Everything that only reads: it works with the web session, or with the site's durable key once that is gone. */
export type DiscoveryPort = Omit<
  RestClientPort,
  'setFavourite' | 'createConnectionToken' | 'connectionTokens' | 'expireConnectionToken' | 'organisations' | 'within'
>;

export interface DiscoveryPorts {
  readonly web: DiscoveryPort;
  readonly signed: DiscoveryPort;
  /** Whether the web session is known to be gone, and a key there. */
  readonly bySignature: () => boolean;
  /** The web session answered that it is lost: asks the site. */
  readonly reportLost: () => Promise<unknown>;
}

/** Reads with whatever proves the person now. Throws what RestClientPort throws. */
export class Discovery implements DiscoveryPort {
  readonly #ports: DiscoveryPorts;

  constructor(ports: DiscoveryPorts) {
    this.#ports = ports;
  }

  profile(signal?: AbortSignal): Promise<Profile> {
    return this.#read((rest) => rest.profile(signal));
  }

  nodes(signal?: AbortSignal): Promise<readonly AssetNode[]> {
    return this.#read((rest) => rest.nodes(signal));
  }

  assets(query: AssetQuery, signal?: AbortSignal): Promise<AssetPage> {
    return this.#read((rest) => rest.assets(query, signal));
  }

  asset(id: string, signal?: AbortSignal): Promise<AssetDetail> {
    return this.#read((rest) => rest.asset(id, signal));
  }

  favourites(signal?: AbortSignal): Promise<readonly string[]> {
    return this.#read((rest) => rest.favourites(signal));
  }

  connectMethods(signal?: AbortSignal): Promise<Readonly<Record<string, readonly ConnectMethod[]>>> {
    return this.#read((rest) => rest.connectMethods(signal));
  }

  async #read<T>(work: (rest: DiscoveryPort) => Promise<T>): Promise<T> {
    const { web, signed, bySignature, reportLost } = this.#ports;
    if (bySignature()) return work(signed);
    try {
      return await work(web);
    } catch (error) {
      if (!(error instanceof DrawbridgeError) || error.code !== 'sign-in-required') throw error;
      // Nobody had noticed yet that the session ended.
      await reportLost();
      if (!bySignature()) throw error;
      return work(signed);
    }
  }
}
