import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { setInterval } from 'node:timers';
import type { z } from 'zod';
import { systemClock } from '../../../main/errors/clock.ts';
import { silentLog } from '../../../main/log/log.ts';
import { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { signInToPractice } from '../../support/practice-login.ts';
import { agent } from '../../support/terminal-target.ts';
import { floodOrder, type floodReport } from './flood-order.ts';

/** This process holds the client's side alone, so that its memory is the client's. */
const isLinux = process.platform === 'linux';
const resident = () => (isLinux ? fromStatus('VmRSS') : process.memoryUsage().rss);
const fromStatus = (name: string) =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;

async function flood({ url, user, command }: z.infer<typeof floodOrder>): Promise<z.infer<typeof floodReport>> {
  const alice = await signInToPractice(url, user);
  const pool = new TerminalPool({
    clock: systemClock,
    log: silentLog,
    random: randomBytes,
    limits: { pacing: null, maxOutputBytes: Number.POSITIVE_INFINITY },
    connect: async (target) => ({
      tokenId: await alice.connectionToken(target.asset.id, target.account.alias),
      transport: alice.transport,
      kokoUrl: alice.kokoUrl,
    }),
  });
  const owner = agent('a');
  const { asset, account } = await alice.findAsset('lab-bash');
  const target = {
    ...{ siteId: 'site_practice', protocol: 'ssh', connectMethod: 'web_cli' },
    asset: { id: asset.id, name: asset.name, address: asset.address, type: 'linux' },
    account: { alias: account, name: account, username: account },
  };
  const { id } = await pool.open(target, owner);
  await pool.run(id, { owner, command: 'true', patienceMs: 30_000 });
  const before = resident();
  // The kernel's own highest mark: no peak is missed between two looks.
  if (isLinux) writeFileSync('/proc/self/clear_refs', '5');
  let most = before;
  let samples = 0;
  const sampler = setInterval(() => {
    samples += 1;
    most = Math.max(most, resident());
  }, 50);
  const run = await pool.run(id, { owner, command, patienceMs: 240_000 });
  clearInterval(sampler);
  const { start, end } = run.output;
  const report = {
    outcome: run.outcome,
    bytes: end - start,
    gap: pool.readOutput(id, owner, start, 100).gap,
    lastLine:
      pool
        .readOutput(id, owner, end - 200, 200, { to: end })
        .text.trimEnd()
        .split('\n')
        .at(-1) ?? '',
    before,
    most: Math.max(most, isLinux ? fromStatus('VmHWM') : 0),
    samples,
  };
  await pool.dispose();
  return report;
}

process.once('message', (order) => {
  void flood(floodOrder.parse(order)).then(
    (report) => process.send?.(report, () => process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
