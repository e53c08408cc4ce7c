import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { DrawbridgeError } from '../../../main/errors/drawbridge-error.ts';
import { Throttled } from '../../../main/errors/throttled.ts';
import { UpgradeRefused } from '../../../main/koko/socket-transport.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { TerminalLimits } from '../../../main/terminals/pool-limits.ts';
import { TerminalPool, type TerminalPoolPorts } from '../../../main/terminals/terminal-pool.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { integratedBash, RecordedKoko } from '../../support/recorded-koko.ts';
import { agent, someTarget } from '../../support/terminal-target.ts';

const pools: TerminalPool[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.dispose();
});

function made(limits: Partial<TerminalLimits> = {}, ports: Partial<TerminalPoolPorts> = {}) {
  const clock = new FakeClock();
  const kokos: RecordedKoko[] = [];
  const pool = new TerminalPool({
    clock,
    log: silentLog,
    random: randomBytes,
    limits,
    connect: async () => {
      const koko = new RecordedKoko(integratedBash());
      kokos.push(koko);
      return { tokenId: `t${kokos.length}`, transport: koko, kokoUrl: 'wss://jms/koko/ws/terminal/' };
    },
    ...ports,
  });
  pools.push(pool);
  /** The shell's answer to a command. */
  const answer = (koko: RecordedKoko | undefined, output = '', code = 0) =>
    koko?.print(`x\r\n\x1b[?2004l\r\x1b]133;C;ID\x07${output}\x1b]133;D;${code};ID;1001;/\x07$ \x1b]133;B;ID\x07`);
  return { clock, kokos, pool, answer };
}

const owner = agent('a');
const request = { owner, command: 'true', patienceMs: 25_000 };

