/** One account on one asset of one site, in JumpServer's own words: where a terminal or a file session goes. */
export interface AccountTarget {
  readonly siteId: string;
  /** Where its token is made, when not in the site's own organisation. */
  readonly organisation?: string;
  readonly asset: {
    readonly id: string;
    readonly name: string;
    readonly address: string;
    readonly type: string;
    readonly nodes?: readonly string[];
  };
  /** `alias` is what a connection token wants (protocol §5.3). */
  readonly account: { readonly alias: string; readonly name: string; readonly username: string };
  readonly protocol: string;
  readonly connectMethod: string;
}

/** Whose a terminal or a file session is. */
export type Owner =
  | { readonly kind: 'agent'; readonly agentId: string; readonly name: string }
  | { readonly kind: 'person' };
