import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const patienceMs = 20_000;

describe('terminals on a real bash behind the practice site', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool();
  });
  afterAll(() => practice.dispose());

  async function run(command: string, asset = 'lab-bash', patience = patienceMs) {
    const { pool, target } = practice;
    const done = await pool.runOn(await target(asset), { owner, command, patienceMs: patience });
    const output = pool.readOutput(done.terminalId, owner, done.output.start, done.output.end - done.output.start);
    return { run: done, outcome: done.outcome, text: output.text };
  }

  it.each(['lab-bash', 'lab-sh'])('reports exit codes and output on %s', async (asset) => {
    expect(await run('true', asset)).toMatchObject({ outcome: { kind: 'done', exitCode: 0 }, text: '' });
    expect(await run('false', asset)).toMatchObject({ outcome: { kind: 'done', exitCode: 1 }, text: '' });
    expect(await run('(exit 42)', asset)).toMatchObject({ outcome: { kind: 'done', exitCode: 42 } });
    expect(await run('echo one; echo two', asset)).toMatchObject({ text: 'one\ntwo\n' });
    expect((await run('cd /tmp', asset)).run.cwd).toBe('/tmp');
    expect(await run('pwd', asset)).toMatchObject({ text: '/tmp\n' });
    expect(await run('printf 日本語-ñ-😀', asset)).toMatchObject({ text: '日本語-ñ-😀' });
    expect(await run('echo "wow!" a!b', asset)).toMatchObject({ text: 'wow! a!b\n' });
    expect(await run('cat <<EOF | wc -l\none\n\nthree $HOME\nEOF', asset)).toMatchObject({
      text: expect.stringMatching(/^\s*3\n$/),
    });
    expect(await run('cd /\nfor i in 1 2\ndo echo $i\ndone\npwd', asset)).toMatchObject({
      outcome: { kind: 'done', exitCode: 0 },
    });
    const long = `echo ${'0123456789 '.repeat(90)}end`;
    expect(await run(long, asset)).toMatchObject({ text: `${long.slice(5)}\n` });
    expect(await run('true', asset)).toMatchObject({ outcome: { kind: 'done', exitCode: 0 } });
    expect(practice.pool.list(owner).filter((one) => one.target.asset.name === asset)).toHaveLength(1);
  });

  it.each(['lab-bash', 'lab-sh'])('is refused a forbidden command by the rules of the site on %s', async (asset) => {
    expect(await run('cd /tmp', asset)).toMatchObject({ outcome: { kind: 'done' } });
    expect((await run('reboot now', asset)).outcome).toEqual({
      kind: 'refused',
      text: 'Command `reboot` is forbidden',
    });
    expect(await run('echo after', asset)).toMatchObject({ text: 'after\n' });
    expect((await run(`echo ${'x'.repeat(900)} reboot`, asset)).outcome.kind).toBe('refused');
  });

  it('reports a syntax error as not run', async () => {
    expect((await run('echo a;;')).outcome).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('syntax error'),
    });
    expect((await run('echo "open')).outcome).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('not complete'),
    });
    expect(await run('true')).toMatchObject({ outcome: { kind: 'done', exitCode: 0 } });
  });

  it.each(['lab-bash', 'lab-sh'])('says that a command goes on, and interrupts it, on %s', async (asset) => {
    const { run: first, outcome } = await run('sleep 100', asset, 400);
    expect(outcome.kind).toBe('running');
    const stopped = await practice.pool.interrupt(first.terminalId, owner);
    expect(stopped).toMatchObject({ stopped: true, run: { outcome: { kind: 'done', exitCode: 130 } } });
    expect(await run('echo again', asset)).toMatchObject({ text: 'again\n' });
  });

  it('stops a program that ignores Ctrl-C and Ctrl-\\', async () => {
    const { run: first } = await run(`sh -c "trap '' INT QUIT; sleep 50; sleep 50"`, 'lab-bash', 400);
    expect(await practice.pool.interrupt(first.terminalId, owner)).toMatchObject({ stopped: true });
    expect(await run('echo "reboot later"')).toMatchObject({ outcome: { kind: 'refused' } });
  });

  it('says when a program waits for input, and passes the answer on', async () => {
    const asked = await run('read -p "Your name: " name; echo "hi $name"');
    expect(asked.outcome).toMatchObject({ kind: 'needs-input', input: 'plain', line: 'Your name:' });
    const answered = await practice.pool.write(asked.run.terminalId, owner, { text: 'Ann' }, patienceMs);
    expect(answered?.outcome).toEqual({ kind: 'done', exitCode: 0 });
    const python = await run('python3 -q');
    expect(python.outcome).toMatchObject({ kind: 'needs-input', input: 'repl' });
    await expect(
      practice.pool.write(python.run.terminalId, owner, { text: 'import os' }, patienceMs),
    ).rejects.toMatchObject({ code: 'write-not-allowed' });
    const left = await practice.pool.write(python.run.terminalId, owner, { key: 'ctrl-d' }, patienceMs);
    expect(left?.outcome).toEqual({ kind: 'done', exitCode: 0 });
    const secret = await run('read -s -p "Password: " x');
    expect(secret.outcome).toMatchObject({ kind: 'needs-input', input: 'password' });
    await expect(
      practice.pool.write(secret.run.terminalId, owner, { text: 'hunter2' }, patienceMs),
    ).rejects.toMatchObject({ code: 'write-not-allowed', actor: 'person' });
    expect(await practice.pool.interrupt(secret.run.terminalId, owner)).toMatchObject({ stopped: true });
  });

  it('returns `closed` with the reason when an admin kills the session during a run', async () => {
    const { pool, target, site } = practice;
    const where = await target('lab-bash');
    const opened = await pool.open(where, owner);
    const running = pool.run(opened.id, { owner, command: 'sleep 100', patienceMs });
    await expect.poll(() => pool.get(opened.id, owner).state.kind).toBe('running');
    site.killTerminal(opened.jumpserverSessionId ?? '');
    expect((await running).outcome).toEqual({ kind: 'closed', reason: expect.stringMatching(/^Terminated by admin/) });
    await expect(pool.run(opened.id, { owner, command: 'true', patienceMs })).rejects.toMatchObject({
      code: 'terminal-closed',
    });
  });

  it('holds input back while an admin has locked the session', async () => {
    const { pool, target, site } = practice;
    const opened = await pool.open(await target('lab-bash'), owner);
    const changed = new Promise((resolve) => pool.on('changed', (one) => one.state.kind === 'locked' && resolve(one)));
    site.lockTerminal(opened.jumpserverSessionId ?? '');
    await changed;
    await expect(pool.run(opened.id, { owner, command: 'true', patienceMs })).rejects.toMatchObject({
      code: 'terminal-paused',
    });
    await pool.close(opened.id, owner, 'Test over.');
  });

  it('leaves an audit of exactly one integration line and the asked lines', async () => {
    const { pool, target, site } = practice;
    const opened = await pool.open(await target('lab-bash'), owner);
    const asked = ['cd /tmp', 'echo "it\'s here"', 'reboot', `echo ${'ab '.repeat(300)}end`, 'true'];
    for (const command of asked) await pool.run(opened.id, { owner, command, patienceMs });
    await pool.run(opened.id, { owner, command: 'cat <<E\nline one\nE', patienceMs });
    const rows = site.audit(opened.jumpserverSessionId ?? '').map((row) => row.input);
    expect(rows[0]).toContain('133;$1');
    expect(rows.slice(1)).toEqual([...asked, 'cat <<E', 'line one', 'E']);
    await pool.close(opened.id, owner, 'Test over.');
  });

  it('keeps another agent away from a terminal', async () => {
    const { pool, target } = practice;
    const opened = await pool.open(await target('lab-bash'), owner);
    expect(() => pool.get(opened.id, agent('b'))).toThrow(expect.objectContaining({ code: 'terminal-not-found' }));
    await expect(pool.run(opened.id, { owner: agent('b'), command: 'true', patienceMs })).rejects.toMatchObject({
      code: 'terminal-not-found',
    });
    expect(pool.list(agent('b'))).toEqual([]);
    await pool.close(opened.id, owner, 'Test over.');
  });
});
