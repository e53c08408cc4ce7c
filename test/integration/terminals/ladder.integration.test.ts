import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputKind } from '../../../main/terminals/terminal-model.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const patienceMs = 20_000;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dbl-'));
const file = (name: string) => path.join(folder, name);

type Keys = readonly string[];
const ctrlC: Keys = ['Ctrl-C'];
/** `null`: it runs. Exit codes as bash reports them. */
type Case = readonly [command: string, waits: InputKind | null, keys: Keys, exitCode: number];

const vim = ['Ctrl-C', 'Esc', ':q!', 'Enter'];
/** Ignores what its name says; ends by itself only long after the test. */
const ignoring = (signals: string, seconds = 300) => `sh -c "trap '' ${signals}; sleep ${seconds}; sleep ${seconds}"`;

const programs: readonly Case[] = [
  ['sleep 300', null, ctrlC, 130],
  ['yes | sort | tail -1', null, ctrlC, 130],
  ['find / -name no-such-name; find /', null, ctrlC, 130],
  ['while :; do sleep 1; done', null, ctrlC, 130],
  ['while :; do :; done', null, ctrlC, 130],
  [`touch ${file('log')}; tail -f ${file('log')}`, null, ctrlC, 130],
  ['cat', null, ctrlC, 130],
  ['read x', null, ctrlC, 130],
  ['python3 -c "import time; time.sleep(300)"', null, ctrlC, 130],
  ['read -s -p "Password: " x', 'password', ctrlC, 130],
  // Asks everybody but root.
  ['setpriv --reuid=65534 --regid=65534 --clear-groups su', 'password', ctrlC, 130],
  ['printf "Are you sure you want to continue connecting (yes/no/[fingerprint])? "; read x', 'confirm', ctrlC, 130],
  ['select x in one two; do echo $x; done', 'repl', ctrlC, 130],
  ['python3 -q', 'repl', ['Ctrl-C', 'Ctrl-D'], 0],
  ['seq 9999 | less', 'pager', ['Ctrl-C', 'q'], 0],
  [`seq 9999 >${file('long')}; less +F ${file('long')}`, 'pager', ['Ctrl-C', 'q'], 0],
  ['seq 9999 | more', 'pager', ['Ctrl-C', 'q'], 0],
  [`vim -u NONE -n ${file('a')}`, 'fullscreen', vim, 0],
  [`vim -u NONE -n -o ${file('a')} ${file('b')}`, 'fullscreen', [...vim, 'Esc', ':qa!', 'Enter'], 0],
  [`nano ${file('a')}`, 'fullscreen', ['Ctrl-C', 'Ctrl-X'], 0],
  ['top', 'fullscreen', ctrlC, 0],
  ['watch date', 'fullscreen', ctrlC, 0],
  [ignoring('INT'), null, ['Ctrl-C', 'Ctrl-\\'], 131],
  [ignoring('INT QUIT'), null, ['Ctrl-C', 'Ctrl-\\', 'Ctrl-Z', 'kill -9 %1'], 148],
];

