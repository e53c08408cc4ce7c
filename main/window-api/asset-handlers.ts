import type { z } from 'zod';
import type { ActionResult } from '../../preload/contract.ts';
import type { assetChannels } from '../../preload/contract-assets.ts';
import type { SitesPort } from '../sites/sites-port.ts';
import type { TerminalTarget } from '../terminals/terminal-model.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';

/** As long as a person looks at "opening" without asking themselves what is wrong. */
const OPEN_MS = 60_000;

type Channels = typeof assetChannels;
type Problem = Extract<ActionResult, { ok: false }>;

export interface AssetActions {
  readonly sites: Pick<SitesPort, 'find'>;
  readonly terminals: Pick<TerminalService, 'open'>;
  readonly target: (siteId: string, assetId: string, account: string, signal: AbortSignal) => Promise<TerminalTarget>;
}

/** An asset in full, and a terminal of the person's own on it. */
export function assetHandlers(
  { sites, terminals, target }: AssetActions,
  problem: (error: unknown) => Problem,
): {
  readonly [C in keyof Channels]: (
    argument: z.infer<Channels[C]['argument']>,
  ) => Promise<z.infer<Channels[C]['answer']>>;
} {
  return {
    'assets.detail': async ({ siteId, assetId }) => {
      try {
        const { accounts, protocols, category: _, ...asset } = await sites.find(siteId).discovery.asset(assetId);
        return {
          ok: true,
          asset: {
            ...asset,
            accounts: accounts.map(({ alias, name, username }) => ({ alias, name, username })),
            protocols: protocols.map(({ name, port }) => ({ name, port })),
          },
        };
      } catch (error) {
        return problem(error);
      }
    },
    'terminal.open-own': async ({ siteId, assetId, account }) => {
      const signal = AbortSignal.timeout(OPEN_MS);
      try {
        const where = await target(siteId, assetId, account, signal);
        const { id } = await terminals.open(where, { kind: 'person' }, signal);
        return { ok: true, terminalId: id };
      } catch (error) {
        return problem(error);
      }
    },
  };
}
