import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { SitesPort } from '../sites/sites-port.ts';
import type { FileSessionPorts } from './file-session.ts';

/** How file sessions come by their tokens: each connection takes a signed-in site and a connection token of its own (protocol §6). */
export function siteFileLinks(sites: Pick<SitesPort, 'find'>): Pick<FileSessionPorts, 'link'> {
  return {
    async link({ siteId, asset, account, protocol, connectMethod }, signal) {
      const site = sites.find(siteId);
      await site.whenSignedIn({ kind: 'agent', agent: 'a file session', doing: 'open' }, signal);
      const token = await site.rest.createConnectionToken(
        { assetId: asset.id, account: account.alias, protocol, connectMethod },
        signal,
      );
      return {
        tokenId: token.id,
        transport: site.transport,
        kokoUrl: `${site.summary().baseUrl.replace(/^http/, 'ws')}/koko/ws/sftp/`,
      };
    },
  };
}

/** Throws `no-file-access` where the permission gives no SFTP on the asset. */
export function assertSftp(asset: {
  readonly name: string;
  readonly protocols: readonly { readonly name: string }[];
}): void {
  if (asset.protocols.some(({ name }) => name === 'sftp')) return;
  throw new DrawbridgeError({
    code: 'no-file-access',
    message: `JumpServer gives no files on ${asset.name}: the permission has no protocol sftp.`,
    nextStep: 'Work in a terminal instead, or ask the JumpServer administrator for SFTP on this asset.',
    actor: 'admin',
  });
}