describe('stopping what runs', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool();
  });
  afterAll(async () => {
    await practice.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const open = async (asset = 'lab-bash') => practice.pool.open(await practice.target(asset), owner);
  const rows = (session: string | null) =>
    practice.site
      .audit(session ?? '')
      .map(({ input }) => input)
      .slice(1);

  /** The rules see the very next command, and so does the audit. */
  async function prove(terminal: { readonly id: string; readonly jumpserverSessionId: string | null }) {
    const run = (command: string) => practice.pool.run(terminal.id, { owner, command, patienceMs });
    expect((await run('echo reboot')).outcome).toMatchObject({ kind: 'refused' });
    expect((await run('echo fine')).outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(rows(terminal.jumpserverSessionId).slice(-2)).toEqual(['echo reboot', 'echo fine']);
  }

  it.each(programs)('%s', async (command, waits, keys, exitCode) => {
    const { pool } = practice;
    const terminal = await open();
    const run = await pool.run(terminal.id, { owner, command, patienceMs: waits === null ? 500 : patienceMs });
    expect(run.outcome).toMatchObject(waits === null ? { kind: 'running' } : { kind: 'needs-input', input: waits });
    const interrupted = await pool.interrupt(terminal.id, owner);
    expect(interrupted).toMatchObject({ stopped: true, keys, run: { outcome: { kind: 'done', exitCode } } });
    expect(interrupted.note === '').toBe(keys.length === 1);
    expect(interrupted.run?.note ?? '').toBe(interrupted.note);
    await prove(terminal);
    const [asked, ...junk] = rows(terminal.jumpserverSessionId).slice(0, -2);
    expect(asked).toBe(command);
    // One row a key at most (design §5), and the kill that was typed.
    expect(junk.length).toBeLessThanOrEqual(keys.length);
    await pool.close(terminal.id, owner, 'Test over.');
  });

  it('says so where nothing helps, and what can be done; closing ends it', async () => {
    const { pool, site } = practice;
    const terminal = await open();
    await pool.run(terminal.id, { owner, command: ignoring('INT QUIT TSTP'), patienceMs: 500 });
    const interrupted = await pool.interrupt(terminal.id, owner);
    expect(interrupted).toMatchObject({
      stopped: false,
      keys: ['Ctrl-C', 'Ctrl-\\', 'Ctrl-Z'],
      note: 'It was not stopped by: Ctrl-C, Ctrl-\\, Ctrl-Z.',
      run: { outcome: { kind: 'running' }, durationMs: null },
    });
    expect(pool.get(terminal.id, owner).state.kind).toBe('running');
    const before = site.liveShells;
    await pool.close(terminal.id, owner, 'Test over.');
    await expect.poll(() => site.liveShells).toBe(before - 1);
  });

  it('a program that is not stopped and ends later leaves a clean prompt', async () => {
    const { pool } = practice;
    const terminal = await open();
    const run = await pool.run(terminal.id, { owner, command: ignoring('INT QUIT TSTP', 3), patienceMs: 200 });
    expect(await pool.interrupt(terminal.id, owner)).toMatchObject({ stopped: false });
    expect(await pool.waitForRun(terminal.id, run.id, patienceMs)).toMatchObject({ outcome: { kind: 'done' } });
    await prove(terminal);
    await pool.close(terminal.id, owner, 'Test over.');
  });

  it.each(['lab-bash', 'lab-sh'])('kills the right job on %s, and no other', async (asset) => {
    const { pool } = practice;
    const terminal = await open(asset);
    const run = (command: string, patience = patienceMs) =>
      pool.run(terminal.id, { owner, command, patienceMs: patience });
    await run('sleep 301 & sleep 302 &');
    await run(ignoring('INT QUIT'), 500);
    expect(await pool.interrupt(terminal.id, owner)).toMatchObject({
      stopped: true,
      keys: ['Ctrl-C', 'Ctrl-\\', 'Ctrl-Z', 'kill -9 %3'],
      note: expect.stringContaining('killed'),
    });
    const jobs = async () => pool.readOutput(terminal.id, owner, (await run('jobs')).output.start, 2_000).text;
    // The shell may hear of the death a moment later.
    await expect.poll(jobs, { timeout: patienceMs }).not.toContain('trap');
    const left = await jobs();
    expect(left).toContain('sleep 301');
    expect(left).toContain('sleep 302');
    await pool.close(terminal.id, owner, 'Test over.');
  });

  it('leaves a job that the person or the agent had suspended as it is', async () => {
    const { pool } = practice;
    const terminal = await open();
    const run = (command: string, patience = patienceMs) =>
      pool.run(terminal.id, { owner, command, patienceMs: patience });
    await run('sleep 303 & kill -STOP %1; sleep 0.1');
    await run('sleep 304', 300);
    expect(await pool.interrupt(terminal.id, owner)).toMatchObject({ stopped: true, keys: ctrlC });
    const jobs = await run('jobs');
    expect(pool.readOutput(terminal.id, owner, jobs.output.start, 2_000).text).toMatch(/Stopped .*sleep 303/);
    await pool.close(terminal.id, owner, 'Test over.');
  });

  it.each(['reject', 'notify_and_warn'] as const)(
    'says that a program is only suspended where the rules of the site do not let it be killed: %s',
    async (action) => {
      const strict = await practicePool({ acl: [{ name: 'no kill', pattern: 'kill', action }] });
      try {
        const terminal = await strict.pool.open(await strict.target('lab-bash'), owner);
        await strict.pool.run(terminal.id, { owner, command: ignoring('INT QUIT'), patienceMs: 500 });
        expect(await strict.pool.interrupt(terminal.id, owner)).toMatchObject({
          stopped: true,
          note: expect.stringMatching(/only suspended/),
        });
        const next = await strict.pool.run(terminal.id, { owner, command: 'echo next', patienceMs });
        expect(next.outcome).toEqual({ kind: 'done', exitCode: 0 });
      } finally {
        await strict.dispose();
      }
    },
  );
});
