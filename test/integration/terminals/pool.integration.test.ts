import { afterEach, describe, expect, it } from 'vitest';
import type { RunOnRequest } from '../../../main/terminals/terminal-service.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const request = (command: string, who = 'a'): RunOnRequest => ({ owner: agent(who), command, patienceMs: 40_000 });

describe('the pool on the practice site', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  afterEach(() => practice.dispose());

  it('runs twenty commands of one agent on one target in a few shells, each exactly once', async () => {
    practice = await practicePool({}, { pacing: { atOnce: 2, perMinute: 60 } });
    const { pool, target, site } = practice;
    const at = await target('lab-bash');
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    const runs = await Promise.all(numbers.map((index) => pool.runOn(at, request(`echo n${index}`))));
    expect(runs.map(({ outcome }) => outcome)).toEqual(numbers.map(() => ({ kind: 'done', exitCode: 0 })));
    expect(
      runs.map((run) => pool.readOutput(run.terminalId, owner, run.output.start, 100).text.split('\n')[0]),
    ).toEqual(numbers.map((index) => `n${index}`));
    expect(site.terminals().length).toBeLessThanOrEqual(6);
  });

  it('ends a burst of four agents on twenty targets well, under the caps and the pace', async () => {
    practice = await practicePool({}, { pacing: { atOnce: 3, perMinute: 60 }, perAgent: 3, inAll: 8 });
    const { pool, target, site } = practice;
    const names = ['web-01', 'web-02', 'web-03', 'web-04', 'web-05'];
    const targets = await Promise.all(names.map((name) => target(name)));
    let most = 0;
    let mostOfOne = 0;
    const open = () =>
      pool.list().filter(({ state }) => state.kind !== 'closed' && !(state.kind === 'opening' && state.queued));
    pool.on('changed', () => {
      most = Math.max(most, open().length);
      mostOfOne = Math.max(
        mostOfOne,
        open().filter((one) => one.owner.kind === 'agent' && one.owner.agentId === 'a').length,
      );
    });
    const runs = await Promise.all(
      ['a', 'b', 'c', 'd'].flatMap((who) => targets.map((at) => pool.runOn(at, request(`echo ${who}`, who)))),
    );
    expect(runs.map(({ outcome }) => outcome)).toEqual(runs.map(() => ({ kind: 'done', exitCode: 0 })));
    expect(most).toBeLessThanOrEqual(8);
    expect(mostOfOne).toBe(3);
    expect(site.terminals()).toHaveLength(20);
    // The last ones that made room may still be ending.
    await expect.poll(() => site.liveShells).toBeLessThanOrEqual(8);
    // Two of each agent's five had to make room, and it hears of them.
    expect(pool.takeNotices('a')).toHaveLength(2);
  });

  it('waits as long as a throttled KoKo says, takes a new token, and says meanwhile what it waits for', async () => {
    practice = await practicePool();
    const { pool, target, site } = practice;
    const at = await target('lab-bash');
    site.setKokoFault('throttled', { times: 1, seconds: 1 });
    const refused = pool.runOn(at, { ...request('true'), patienceMs: 600 });
    await expect(refused).rejects.toMatchObject({
      code: 'terminal-queued',
      status: { kind: 'queued', position: 1, waitsFor: 'quiet' },
    });
    const run = await pool.runOn(at, request('echo through'));
    expect(run.outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(site.terminals()).toHaveLength(1);
    expect(pool.list()).toHaveLength(1);
  });

  it.each([
    ['nothing after the upgrade', 'mute'],
    ['no prompt', 'no-prompt'],
  ] as const)('opens anew where there is %s', { timeout: 60_000 }, async (_what, fault) => {
    practice = await practicePool();
    const { pool, target, site } = practice;
    site.setKokoFault(fault, { times: 1 });
    const run = await pool.runOn(await target('lab-bash'), request('echo here'));
    expect(run.outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(pool.list()).toMatchObject([{ state: { kind: 'prompt' }, marks: true }]);
    await expect.poll(() => site.liveShells).toBe(1);
  });

  it('a cut connection ends the run with its reason and no exit code, and the next one gets a new shell', async () => {
    practice = await practicePool();
    const { pool, target, site } = practice;
    const at = await target('lab-bash');
    const started = new Promise<void>((resolve) => {
      pool.on('run-started', ({ run }) => run.command.startsWith('sleep') && resolve());
    });
    await pool.runOn(at, request('cd /tmp'));
    const running = pool.runOn(at, request('sleep 100'));
    await started;
    site.dropConnections();
    const { outcome, terminalId } = await running;
    expect(outcome).toEqual({ kind: 'closed', reason: expect.any(String) });
    expect(pool.takeNotices('a')).toEqual([
      expect.stringMatching(
        new RegExp(`^${terminalId} on lab-bash was closed: .* \\(/tmp\\), user \\(uid \\d+\\) and variables are gone`),
      ),
    ]);
    const next = await pool.runOn(at, request('pwd'));
    expect(next.outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(next.terminalId).not.toBe(terminalId);
  });
});
