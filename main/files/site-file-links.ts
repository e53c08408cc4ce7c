import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { kokoLink } from '../sites/koko-link.ts';
import type { SitesPort } from '../sites/sites-port.ts';
import type { FileSessionPorts } from './file-session.ts';

/** How file sessions come by their connections. */
export function siteFileLinks(sites: Pick<SitesPort, 'find'>): Pick<FileSessionPorts, 'link'> {
  return {
    link: (target, signal) => kokoLink(sites, { target, what: 'a file session', socket: 'sftp', signal }),
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
