import { untilAborted } from '../errors/until-aborted.ts';
import type { SocketTransport } from '../koko/socket-transport.ts';
import type { AccountTarget } from './account-target.ts';
import type { SitesPort } from './sites-port.ts';

export interface KokoLink {
  readonly tokenId: string;
  readonly transport: SocketTransport;
  readonly kokoUrl: string;
  /** Ends the token, where nobody is to use it any more. */
  giveUp(): void;
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
  const { siteId, organisation, asset, account, protocol, connectMethod } = target;
  const site = sites.find(siteId);
  await site.whenSignedIn({ kind: 'agent', agent: what, doing: 'open' }, signal);
  const rest = organisation === undefined ? site.rest : site.rest.within(organisation);
  // Not by the signal: a request that is given up may have made a token all the same.
  const making = rest.createConnectionToken({
    assetId: asset.id,
    account: account.alias,
    protocol,
    connectMethod,
  });
  // One that cannot be ended lapses by itself.
  const giveUp = () => void making.then(({ id }) => rest.expireConnectionToken(id)).catch(() => {});
  const token = await untilAborted(making, signal).catch((error: unknown) => {
    if (signal?.aborted) giveUp();
    throw error;
  });
  const kokoUrl = `${site.summary().baseUrl.replace(/^http/, 'ws')}/koko/ws/${socket}/`;
  return { tokenId: token.id, transport: site.transport, kokoUrl, giveUp };
}
