import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NamedKey } from '../../../main/terminals/named-keys.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const patienceMs = 20_000;

describe('where a shell cannot be taught, prompts are known by their text', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool();
  });
  afterAll(() => practice.dispose());

  /** A fresh terminal, and what can be done in it. */
  async function on(asset: string) {
    const { pool, site } = practice;
    const opened = await pool.open(await practice.target(asset), owner);
    const { id } = opened;
    const text = (run: { readonly output: { readonly start: number; readonly end: number } }) =>
      pool.readOutput(id, owner, run.output.start, run.output.end - run.output.start).text;
    return {
      opened,
      text,
      async run(command: string) {
        const run = await pool.run(id, { owner, command, patienceMs });
        return { ...run, text: text(run) };
      },
      async key(key: NamedKey) {
        return pool.write(id, owner, { key }, patienceMs);
      },
      async answer(line: string) {
        return pool.write(id, owner, { text: line }, patienceMs);
      },
      interrupt: () => pool.interrupt(id, owner),
      state: () => pool.get(id, owner).state,
      audited: () => site.audit(opened.jumpserverSessionId ?? '').map(({ input }) => input),
      close: () => pool.close(id, owner, 'Test over.'),
    };
  }

  it('a switch: no integration line, exact output, exit codes unknown, every mode of its prompt', async () => {
    const device = await on('lab-switch');
    expect(device.opened).toMatchObject({ marks: false, state: { kind: 'prompt' } });
    const version = await device.run('show version');
    expect(version).toMatchObject({ outcome: { kind: 'done', exitCode: null }, user: null, cwd: null });
    expect(version.text).toBe('Practice Switch Software, Version 15.2(7)E\nlab-switch uptime is 3 weeks, 2 days\n');
    expect(await device.run('shwo')).toMatchObject({ text: expect.stringContaining('% Invalid input detected') });
    expect(await device.run('ping 10.0.0.1')).toMatchObject({
      text: expect.stringMatching(/!!!!!\nSuccess rate is 100 percent/),
    });

    const enable = await device.run('enable');
    expect(enable.outcome).toMatchObject({ kind: 'needs-input', input: 'password' });
    await expect(device.answer('practice-enable')).rejects.toMatchObject({ code: 'write-not-allowed' });
    await practice.pool.write(device.opened.id, { kind: 'person' }, { text: 'practice-enable' }, patienceMs);
    expect(device.state()).toEqual({ kind: 'prompt' });

    for (const line of ['configure terminal', 'interface Gi1/0/2', 'description printers']) {
      expect((await device.run(line)).outcome).toEqual({ kind: 'done', exitCode: null });
    }
    expect((await device.run('end')).text).toBe('');
    expect((await device.run('terminal length 0')).text).toBe('');
    expect((await device.run('show running-config')).text).toContain('interface Gi1/0/2\n description printers\n!\n');
    await expect(device.run('conf t\nhostname other')).rejects.toMatchObject({ code: 'command-not-typeable' });

    expect(device.audited()).toEqual([
      'show version',
      'shwo',
      'ping 10.0.0.1',
      'enable',
      'configure terminal',
      'interface Gi1/0/2',
      'description printers',
      'end',
      'terminal length 0',
      'show running-config',
    ]);
    await device.close();
  });

  it('a switch that pages says so; the page is turned, left, or interrupted, and the audit stays clean', async () => {
    const device = await on('lab-switch');
    const paged = await device.run('show interfaces');
    expect(paged.outcome).toMatchObject({ kind: 'needs-input', input: 'pager' });
    const rest = await device.key('space');
    expect(rest?.outcome).toEqual({ kind: 'done', exitCode: null });
    const lines = Array.from({ length: 60 }, (_, index) => `Gi1/0/${index + 1}`);
    // The pager wipes its words with blanks, and blanks are what a terminal shows there.
    expect(device.text(rest ?? paged).replace(/ +$/gm, '')).toBe(`Port       Name\n${lines.join('\n')}\n`);

    expect((await device.run('show interfaces')).outcome).toMatchObject({ kind: 'needs-input', input: 'pager' });
    expect((await device.key('q'))?.outcome).toEqual({ kind: 'done', exitCode: null });
    expect((await device.run('show interfaces')).outcome).toMatchObject({ kind: 'needs-input', input: 'pager' });
    expect(await device.interrupt()).toMatchObject({ stopped: true });
    expect((await device.run('reboot now')).outcome).toEqual({
      kind: 'refused',
      text: 'Command `reboot` is forbidden',
    });
    expect((await device.run('show clock')).text).toBe('*12:00:00.000 UTC Mon Jan 1 2026\n');
    expect((await device.run(`show ${'x'.repeat(900)} reboot`)).outcome.kind).toBe('refused');
    await device.close();
  });

  it('a ping of a switch is stopped by Ctrl-C and nothing else', async () => {
    const device = await on('lab-switch');
    const { pool } = practice;
    const pinging = await pool.run(device.opened.id, { owner, command: 'ping 10.0.0.2', patienceMs: 100 });
    expect(pinging.outcome.kind).toBe('running');
    expect(await device.interrupt()).toMatchObject({ stopped: true });
    expect((await device.run('show clock')).text).toBe('*12:00:00.000 UTC Mon Jan 1 2026\n');
    expect(device.audited().filter((row) => !/^(lab-switch>)?$/.test(row))).toEqual(['ping 10.0.0.2', 'show clock']);
    await device.close();
  });

  it('a database console: statements end at its prompt, open ones ask for the rest', async () => {
    const console = await on('lab-sqlite');
    expect(console.opened).toMatchObject({ marks: false, state: { kind: 'prompt' } });
    expect((await console.run("create table t(a, b); insert into t values (1, 'é😀中文'), (2, 'x');")).text).toBe('');
    expect(await console.run('select * from t;')).toMatchObject({
      outcome: { kind: 'done', exitCode: null },
      text: '1|é😀中文\n2|x\n',
    });
    expect((await console.run('selekt;')).text).toContain('syntax error');
    const open = await console.run('select count(*)');
    expect(open.outcome).toMatchObject({ kind: 'needs-input', input: 'continuation' });
    const ended = await console.answer('from t;');
    expect(ended?.outcome).toEqual({ kind: 'done', exitCode: null });
    expect(ended && console.text(ended)).toBe('2\n');
    expect(console.audited()).toEqual([
      "create table t(a, b); insert into t values (1, 'é😀中文'), (2, 'x');",
      'select * from t;',
      'selekt;',
      'select count(*)',
      'from t;',
    ]);
    await console.close();
  });

  it('a menu is no prompt: nothing is typed at it but what the agent answers', async () => {
    const menu = await on('lab-menu');
    expect(menu.opened).toMatchObject({ marks: false, state: { kind: 'needs-input', input: 'plain' } });
    await expect(menu.run('ls')).rejects.toMatchObject({ code: 'terminal-busy' });
    await menu.answer('1');
    await expect
      .poll(async () => (await practice.pool.readScreen(menu.opened.id, owner)).lines.join('\n'))
      .toContain('Last backup: 2026-01-01 03:00');
    expect(menu.audited()).toEqual(['1']);
    await menu.close();
  });

  it('a bash whose PS1 is read-only: told by its prompt, exit codes unknown', async () => {
    const teacher = await on('lab-bash');
    expect((await teacher.run('cp ~/.bashrc ~/.bashrc.kept; echo readonly PS1 >> ~/.bashrc')).outcome.kind).toBe(
      'done',
    );
    const locked = await on('lab-bash');
    await teacher.run('mv ~/.bashrc.kept ~/.bashrc');
    await teacher.close();
    expect(locked.opened).toMatchObject({ marks: false, state: { kind: 'prompt' } });
    const integration = locked.audited().length;
    expect(await locked.run('false')).toMatchObject({ outcome: { kind: 'done', exitCode: null }, text: '' });
    expect((await locked.run('printf abc')).text).toBe('abc');
    expect((await locked.run('cd /tmp; pwd')).text).toBe('/tmp\n');
    expect((await locked.run('printf abc')).text).toBe('abc');
    expect((await locked.run('python3 -q')).outcome).toMatchObject({ kind: 'needs-input', input: 'repl' });
    expect(await locked.interrupt()).toMatchObject({ stopped: true });
    const long = `echo ${'0123456789 '.repeat(80)}end`;
    expect((await locked.run(long)).text).toBe(`${long.slice(5)}\n`);
    expect((await locked.run('reboot')).outcome.kind).toBe('refused');
    expect(
      locked
        .audited()
        .slice(integration)
        .filter((row) => !/^(ops|root|deploy)@|^$/.test(row)),
    ).toEqual(['false', 'printf abc', 'cd /tmp; pwd', 'printf abc', 'python3 -q', long, 'reboot']);
    await locked.close();
  });
});
