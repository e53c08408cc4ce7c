import { expect, test } from 'vitest';
import { SessionWatch } from '../../../main/sites/session-watch.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const MINUTE = 60_000;

function watched(site: { alive: boolean }) {
  const clock = new FakeClock();
  const seen: string[] = [];
  const faults: unknown[] = [];
  const watch: SessionWatch = new SessionWatch({
    clock,
    keepAlive: async () => {
      seen.push('keep-alive');
      if (site.alive) watch.renewed();
    },
    look: async () => {
      seen.push('look');
      if (!site.alive) watch.stop();
    },
    onExpiring: () => seen.push('expiring'),
    onIdle: (idle) => seen.push(idle ? 'idle' : 'at work'),
    keepAliveWhileIdleMs: () => 60 * MINUTE,
    onFault: (error) => faults.push(error),
  });
  return { clock, seen, faults, watch };
}

const count = (seen: readonly string[], what: string) => seen.filter((one) => one === what).length;

test('a session of a few seconds is kept alive too', async () => {
  const { clock, seen, watch } = watched({ alive: true });
  watch.touch();
  watch.start(24_000);
  await clock.advance(MINUTE);
  expect(count(seen, 'keep-alive')).toBeGreaterThanOrEqual(9);
  expect(seen).not.toContain('expiring');
});

test('a watch that ends leaves no timer', async () => {
  const site = { alive: true };
  const { clock, seen, watch } = watched(site);
  watch.start(null);
  await clock.advance(10 * MINUTE);
  site.alive = false;
  await clock.advance(10 * MINUTE);
  expect(clock.pending).toBe(0);
  const looks = seen.length;
  await clock.advance(60 * MINUTE);
  expect(seen).toHaveLength(looks);
});

test('a restart during a look leaves one timer, not two', async () => {
  const { clock, watch } = watched({ alive: true });
  watch.start(60 * MINUTE);
  await clock.advance(MINUTE - 1);
  const passing = clock.advance(1);
  watch.start(60 * MINUTE);
  await passing;
  expect(clock.pending).toBe(1);
});
