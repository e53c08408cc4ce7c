import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../main/errors/clock.ts';
import { RestClient } from '../../../main/jumpserver/rest-client.ts';
import { silentLog } from '../../../main/log/log.ts';
import { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { NodeSiteTransport } from '../../support/node-site-transport.ts';
import { OneSite } from './one-site.ts';

/** A site that nobody answers for: enough for what concerns the socket alone. */
export function idleWorld() {
  const transport = new NodeSiteTransport();
  const baseUrl = 'http://127.0.0.1:9';
  const rest = new RestClient({ baseUrl, organisation: () => '', transport, clock: systemClock, onAnswer() {} });
  const pool = new TerminalPool({
    clock: systemClock,
    log: silentLog,
    random: randomBytes,
    connect: () => Promise.reject(new Error('no terminals here')),
  });
  return { sites: new OneSite({ rest, transport, baseUrl }), pool };
}
