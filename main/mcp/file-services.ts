import { FileSessions, type FileSessionsPorts } from '../files/file-sessions.ts';
import { siteFileLinks } from '../files/site-file-links.ts';
import { Transfers } from '../files/transfers.ts';
import { FileActs, type FileActsPorts } from '../guard/file-acts.ts';
import { FolderGrants, type FolderGrantsPorts } from '../guard/folder-grants.ts';
import { bridgeRaised, type KillSwitch } from '../guard/kill-switch.ts';
import type { SitesPort } from '../sites/sites-port.ts';

/** What the file tools work with. */
export interface FileServices {
  readonly sessions: FileSessions;
  readonly transfers: Transfers;
  readonly acts: FileActs;
  readonly grants: FolderGrants;
}

export interface FileServicesPorts
  extends Omit<FileSessionsPorts, 'link'>,
    Omit<FileActsPorts, 'journal'>,
    Omit<FolderGrantsPorts, 'clock' | 'claimOf'> {
  readonly journal: FileActsPorts['journal'];
  readonly sites: Pick<SitesPort, 'find' | 'on'>;
  readonly killSwitch: Pick<KillSwitch, 'on'>;
  readonly agents: {
    on(name: 'did-change', listener: (here: readonly { readonly id: string }[]) => void): () => void;
    list(): readonly { readonly id: string; readonly name: string; readonly projectFolder: string }[];
  };
}

/** Builds them, and ends what nobody may use any more: the agent left, another person signed in, the bridge was raised. */
export function fileServices(ports: FileServicesPorts): FileServices & { dispose(): Promise<void> } {
  const { sites, killSwitch, agents, clock } = ports;
  const sessions = new FileSessions({ ...ports, ...siteFileLinks(sites) });
  const transfers = new Transfers(clock);
  const closeSite = (id: string, reason: string) => sessions.closeWhere(({ target }) => target.siteId === id, reason);
  const off = [
    killSwitch.on('did-change', ({ raised }) => {
      if (raised) transfers.stop(() => true, bridgeRaised());
    }),
    agents.on('did-change', (here) => {
      sessions.hurry();
      const ids = new Set(here.map(({ id }) => id));
      transfers.stop((id) => !ids.has(id), new Error('Its agent is gone.'));
      sessions.closeWhere(({ owner }) => owner.kind === 'agent' && !ids.has(owner.agentId), 'Its agent is gone.');
    }),
    sites.on('did-change-user', ({ siteId }) => closeSite(siteId, 'Another person signed in.')),
    sites.on('did-sign-out', ({ siteId }) => closeSite(siteId, 'The site was signed out of.')),
    sites.on('did-remove', ({ id }) => closeSite(id, 'Its site was removed.')),
  ];
  return {
    ...{ sessions, transfers },
    acts: new FileActs(ports),
    grants: new FolderGrants({
      ...ports,
      claimOf: (agentId) => {
        const agent = agents.list().find(({ id }) => id === agentId);
        return agent && { client: agent.name, project: agent.projectFolder };
      },
    }),
    async dispose() {
      for (const stop of off) stop();
      await transfers.dispose();
      sessions.dispose();
    },
  };
}
