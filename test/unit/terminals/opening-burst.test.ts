import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../main/log/log.ts';
import type { TerminalLimits } from '../../../main/terminals/pool-limits.ts';
import { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import type { OpeningStatus } from '../../../main/terminals/terminal-service.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { integratedBash, RecordedKoko } from '../../support/recorded-koko.ts';
import { agent, someTarget } from '../../support/terminal-target.ts';

const pools: TerminalPool[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.dispose();
});

const at = (name: string) => ({ ...someTarget, asset: { ...someTarget.asset, id: name, name } });

function made(limits: Partial<TerminalLimits> = {}) {
  const clock = new FakeClock();
  /** Whose openings began, in order. */
  const began: string[] = [];
  const pool = new TerminalPool({
    clock,
    log: silentLog,
    random: randomBytes,
    limits: { perAgent: 30, inAll: 200, ...limits },
    connect: async (target) => {
      began.push(target.asset.name);
      return { tokenId: `t${began.length}`, transport: new RecordedKoko(integratedBash()), kokoUrl: 'wss://jms/' };
    },
  });
  pools.push(pool);
  return { clock, pool, began };
}

const queued = (fields: object) =>
  expect.objectContaining({ code: 'terminal-queued', status: expect.objectContaining(fields) });
/** In small steps, so that what was said is heard before a deadline. */
async function passOn(clock: FakeClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 500) {
    await clock.advance(Math.min(500, left));
    await settle();
  }
}
const patience = { patienceMs: 25_000 };

