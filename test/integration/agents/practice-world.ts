import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../main/errors/clock.ts';
import { type FileLimits, FileSessions } from '../../../main/files/file-sessions.ts';
import { siteFileLinks } from '../../../main/files/site-file-links.ts';
import { RestClient } from '../../../main/jumpserver/rest-client.ts';
import { silentLog } from '../../../main/log/log.ts';
import { kokoLink } from '../../../main/sites/koko-link.ts';
import type { TerminalLimits } from '../../../main/terminals/pool-limits.ts';
import { TerminalPool, type TerminalPoolPorts } from '../../../main/terminals/terminal-pool.ts';
import type { Typing } from '../../../main/terminals/terminal-service.ts';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { signInToPractice } from '../../support/practice-login.ts';
import { OneSite } from './one-site.ts';

/** A practice site with alice signed in, the real REST client, and pools of real terminals on it. */
export async function practiceWorld(options: PracticeSiteOptions = {}, onAnswer: (path: string) => void = () => {}) {
  const practice = await PracticeSite.start({ connectDelayMs: 0, ...options });
  const alice = await signInToPractice(practice.url, practice.users.alice);
  const rest = new RestClient({
    baseUrl: practice.url,
    organisation: () => '00000000-0000-0000-0000-000000000002',
    transport: alice.transport,
    clock: systemClock,
    onAnswer,
  });
  return {
    practice,
    rest,
    sites: () => new OneSite({ rest, transport: alice.transport, baseUrl: practice.url }),
    pool: (
      limits: Partial<TerminalLimits> = {},
      willType?: (typing: Typing) => void,
      own: Pick<TerminalPoolPorts, 'ownCap' | 'ownIdleMs' | 'lookEveryMs'> = {},
    ) =>
      new TerminalPool({
        clock: systemClock,
        log: silentLog,
        random: randomBytes,
        limits: { pacing: null, ...limits },
        ...(willType ? { willType } : {}),
        ...own,
        // As the app does, on a site where nobody ever has to sign in.
        connect: (target, signal) =>
          kokoLink(new OneSite({ rest, transport: alice.transport, baseUrl: practice.url }), {
            target,
            what: 'a terminal',
            socket: 'terminal',
            signal,
          }),
      }),
    files: (sites: OneSite, limits: FileLimits = { inAll: 4, idleMs: 3_600_000 }) =>
      new FileSessions({
        clock: systemClock,
        log: silentLog,
        random: randomBytes,
        limits: () => limits,
        ...siteFileLinks(sites),
      }),
    dispose: () => practice.dispose(),
  };
}
