/** JumpServer's REST, typed. All calls throw DrawbridgeError; a lost session throws `sign-in-required`. */
export interface RestClientPort {
  profile(signal?: AbortSignal): Promise<Profile>;
  /** Those in which the person may work (protocol §4.5). */
  organisations(signal?: AbortSignal): Promise<readonly Organisation[]>;
  /** The same session in another organisation. */
  within(organisation: string): RestClientPort;
  nodes(signal?: AbortSignal): Promise<readonly AssetNode[]>;
  assets(query: AssetQuery, signal?: AbortSignal): Promise<AssetPage>;
  asset(id: string, signal?: AbortSignal): Promise<AssetDetail>;
  /** Ids of the assets that the person marked on JumpServer itself (protocol §5.5). */
  favourites(signal?: AbortSignal): Promise<readonly string[]>;
  setFavourite(assetId: string, on: boolean, signal?: AbortSignal): Promise<void>;
  connectMethods(signal?: AbortSignal): Promise<Readonly<Record<string, readonly ConnectMethod[]>>>;
  /** One-use; its id goes into the KoKo URL (protocol §6). */
  createConnectionToken(
    request: ConnectionTokenRequest,
    signal?: AbortSignal,
  ): Promise<{ readonly id: string; readonly expiresInSeconds: number }>;
  /** The user's own that can still be used; never their secrets. */
  connectionTokens(
    query: { readonly limit: number; readonly offset: number },
    signal?: AbortSignal,
  ): Promise<ConnectionTokenPage>;
  /** One that is used, expired or unknown counts as ended: `ended` is false then. */
  expireConnectionToken(id: string, signal?: AbortSignal): Promise<{ readonly ended: boolean }>;
}

export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
}

export interface Profile {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly mfaEnabled: boolean;
  readonly roles: readonly string[];
}

export interface AssetNode {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  /** `/Default/Web` */
  readonly path: string;
  readonly assetCount: number | null;
}

export interface AssetQuery {
  readonly search?: string;
  /** `favorite` and `ungrouped` name JumpServer's special groups. */
  readonly nodeId?: string;
  /** Those of the nodes below too. */
  readonly recursive?: boolean;
  readonly limit: number;
  readonly offset: number;
}

export interface AssetSummary {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly platform: string;
  readonly type: string;
  readonly category: string;
  readonly nodes: readonly string[];
  readonly isActive: boolean;
  readonly comment: string;
}

export interface AssetPage {
  readonly total: number;
  readonly assets: readonly AssetSummary[];
}

export interface AssetAccount {
  readonly id: string;
  readonly alias: string;
  readonly name: string;
  readonly username: string;
  readonly hasSecret: boolean;
  readonly actions: readonly string[];
  readonly expiresAt: string | null;
}

export interface AssetProtocol {
  readonly name: string;
  readonly port: number;
  readonly isPublic: boolean;
}

export interface AssetDetail extends AssetSummary {
  /** Whose it is (protocol §4.5); null where the site does not say. */
  readonly organisation: string | null;
  readonly accounts: readonly AssetAccount[];
  readonly protocols: readonly AssetProtocol[];
}

export interface ConnectMethod {
  readonly value: string;
  readonly label: string;
  readonly type: string;
  readonly component: string;
}

export interface ConnectionTokenRequest {
  readonly assetId: string;
  readonly account: string;
  readonly protocol: string;
  readonly connectMethod: string;
  /** Where the administrator allows it; otherwise one connection uses it up. */
  readonly reusable?: boolean;
}

/** A connection token without its secret (protocol §6). */
export interface ConnectionToken {
  readonly id: string;
  readonly asset: string;
  readonly account: string;
  readonly protocol: string;
  readonly connectMethod: string;
  readonly reusable: boolean;
  readonly active: boolean;
  readonly expiresInSeconds: number;
}

export interface ConnectionTokenPage {
  readonly total: number;
  readonly tokens: readonly ConnectionToken[];
}