describe('a burst of openings at the real pace', () => {
  it('of one agent: six at once, the rest told their place and time, all open in the end', async () => {
    const { pool, clock, began } = made();
    const places: (OpeningStatus | null)[] = [];
    const opening = Array.from({ length: 20 }, (_, index) =>
      pool.open(at(`h${index}`), agent('a'), undefined, { onWaiting: (status) => places.push(status()) }),
    );
    await passOn(clock, 1000);
    expect(began).toHaveLength(6);
    expect(places.at(-1)).toMatchObject({ kind: 'queued', position: 17, waitsFor: 'pace' });
    for (let minute = 0; minute < 3; minute += 1) await passOn(clock, 60_000);
    expect(await Promise.all(opening)).toHaveLength(20);
    expect(began).toHaveLength(20);
  });

  it('answers within the caller’s patience, and the same call again keeps its place', async () => {
    const { pool, clock, began } = made();
    const first = Array.from({ length: 8 }, (_, index) => pool.open(at(`h${index}`), agent('a'), undefined, patience));
    for (const one of first) one.catch(() => {});
    await passOn(clock, 25_000);
    await expect(first[6]).rejects.toEqual(queued({ kind: 'queued', position: 1, etaMs: 35_000, waitsFor: 'pace' }));
    await expect(first[7]).rejects.toEqual(queued({ position: 2 }));
    const again = [6, 7].map((index) => pool.open(at(`h${index}`), agent('a'), undefined, patience));
    for (const one of again) one.catch(() => {});
    await passOn(clock, 1000);
    expect(pool.list()).toHaveLength(8);
    await passOn(clock, 24_000);
    await expect(again[0]).rejects.toEqual(queued({ position: 1, etaMs: 10_000 }));
    const third = pool.open(at('h6'), agent('a'), undefined, patience);
    await passOn(clock, 11_000);
    expect((await third).state).toEqual({ kind: 'prompt' });
    expect(began.slice(6)).toEqual(['h6', 'h7']);
  });

  it('of four agents: they take turns, and who asks for one waits for one', async () => {
    const { pool, clock, began } = made({ pacing: { atOnce: 1, perMinute: 6 } });
    const ask = (name: string, count: number) =>
      Array.from({ length: count }, () => pool.open(at(name), agent(name), undefined));
    const all = [...ask('flood', 14), ...ask('b', 3), ...ask('c', 2), ...ask('d', 1)];
    for (let minute = 0; minute < 4; minute += 1) await passOn(clock, 60_000);
    await Promise.all(all);
    expect(began.slice(0, 10)).toEqual(['flood', 'b', 'c', 'd', 'flood', 'b', 'c', 'flood', 'b', 'flood']);
    expect(began).toHaveLength(20);
  });

  it('a cancelled call leaves the queue at once, and those behind it move up', async () => {
    const { pool, clock } = made({ pacing: { atOnce: 1, perMinute: 1 } });
    await pool.open(at('first'), agent('a'));
    const abort = new AbortController();
    const gone = expect(pool.open(at('gone'), agent('a'), abort.signal)).rejects.toThrow('enough');
    let place: () => OpeningStatus | null = () => null;
    const next = pool.open(at('next'), agent('a'), undefined, { onWaiting: (status) => (place = status) });
    expect(place()).toMatchObject({ position: 2 });
    abort.abort(new Error('enough'));
    await gone;
    expect(place()).toMatchObject({ position: 1 });
    expect(pool.list().map(({ target }) => target.asset.name)).toEqual(['first', 'next']);
    await passOn(clock, 61_000);
    expect((await next).state).toEqual({ kind: 'prompt' });
  });

  it('an opening is given up two minutes after its caller was told to come back, unless somebody joined', async () => {
    const { pool, clock, began } = made({ pacing: { atOnce: 1, perMinute: 1 } });
    await pool.open(at('1'), agent('a'));
    const rest = ['2', '3', '4', '5'].map((name) => pool.open(at(name), agent('a'), undefined, patience));
    for (const one of rest) one.catch(() => {});
    await passOn(clock, 26_000);
    const joined = pool.open(at('5'), agent('a'));
    for (let minute = 0; minute < 4; minute += 1) await passOn(clock, 60_000);
    expect((await joined).state).toEqual({ kind: 'prompt' });
    expect(began).toEqual(['1', '2', '3', '5']);
  });

  it('takes no more than 32 waiting of one agent, and says so at once', async () => {
    const { pool } = made({ pacing: { atOnce: 1, perMinute: 1 } });
    const abort = new AbortController();
    const many = Array.from({ length: 33 }, (_, index) => pool.open(at(`h${index}`), agent('a'), abort.signal));
    await expect(pool.open(at('one more'), agent('a'))).rejects.toMatchObject({ code: 'terminal-limit' });
    await settle();
    expect(pool.open(at('other'), agent('b'), abort.signal).catch(() => 'given up')).toBeInstanceOf(Promise);
    abort.abort(new Error('enough'));
    const ends = await Promise.allSettled(many);
    expect(ends.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(32);
  });

  it('commands of one agent on one target share the shells there are instead of waiting for new ones', async () => {
    const clock = new FakeClock();
    const kokos: RecordedKoko[] = [];
    const pool = new TerminalPool({
      clock,
      log: silentLog,
      random: randomBytes,
      connect: async () => {
        const koko = new RecordedKoko(integratedBash());
        kokos.push(koko);
        return { tokenId: 't', transport: koko, kokoUrl: 'wss://jms/' };
      },
    });
    pools.push(pool);
    // A shell that answers each command at once.
    pool.on('run-started', ({ terminal, run }) => {
      const koko = kokos[pool.list().findIndex(({ id }) => id === terminal.id)];
      setImmediate(() =>
        koko?.print(`x\r\n\x1b]133;C;ID\x07${run.command}\x1b]133;D;0;ID;1001;/\x07$ \x1b]133;B;ID\x07`),
      );
    });
    const runs = Array.from({ length: 20 }, (_, index) =>
      pool.runOn(someTarget, { owner: agent('a'), command: `echo ${index}`, patienceMs: 25_000 }),
    );
    await passOn(clock, 1500);
    expect((await Promise.all(runs)).map(({ outcome }) => outcome.kind)).toEqual(Array(20).fill('done'));
    expect(kokos).toHaveLength(1);
  });
});
