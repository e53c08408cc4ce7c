import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const patienceMs = 20_000;

describe('programs that take the screen or the keyboard', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool();
  });
  afterAll(() => practice.dispose());

  const run = async (command: string, patience = patienceMs) =>
    practice.pool.runOn(await practice.target('lab-bash'), { owner, command, patienceMs: patience });

  /** The rules of the site still see what is typed: the input buffer was cleaned. */
  async function rulesStillHold() {
    expect((await run('reboot')).outcome).toMatchObject({ kind: 'refused' });
    expect((await run('true')).outcome).toEqual({ kind: 'done', exitCode: 0 });
  }

  it('a pager is left with q', async () => {
    const less = await run('seq 1000 | less');
    expect(less.outcome).toMatchObject({ kind: 'needs-input', input: 'pager' });
    await expect(practice.pool.write(less.terminalId, owner, { text: 'q' }, patienceMs)).rejects.toMatchObject({
      code: 'write-not-allowed',
    });
    const left = await practice.pool.write(less.terminalId, owner, { key: 'q' }, patienceMs);
    expect(left?.outcome).toEqual({ kind: 'done', exitCode: 0 });
    await rulesStillHold();
  });

  it.each([
    ['seq 1000 | less', 'pager'],
    ['vim -u NONE -n drawbridge.txt', 'fullscreen'],
    ['top', 'fullscreen'],
    ['python3 -q', 'repl'],
  ])('%s is recognised and ended by an interrupt', async (command, input) => {
    const started = await run(command);
    expect(started.outcome).toMatchObject({ kind: 'needs-input', input });
    expect(await practice.pool.interrupt(started.terminalId, owner)).toMatchObject({ stopped: true });
    await rulesStillHold();
  });

  it('shows the screen of a full-screen program as a person sees it', async () => {
    const vim = await run('vim -u NONE -n drawbridge.txt');
    const { lines } = await practice.pool.readScreen(vim.terminalId, owner);
    expect(lines).toHaveLength(50);
    expect(lines[10]).toBe('~');
    expect(lines.at(-1)).toContain('drawbridge.txt');
    const snapshot = await practice.pool.snapshot(vim.terminalId);
    expect(snapshot.size).toEqual({ cols: 200, rows: 50 });
    expect(snapshot.data).toContain('\x1b[?1049h');
    await practice.pool.interrupt(vim.terminalId, owner);
  });

  it('types nothing where a program left KoKo blind; a new terminal is checked again', async () => {
    const blinding = await run(`printf '\\033[?1049h\\033[2;1H'`);
    await expect(run('reboot')).rejects.toMatchObject({ code: 'write-not-allowed' });
    await practice.pool.close(blinding.terminalId, owner, 'Test over.');
    await rulesStillHold();
  });

  it('output of a background job belongs to no command', async () => {
    expect((await run('(sleep 0.2; echo late) & true')).outcome).toEqual({ kind: 'done', exitCode: 0 });
    const next = await run('sleep 0.4; echo mine');
    expect(practice.pool.readOutput(next.terminalId, owner, next.output.start, 1000).text).toContain('mine');
  });

  it('says that the shell ended', async () => {
    const ended = await run('exit 3');
    expect(ended.outcome).toMatchObject({ kind: 'closed' });
    expect((await run('true')).outcome).toEqual({ kind: 'done', exitCode: 0 });
  });
});