describe('the pool of terminals', () => {
  it('opens a terminal for the first command and uses it again for the next', async () => {
    const { pool, kokos, answer } = made();
    const first = pool.runOn(someTarget, request);
    await settle();
    answer(kokos[0]);
    expect((await first).outcome).toEqual({ kind: 'done', exitCode: 0 });
    const second = pool.runOn(someTarget, request);
    await settle();
    answer(kokos[0], '', 3);
    expect((await second).outcome).toEqual({ kind: 'done', exitCode: 3 });
    expect(kokos).toHaveLength(1);
    expect(pool.list(owner)[0]?.id).toMatch(/^term_[\w-]{22}$/);
  });

  it('waits two seconds for a busy terminal, then opens another', async () => {
    const { pool, kokos, clock, answer } = made();
    const long = pool.runOn(someTarget, { ...request, command: 'sleep 60' });
    await settle();
    const second = pool.runOn(someTarget, request);
    await clock.advance(1900);
    expect(kokos).toHaveLength(1);
    await clock.advance(200);
    expect(kokos).toHaveLength(2);
    answer(kokos[1], 'two');
    expect((await second).outcome).toEqual({ kind: 'done', exitCode: 0 });
    answer(kokos[0]);
    expect((await long).outcome).toEqual({ kind: 'done', exitCode: 0 });
  });

  it('takes a busy terminal that becomes free in time', async () => {
    const { pool, kokos, clock, answer } = made();
    const long = pool.runOn(someTarget, { ...request, command: 'sleep 1' });
    await settle();
    const second = pool.runOn(someTarget, request);
    await clock.advance(1000);
    answer(kokos[0]);
    await long;
    await settle();
    answer(kokos[0]);
    await second;
    expect(kokos).toHaveLength(1);
  });

  it('says what to close where the cap allows no other and nothing gets free in time', async () => {
    const { pool, clock, kokos } = made({ perAgent: 1 });
    const long = pool.runOn(someTarget, { ...request, command: 'sleep 60', patienceMs: 60_000 });
    await settle();
    const id = pool.list(owner)[0]?.id;
    const full = expect.objectContaining({
      code: 'terminal-limit',
      candidates: [`${id} · web-01 as ops · running: sleep 60`],
    });
    const refused = expect(pool.runOn(someTarget, request)).rejects.toEqual(full);
    const opening = expect(pool.open(someTarget, owner, undefined, { patienceMs: 25_000 })).rejects.toEqual(full);
    await clock.advance(25_000);
    await refused;
    await opening;
    expect(kokos).toHaveLength(1);
    expect(pool.list(owner)).toHaveLength(1);
    await pool.close(id ?? '', owner, 'Enough.');
    expect((await long).outcome).toEqual({ kind: 'closed', reason: 'Enough.' });
  });

  it('waits under the cap for a shell on the target to become free', async () => {
    const { pool, clock, kokos, answer } = made({ perAgent: 1 });
    const long = pool.runOn(someTarget, { ...request, command: 'sleep 60' });
    await settle();
    const second = pool.runOn(someTarget, request);
    await clock.advance(20_000);
    answer(kokos[0]);
    await long;
    await settle();
    answer(kokos[0], 'two');
    expect((await second).outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(kokos).toHaveLength(1);
    expect(pool.list(owner)).toHaveLength(1);
  });

  it('closes the agent’s own longest-idle terminal to make room for another, and says so once', async () => {
    const { pool, clock, kokos, answer } = made({ perAgent: 2 });
    const at = (name: string) => ({ ...someTarget, asset: { ...someTarget.asset, id: name, name } });
    for (const [index, name] of ['one', 'two'].entries()) {
      const run = pool.runOn(at(name), request);
      await settle();
      answer(kokos[index]);
      await run;
      await clock.advance(1000);
    }
    const [first, second] = pool.list(owner);
    await pool.open(at('three'), owner);
    expect(pool.get(first?.id ?? '').state).toMatchObject({ kind: 'closed' });
    expect(pool.get(second?.id ?? '').state).toEqual({ kind: 'prompt' });
    expect(pool.takeNotices('a')).toEqual([
      `${first?.id} on one was closed: It was idle for longest, and room was needed for another. Its directory (/), user (uid 1001) and variables are gone. The next command there gets a new shell.`,
    ]);
    expect(pool.takeNotices('a')).toEqual([]);
  });

  it('never closes another agent’s terminal to make room', async () => {
    const { pool, clock } = made({ inAll: 1 });
    const { id } = await pool.open(someTarget, agent('b'));
    const refused = expect(pool.open(someTarget, owner, undefined, { patienceMs: 1000 })).rejects.toMatchObject({
      code: 'terminal-limit',
      candidates: [],
      actor: 'person',
    });
    await clock.advance(1000);
    await refused;
    expect(pool.get(id).state).toEqual({ kind: 'prompt' });
  });

  it('opens no more than six terminals a minute on a site', async () => {
    const { pool, kokos, clock } = made({ perAgent: 20 });
    const opening = Array.from({ length: 8 }, () => pool.open(someTarget, owner));
    await clock.advance(1000);
    expect(kokos).toHaveLength(6);
    await clock.advance(59_500);
    expect(kokos).toHaveLength(8);
    expect(await Promise.all(opening)).toHaveLength(8);
  });

  it('waits as long as JumpServer says and takes a new token', async () => {
    const throttled = {
      t: 0,
      dir: 'S',
      op: 'text',
      payload: JSON.stringify({
        id: '',
        type: 'ERROR',
        err: 'Request was throttled. Expected available in 3 seconds.',
      }),
    } as const;
    const tokens: string[] = [];
    const { pool, clock } = made(
      {},
      {
        connect: async () => {
          tokens.push(`t${tokens.length}`);
          const transport = new RecordedKoko(tokens.length === 1 ? [throttled] : integratedBash());
          return { tokenId: tokens.at(-1) ?? '', transport, kokoUrl: 'wss://jms/' };
        },
      },
    );
    const opening = pool.open(someTarget, owner);
    await clock.advance(3900);
    expect(tokens).toEqual(['t0']);
    await clock.advance(200);
    expect((await opening).state).toEqual({ kind: 'prompt' });
    expect(tokens).toEqual(['t0', 't1']);
  });

  it('waits as long as REST says when it throttles the token', async () => {
    let tries = 0;
    const { pool, clock, kokos } = made(
      {},
      {
        connect: async () => {
          tries += 1;
          if (tries === 1) throw new Throttled(12, 'JumpServer limits how often it may be asked.');
          const transport = new RecordedKoko(integratedBash());
          kokos.push(transport);
          return { tokenId: 't', transport, kokoUrl: 'wss://jms/' };
        },
      },
    );
    const queued = { code: 'terminal-queued', status: { kind: 'queued', waitsFor: 'quiet', etaMs: 8000 } };
    const soon = expect(pool.open(someTarget, owner, undefined, { patienceMs: 5000 })).rejects.toMatchObject(queued);
    await settle();
    // Nobody else begins meanwhile.
    const other = pool.open(someTarget, agent('b'));
    await clock.advance(5000);
    await soon;
    expect(tries).toBe(1);
    const again = pool.open(someTarget, owner);
    await clock.advance(8000);
    expect((await again).state).toEqual({ kind: 'prompt' });
    expect((await other).state).toEqual({ kind: 'prompt' });
    expect(tries).toBe(3);
  });

  it('says how long JumpServer wants quiet where that is too long to wait', async () => {
    const { pool } = made({}, { connect: () => Promise.reject(new Throttled(3600, 'Busy.')) });
    await expect(pool.open(someTarget, owner)).rejects.toMatchObject({
      code: 'throttled',
      message: expect.stringContaining('3601 s'),
    });
  });

  it('opens anew, once, where KoKo gives no session; a second silence is told', async () => {
    const connected = integratedBash().filter(({ op, payload = '' }) => op === 'text' && payload.includes('"CONNECT"'));
    let tries = 0;
    const { pool, clock } = made(
      {},
      {
        connect: async () => {
          tries += 1;
          const silent = tries === 1 || tries > 2;
          return {
            tokenId: 't',
            transport: new RecordedKoko(silent ? connected : integratedBash()),
            kokoUrl: 'wss://jms/',
          };
        },
      },
    );
    const opening = pool.open(someTarget, owner);
    await clock.advance(30_000);
    expect((await opening).state).toEqual({ kind: 'prompt' });
    expect(tries).toBe(2);
    const refused = expect(pool.open(someTarget, owner)).rejects.toMatchObject({ code: 'terminal-failed' });
    for (let attempt = 0; attempt < 3; attempt += 1) await clock.advance(30_000);
    await refused;
    expect(tries).toBe(5);
  });

  it('asks who refused the upgrade, and tries once more with a new token', async () => {
    let tries = 0;
    let asked = 0;
    const { pool } = made(
      {},
      {
        connect: async () => {
          tries += 1;
          const koko = new RecordedKoko(integratedBash());
          const transport =
            tries === 1 ? { connectSocket: () => Promise.reject(new UpgradeRefused(302, '/core/auth/login/')) } : koko;
          return { tokenId: `t${tries}`, transport, kokoUrl: 'wss://jms/' };
        },
        refused: async () => {
          asked += 1;
        },
      },
    );
    expect((await pool.open(someTarget, owner)).state).toEqual({ kind: 'prompt' });
    expect([tries, asked]).toEqual([2, 1]);
  });

  it('waits where the upgrade was refused because the person is throttled', async () => {
    let tries = 0;
    const { pool, clock } = made(
      {},
      {
        connect: async () => {
          tries += 1;
          const refused = { connectSocket: () => Promise.reject(new UpgradeRefused(302, '/core/auth/login/')) };
          return {
            tokenId: `t${tries}`,
            transport: tries === 1 ? refused : new RecordedKoko(integratedBash()),
            kokoUrl: 'wss://jms/',
          };
        },
        refused: () => Promise.reject(new Throttled(20, 'JumpServer limits how often it may be asked.')),
      },
    );
    const opening = pool.open(someTarget, owner);
    await clock.advance(20_000);
    expect(tries).toBe(1);
    await clock.advance(1000);
    expect((await opening).state).toEqual({ kind: 'prompt' });
    expect(tries).toBe(2);
  });

  it('passes on why a connection could not be had, and keeps no trace of the terminal', async () => {
    const dismissed = new DrawbridgeError({ code: 'sign-in-dismissed', message: 'x', nextStep: 'y', actor: 'person' });
    const { pool } = made({}, { connect: () => Promise.reject(dismissed) });
    await expect(pool.runOn(someTarget, request)).rejects.toBe(dismissed);
    expect(pool.list()).toEqual([]);
  });

  it('hides a terminal from other agents and shows it to the person', async () => {
    const { pool } = made();
    const { id } = await pool.open(someTarget, owner);
    const other = agent('b');
    const hidden = expect.objectContaining({ code: 'terminal-not-found' });
    expect(() => pool.get(id, other)).toThrow(hidden);
    expect(() => pool.readOutput(id, other, 0, 10)).toThrow(hidden);
    await expect(pool.run(id, { ...request, owner: other })).rejects.toEqual(hidden);
    await expect(pool.write(id, other, { text: 'x' }, 1)).rejects.toEqual(hidden);
    await expect(pool.interrupt(id, other)).rejects.toEqual(hidden);
    await expect(pool.close(id, other, 'x')).rejects.toEqual(hidden);
    expect(pool.list(other)).toEqual([]);
    expect(pool.get(id).id).toBe(id);
  });

  it('closes a terminal after half an hour without a run and forgets it ten minutes later', async () => {
    const { pool, clock, kokos } = made();
    const removed: string[] = [];
    pool.on('removed', ({ id }) => removed.push(id));
    const { id } = await pool.open(someTarget, owner);
    for (let minute = 0; minute < 29; minute += 1) {
      await clock.advance(60_000);
      kokos[0]?.say('PING');
    }
    expect(pool.get(id).state.kind).toBe('prompt');
    await clock.advance(90_000);
    expect(pool.get(id).state).toMatchObject({ kind: 'closed', reason: expect.stringContaining('30 minutes') });
    await clock.advance(9 * 60_000);
    expect(pool.list(owner)).toHaveLength(1);
    await clock.advance(2 * 60_000);
    expect(removed).toEqual([id]);
  });

  it('tells the agent before it closes an idle terminal, and afterwards what is gone', async () => {
    const { pool, clock, kokos, answer } = made();
    const run = pool.runOn(someTarget, request);
    await settle();
    answer(kokos[0]);
    const { terminalId } = await run;
    const idle = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        await clock.advance(60_000);
        kokos[0]?.say('PING');
      }
    };
    await idle(24);
    expect(pool.takeNotices('a')).toEqual([]);
    await idle(2);
    expect(pool.takeNotices('a')).toEqual([
      `${terminalId} on web-01 is idle and will be closed in 4 minutes unless you use it. Its directory (/), user (uid 1001) and variables would go.`,
    ]);
    expect(pool.takeNotices('a')).toEqual([]);
    await idle(5);
    expect(pool.takeNotices('b')).toEqual([]);
    expect(pool.takeNotices('a')).toEqual([
      `${terminalId} on web-01 was closed: Nothing ran in it for 30 minutes. Its directory (/), user (uid 1001) and variables are gone. The next command there gets a new shell.`,
    ]);
  });

  it('does not close a terminal that runs, or that a person has open; the rest ends with the work on its site', async () => {
    const watched = new Set<string>();
    let idleSite = '';
    const { pool, clock, kokos } = made(
      { idleMs: 60_000 },
      { watched: (id) => watched.has(id), siteIdle: (id) => id === idleSite },
    );
    const running = pool.runOn(someTarget, { ...request, command: 'sleep 600' });
    await settle();
    const { id } = await pool.open(someTarget, owner);
    watched.add(id);
    const kinds = () => pool.list().map(({ state }) => state.kind);
    const wait = async () => {
      await clock.advance(60_000);
      for (const koko of kokos) koko.say('PING');
    };
    for (let minute = 0; minute < 3; minute += 1) await wait();
    expect((await running).outcome).toEqual({ kind: 'running' });
    expect(kinds()).toEqual(['running', 'prompt']);
    watched.delete(id);
    await wait();
    expect(kinds()).toEqual(['running', 'closed']);
    await pool.open(someTarget, owner);
    idleSite = someTarget.siteId;
    await clock.advance(30_000);
    expect(kinds()).toEqual(['running', 'closed', 'closed']);
  });

  it('does not close a terminal at which somebody sits for being idle, and gives it to no command', async () => {
    const { pool, clock, kokos } = made({ idleMs: 60_000 });
    const { id } = await pool.open(someTarget, owner);
    pool.attach(id, owner);
    expect(pool.get(id)).toMatchObject({ hand: { by: 'agent', attached: true } });
    for (let minute = 0; minute < 10; minute += 1) {
      await clock.advance(60_000);
      kokos[0]?.say('PING');
    }
    expect(pool.get(id).state).toEqual({ kind: 'prompt' });
    void pool.runOn(someTarget, request).catch(() => {});
    await settle();
    expect(kokos).toHaveLength(2);
  });

  it('gives up openings and interrupts runs of agents when the bridge is raised', async () => {
    const { pool, kokos, clock, answer } = made();
    const running = pool.runOn(someTarget, { ...request, command: 'sleep 60' });
    await settle();
    const opening = expect(pool.open(someTarget, agent('b'))).rejects.toMatchObject({ code: 'bridge-raised' });
    const raised = pool.interruptAllAgents();
    await opening;
    await clock.advance(300);
    expect(kokos[0]?.sent.at(-1)).toEqual(['\x03']);
    answer(kokos[0], '^C', 130);
    expect((await running).outcome).toEqual({ kind: 'done', exitCode: 130 });
    await settle();
    answer(kokos[0]);
    await raised;
    expect(pool.list(owner)[0]?.state).toEqual({ kind: 'prompt' });
  });

  it('closes all terminals of an agent that left', async () => {
    const { pool, kokos } = made();
    await pool.open(someTarget, owner);
    await pool.open(someTarget, agent('b'));
    await pool.closeAllOf('a', 'The agent left.');
    expect(pool.list(owner)[0]?.state).toMatchObject({ kind: 'closed', reason: 'The agent left.' });
    expect(kokos[0]?.types.at(-1)).toBe('CLOSE');
    expect(pool.list(agent('b'))[0]?.state.kind).toBe('prompt');
  });

  it('keeps text without Enter in the app and runs it with Enter', async () => {
    const { pool, kokos, answer } = made();
    const { id } = await pool.open(someTarget, owner);
    const before = kokos[0]?.sent.length;
    expect(await pool.write(id, owner, { text: 'ec' }, 100)).toBeNull();
    expect(await pool.write(id, owner, { text: 'ho hi' }, 100)).toBeNull();
    expect(kokos[0]?.sent.length).toBe(before);
    const run = pool.write(id, owner, { key: 'enter' }, 25_000);
    await settle();
    expect(kokos[0]?.sent.at(-1)).toEqual(['echo hi', '\r']);
    answer(kokos[0], 'hi\r\n');
    expect(await run).toMatchObject({ command: 'echo hi', outcome: { kind: 'done', exitCode: 0 } });
  });
});
