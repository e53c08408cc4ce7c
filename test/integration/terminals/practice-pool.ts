import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { systemClock } from '../../../main/errors/clock.ts';
import type { SocketTransport } from '../../../main/koko/socket-transport.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { TerminalLimits } from '../../../main/terminals/pool-limits.ts';
import type { TerminalTarget } from '../../../main/terminals/terminal-model.ts';
import { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { signInToPractice } from '../../support/practice-login.ts';

/** A practice site, alice signed in, and a pool of terminals on it. */
export async function practicePool(
  options: PracticeSiteOptions = {},
  limits: Partial<TerminalLimits> = {},
  language = 'en',
) {
  const site = await PracticeSite.start({ connectDelayMs: 0, ...options });
  const alice = await signInToPractice(site.url, site.users.alice);
  if (language !== 'en') await alice.transport.fetch({ method: 'GET', url: `${site.url}/core/i18n/${language}/` });
  /** What was sent in one tick, a data frame each. */
  const typed: string[][] = [];
  const transport = recordingTransport(alice.transport, typed);
  const pool = new TerminalPool({
    clock: systemClock,
    log: silentLog,
    random: randomBytes,
    limits: { pacing: null, ...limits },
    connect: async (target) => ({
      tokenId: await alice.connectionToken(target.asset.id, target.account.alias),
      transport,
      kokoUrl: alice.kokoUrl,
    }),
  });
  const target = async (name: string): Promise<TerminalTarget> => {
    const { asset, account } = await alice.findAsset(name);
    return {
      siteId: 'site_practice',
      asset: { id: asset.id, name, address: asset.address, type: asset.type.value },
      account: { alias: account, name: account, username: account },
      protocol: 'ssh',
      connectMethod: 'web_cli',
    };
  };
  return {
    site,
    pool,
    target,
    typed,
    async dispose() {
      await pool.dispose();
      await site.dispose();
    },
  };
}

/** Keeps what the app types. */
function recordingTransport(transport: SocketTransport, typed: string[][]): SocketTransport {
  return {
    async connectSocket(request) {
      const socket = await transport.connectSocket(request);
      const send = socket.send.bind(socket);
      socket.send = (frames) => {
        const data = frames.flatMap((frame) => {
          const { type, data } = dataFrame.parse(JSON.parse(String(frame)));
          return type === 'TERMINAL_DATA' ? [data] : [];
        });
        if (data.length > 0) typed.push(data);
        send(frames);
      };
      return socket;
    },
  };
}

const dataFrame = z.looseObject({ type: z.string(), data: z.string().default('') });
