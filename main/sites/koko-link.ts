import type { SocketTransport } from '../koko/socket-transport.ts';
import type { AccountTarget } from './account-target.ts';
import type { SitesPort } from './sites-port.ts';

export interface KokoLink {
  readonly tokenId: string;
  readonly transport: SocketTransport;
  readonly kokoUrl: string;
}

interface KokoLinkRequest {
  readonly target: AccountTarget;
  /** For the person who has to sign in first: what wants to be opened. */
  readonly what: string;
  /** KoKo's socket: `terminal` or `sftp`. */
  readonly socket: 'terminal' | 'sftp';
  readonly signal?: AbortSignal | undefined;
}

/** What a connection to KoKo begins with: a signed-in site, and a connection token of its own (protocol §6). */
export async function kokoLink(
  sites: Pick<SitesPort, 'find'>,
  { target, what, socket, signal }: KokoLinkRequest,
): Promise<KokoLink> {
  const { siteId, asset, account, protocol, connectMethod } = target;
  const site = sites.find(siteId);
  await site.whenSignedIn({ kind: 'agent', agent: what, doing: 'open' }, signal);
  const token = await site.rest.createConnectionToken(
    { assetId: asset.id, account: account.alias, protocol, connectMethod },
    signal,
  );
  const kokoUrl = `${site.summary().baseUrl.replace(/^http/, 'ws')}/koko/ws/${socket}/`;
  return { tokenId: token.id, transport: site.transport, kokoUrl };
}
