import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../../main/terminals/terminal-model.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const patienceMs = 20_000;

describe('a shell inside the shell of a terminal', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  let seen: number;
  beforeAll(async () => {
    practice = await practicePool();
  });
  afterEach(async () => {
    for (const { id } of practice.pool.list(owner)) await practice.pool.close(id, owner, 'Test over.');
  });
  afterAll(() => practice.dispose());

  const open = async (asset = 'lab-bash') => {
    seen = practice.site.audit().length;
    return (await practice.pool.open(await practice.target(asset), owner)).id;
  };
  const run = (id: string, command: string) => practice.pool.run(id, { owner, command, patienceMs });
  const output = (id: string, { output: { start, end } }: Run) =>
    practice.pool.readOutput(id, owner, start, end - start).text;
  /** The audit since the terminal was opened, integrations as one word. */
  const rows = () =>
    practice.site
      .audit()
      .slice(seen)
      .map(({ input }) => (input.includes('133;') ? '<integration>' : input));

  const entries = [
    ['lab-bash', 'bash --norc', 'exit 3'],
    ['lab-bash', 'bash', 'exit 3'],
    ['lab-bash', 'sh', 'exit 3'],
    ['lab-bash', 'dash', 'exit 3'],
    ['lab-bash', 'busybox ash', 'exit 3'],
    ['lab-bash', 'zsh -f', 'exit 3'],
    ['lab-bash', 'script -qe /dev/null', 'exit 3'],
    ['lab-bash', 'sudo -i', 'exit 3'],
    ['lab-bash', 'su -', 'exit 3'],
    ['lab-bash', 'env -i PS1="box# " sh', 'exit 3'],
    ['lab-sh', 'bash --norc', 'exit 3'],
    ['lab-sh', 'sh', 'exit 3'],
    ['lab-zsh', 'bash --norc', 'exit 3'],
  ] as const;

  it.each(entries)(
    'on %s, %s: reports exit codes, output and directory, and the outer one is back after exit',
    async (asset, command, leave) => {
      const id = await open(asset);
      const entered = await run(id, command);
      expect(entered).toMatchObject({ outcome: { kind: 'done', exitCode: null }, user: '0', userName: 'root' });
      expect(entered.note).toContain('opened a shell inside this terminal');
      expect(output(id, entered)).not.toContain('133;');
      expect(practice.pool.get(id).shell).toMatchObject({ depth: 1, user: '0', userName: 'root' });
      const hello = await run(id, 'cd /tmp; echo hello');
      expect(hello).toMatchObject({ outcome: { kind: 'done', exitCode: 0 }, cwd: '/tmp', user: '0', userName: 'root' });
      expect(output(id, hello)).toBe('hello\n');
      expect((await run(id, "sh -c 'exit 42'")).outcome).toEqual({ kind: 'done', exitCode: 42 });
      expect((await run(id, 'reboot')).outcome).toMatchObject({ kind: 'refused' });
      expect((await run(id, leave)).outcome).toEqual({ kind: 'done', exitCode: 3 });
      expect(practice.pool.get(id).shell).toMatchObject({ depth: 0 });
      expect((await run(id, 'echo outside')).outcome).toEqual({ kind: 'done', exitCode: 0 });
      expect(rows()).toEqual([
        ...['<integration>', command, '<integration>', 'cd /tmp; echo hello', "sh -c 'exit 42'", 'reboot'],
        ...[leave, 'echo outside'],
      ]);
      const screen = await practice.pool.readScreen(id, owner);
      expect(screen.lines.join('\n')).not.toContain('133;');
    },
  );

  it('is left level by level', async () => {
    const id = await open();
    await run(id, 'bash --norc');
    await run(id, 'dash');
    expect(practice.pool.get(id).shell.depth).toBe(2);
    await run(id, 'exit');
    expect(practice.pool.get(id).shell.depth).toBe(1);
    expect(output(id, await run(id, 'echo $0'))).toBe('bash\n');
    await run(id, 'exit');
    expect(practice.pool.get(id).shell.depth).toBe(0);
  });

  it.each(['exec bash --norc', "PS1='new $ '", '. ~/.bashrc'])(
    '%s loses the marks, and gets them again in the same shell',
    async (command) => {
      const id = await open();
      const lost = await run(id, command);
      expect(lost.outcome).toEqual({ kind: 'done', exitCode: null });
      expect(practice.pool.get(id).shell.depth).toBe(0);
      const next = await run(id, 'echo again; false');
      expect(next.outcome).toEqual({ kind: 'done', exitCode: 1 });
      expect(output(id, next)).toBe('again\n');
      expect(rows()).toEqual(['<integration>', command, '<integration>', 'echo again; false']);
    },
  );

  it('does not type the lines behind the one that opened a shell, nor those behind the one that left it', async () => {
    const id = await open();
    const entered = await run(id, 'bash --norc\necho for the outer one');
    expect(entered.note).toContain('1 of its lines were not typed.');
    const left = await run(id, 'exit\necho for the inner one');
    expect(left.note).toContain('1 of its lines were not typed.');
    expect(rows()).toEqual(['<integration>', 'bash --norc', '<integration>', 'exit']);
  });

  it('ends by itself: the next command runs in the outer one, and is told so by its place', async () => {
    const id = await open();
    await run(id, 'bash --norc');
    const inside = practice.pool.get(id).shell;
    const back = new Promise<void>((resolve) => {
      const off = practice.pool.on('changed', ({ shell }) => {
        if (shell.level === inside.level) return;
        off();
        resolve();
      });
    });
    await run(id, '(sleep 0.5; kill -HUP $$) & true');
    await back;
    expect(practice.pool.get(id).shell).toMatchObject({ depth: 0 });
    expect((await run(id, 'true')).outcome).toEqual({ kind: 'done', exitCode: 0 });
  });

  it.each([
    ['python3 -q', 'repl'],
    ["printf 'sw1#'; sleep 60", 'foreign-prompt'],
    ["printf 'price in $ '; read v", 'foreign-prompt'],
    ["ssh() { printf 'sw1#'; sleep 60; }; ssh sw1", 'foreign-prompt'],
  ])('types nothing into what may be no shell: %s', async (command, input) => {
    const id = await open();
    const waiting = await run(id, command);
    expect(waiting.outcome).toMatchObject({ kind: 'needs-input', input });
    expect(rows()).toEqual(['<integration>', command]);
    await practice.pool.interrupt(id, owner);
  });

  it.each(['tmux', 'screen'])('%s hides its shell: said so, and left with a key', async (command) => {
    const id = await open();
    const drawn = await run(id, `${command}`);
    expect(drawn).toMatchObject({ outcome: { kind: 'needs-input', input: 'fullscreen' } });
    expect(drawn.note).toContain('multiplexer');
    // screen shows a page about itself first.
    for (const key of ['enter', 'ctrl-d', 'ctrl-d'] as const) {
      if (practice.pool.get(id).state.kind === 'prompt') break;
      const { id: runId } = drawn;
      await practice.pool.write(id, owner, { key }, patienceMs);
      await practice.pool.waitForRun(id, runId, 1000);
    }
    expect(practice.pool.get(id).runs.at(-1)?.outcome.kind).toBe('done');
    expect((await run(id, 'true')).outcome).toEqual({ kind: 'done', exitCode: 0 });
  });
});
