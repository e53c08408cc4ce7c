import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run, TerminalTarget } from '../../../main/terminals/terminal-model.ts';
import type { WriteInput } from '../../../main/terminals/terminal-service.ts';
import { withoutInOrder } from '../../support/audit-rows.ts';
import { Seeded } from '../../support/seeded.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

/** `DRAWBRIDGE_SEEDS=7,8` plays those again, `DRAWBRIDGE_SEEDS=1-300` a range; more than the default finds more. */
const seeds = (process.env['DRAWBRIDGE_SEEDS'] ?? '1-2').split(',').flatMap((part) => {
  const [from = 0, to = from] = part.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
});
const SHELLS = ['bash', 'sh', 'zsh', 'fish'] as const;
type ShellName = (typeof SHELLS)[number];
const STEPS = 12;
const owner = agent('judged');
const person = { kind: 'person' } as const;
const patienceMs = 20_000;

/** What the audit must hold of one terminal's work. */
interface Story {
  readonly shell: ShellName;
  readonly random: Seeded;
  readonly target: TerminalTarget;
  /** Rows in their order. */
  readonly rows: string[];
  /** How many rows of junk interrupts and keys may leave (design §5). */
  junk: number;
  readonly told: string[];
  /** A file that only a forbidden command would make. */
  readonly evil: string;
}

describe('the audit of random work, judged by the recogniser of a real KoKo', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  let folder: string;
  beforeAll(async () => {
    practice = await practicePool();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dbj-'));
    fs.writeFileSync(path.join(folder, 'pages'), Array.from({ length: 300 }, (_, at) => `page line ${at}\n`).join(''));
    fs.mkdirSync(path.join(folder, 'ran'));
  });
  afterAll(async () => {
    await practice.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const cases = seeds.flatMap((seed) => SHELLS.map((shell) => [seed, shell] as const));

  it.each(cases)(
    'seed %i on %s: every line as it was asked for, and nothing forbidden ran',
    async (seed, shell) => {
      const { pool, site } = practice;
      const target = await practice.target(`lab-${shell}`);
      const evil = path.join(folder, 'ran', `${seed}-${shell}`);
      const story: Story = { shell, random: new Seeded(seed), target, rows: [], junk: 0, told: [], evil };
      const { id, jumpserverSessionId } = await pool.open(target, owner);
      const why = () => `DRAWBRIDGE_SEEDS=${seed} on ${shell}: ${story.told.join(' | ')}`;
      try {
        for (let step = 0; step < STEPS; step += 1) await take(story, id, `${seed}-${step}`);
      } catch (error) {
        throw new Error(why(), { cause: error });
      } finally {
        await pool.close(id, owner, 'the story is over');
      }
      const [integration, ...rows] = site.audit(jumpserverSessionId ?? '').map(({ input }) => input);
      expect(integration, why()).toContain('133;');
      const junk = withoutInOrder(rows, story.rows);
      expect(junk, `${why()}; rows: ${rows.join(' | ')}; wanted: ${story.rows.join(' | ')}`).not.toBeNull();
      expect(junk?.length ?? 0, `${why()}; junk: ${junk?.join(' | ')}`).toBeLessThanOrEqual(story.junk);
      expect(fs.readdirSync(path.join(folder, 'ran')), why()).toEqual([]);
    },
    120_000,
  );

  async function take(story: Story, id: string, mark: string): Promise<void> {
    const { pool, site } = practice;
    const { random, shell, rows } = story;
    const run = (command: string, patience = patienceMs) => pool.run(id, { owner, command, patienceMs: patience });
    const write = (input: WriteInput, by: typeof owner | typeof person = owner, patience = patienceMs) =>
      pool.write(id, by, input, patience);
    const words = () => Array.from({ length: 1 + random.number(4) }, () => random.pick(WORDS[shell])).join(' ');
    const kind = random.pick(KINDS);
    story.told.push(kind);
    /** Done, and its lines in the audit. */
    const asked = async (command: string, send: (command: string) => Promise<Run | null> = run) => {
      story.told.push(command);
      const ended = await send(command);
      expect(ended?.outcome, command).toMatchObject({ kind: 'done' });
      rows.push(...typedLines(command));
    };
    const needs = async (command: string) => {
      story.told.push(command);
      const asks = await run(command);
      expect(asks.outcome, command).toMatchObject({ kind: 'needs-input' });
      rows.push(command);
      return asks;
    };
    const refused = async (before: readonly string[], line: string, after: readonly string[] = []) => {
      const command = [...before, line, ...after].join('\n');
      story.told.push(command);
      const { outcome } = await run(command);
      expect(outcome, command).toMatchObject({ kind: 'refused', text: expect.stringMatching(/reboot/i) });
      rows.push(...before, line.trim());
    };
    const evil = `touch ${story.evil}; : reboot`;
    switch (kind) {
      case 'plain':
        return asked(`echo ${words()}`);
      case 'long':
        return asked(`echo ${'x'.repeat(200 + random.number(600))} ${words()}`);
      case 'longest': {
        const line = `echo 日本 ${Array.from({ length: 300 }, (_, at) => `w${at}`).join(' ')}`.slice(0, 980);
        return asked(`${line}${'z'.repeat(1000 - Buffer.byteLength(line))}`);
      }
      case 'cd':
        return asked(`cd ${random.pick(['/', '/tmp', '/usr/share'])}`);
      case 'lines':
        return asked(Array.from({ length: 2 + random.number(5) }, () => `echo ${words()}`).join('\n'));
      case 'twenty lines':
        return asked(Array.from({ length: 20 }, (_, at) => `echo ${at}`).join('\n'));
      case 'block':
        return asked(
          shell === 'fish'
            ? `for i in 1 2\necho "$i ${random.number(9)}"\nend`
            : `for i in 1 2; do\necho "$i ${random.number(9)}"\ndone`,
        );
      case 'heredoc':
        if (shell === 'fish') return asked('echo no heredoc here');
        return asked(`cat <<'END'\n${words()}\n\n${words()}\nEND`);
      case 'comment':
        return asked(`# ${random.number(99)} just a remark`);
      case 'background':
        // zsh tells of its end at once, in the middle of what a program says.
        return asked(shell === 'zsh' ? 'sleep 30 &' : 'sleep 0.2 &');
      case 'syntax': {
        const command = shell === 'fish' ? 'echo )' : 'echo a; ) b';
        story.told.push(command);
        const { outcome } = await run(command);
        expect(['refused', 'done'], command).toContain(outcome.kind);
        rows.push(command);
        // fish keeps the line in its editor; a key takes it out.
        if (shell === 'fish') story.junk += 1;
        return;
      }
      case 'open quote': {
        const command = `echo "open ${random.number(99)}`;
        story.told.push(command);
        expect((await run(command)).outcome).toMatchObject({ kind: 'refused' });
        rows.push(command);
        story.junk += 1;
        return;
      }
      case 'forbidden':
        return refused([], random.pick([evil, `cd / && ${evil}`, `: ${'y'.repeat(random.number(600))}; ${evil}`]));
      case 'forbidden shape':
        return refused(
          [],
          random.pick([
            `{ ${evil}; }`,
            `true && ${evil}`,
            `echo 日本語; ${evil}`,
            `echo "REBOOT"; ${evil}`,
            `  ${evil}`,
          ]),
        );
      case 'forbidden line':
        return refused([`echo first ${words()}`], evil, ['echo last']);
      case 'forbidden in a block':
        story.junk += 1;
        if (shell === 'fish') return refused(['begin'], evil, ['end']);
        return refused(['{'], evil, ['}']);
      case 'forbidden in a heredoc':
        if (shell === 'fish') return;
        story.junk += 1;
        return refused([`cat > ${story.evil} <<'END'`, words()], 'reboot now', ['END']);
      case 'interrupt': {
        const command = random.pick(['sleep 300', `sh -c 'while :; do echo x; sleep 0.01; done'`]);
        const started = await run(command, random.number(400));
        story.told.push(command);
        rows.push(command);
        story.junk += 1;
        if (started.outcome.kind === 'running' || started.outcome.kind === 'needs-input') {
          expect(await pool.interrupt(id, owner)).toMatchObject({ stopped: true });
        }
        return;
      }
      case 'cancel': {
        const cancel = AbortSignal.timeout(1 + random.number(300));
        const cancelled = pool.run(id, { owner, command: 'sleep 300', patienceMs, signal: cancel });
        await expect(cancelled).rejects.toThrow();
        rows.push('sleep 300');
        story.junk += 1;
        return;
      }
      case 'answer': {
        const { terminalId } = await needs(ASKING);
        const done = await pool.write(terminalId, owner, { text: `ann-${mark}` }, patienceMs);
        expect(done?.outcome).toMatchObject({ kind: 'done' });
        rows.push(`ann-${mark}`);
        return;
      }
      case 'forbidden answer': {
        await needs(ASKING);
        await write({ text: 'reboot' });
        rows.push('reboot');
        return;
      }
      case 'person answers': {
        await needs(ASKING);
        for (const key of ['y', 'n'] as const) await write({ key }, person, 20);
        expect((await write({ key: 'enter' }, person))?.outcome).toMatchObject({ kind: 'done' });
        rows.push('yn');
        return;
      }
      case 'person types':
        return asked(`echo by hand ${words()}`, (command) => write({ text: `${command}\n` }, person));
      case 'person in pieces':
        await write({ text: 'echo in ' }, person);
        await write({ key: 'space' }, person);
        await asked(`echo in  ${mark}`, () => write({ text: `${mark}\n` }, person));
        return;
      case 'held and dropped':
        await write({ text: `${evil} dropped` });
        await write({ key: 'ctrl-c' });
        return;
      case 'pager':
        await needs(`less ${folder}/pages`);
        for (let turns = random.number(3); turns > 0; turns -= 1) {
          await write({ key: random.pick(['space', 'down', 'up']) }, owner, 20);
        }
        story.junk += 1;
        expect((await write({ key: 'q' }))?.outcome).toMatchObject({ kind: 'done' });
        return;
      case 'interpreter': {
        await needs('python3 -q');
        story.junk += 1;
        expect((await write({ key: 'ctrl-d' }))?.outcome).toMatchObject({ kind: 'done' });
        return;
      }
      case 'editor':
        await needs(`vim -u NONE -N ${folder}/pages`);
        story.junk += 1;
        expect(await pool.interrupt(id, owner)).toMatchObject({ stopped: true });
        return;
      case 'lock': {
        const session = pool.list(owner).find((one) => one.id === id)?.jumpserverSessionId ?? '';
        site.lockTerminal(session);
        await until(() => pool.list(owner).some((one) => one.id === id && one.state.kind === 'locked'));
        await expect(run('echo locked')).rejects.toMatchObject({ code: 'terminal-paused' });
        site.unlockTerminal(session);
        await until(() => pool.list(owner).some((one) => one.id === id && one.state.kind === 'prompt'));
        return;
      }
      default:
        return kind satisfies never;
    }
  }

  async function until(seen: () => boolean): Promise<void> {
    while (!seen()) {
      await new Promise<void>((resolve) => {
        const stop = practice.pool.on('changed', () => {
          stop();
          resolve();
        });
      });
    }
  }
});

const ASKING = `sh -c 'printf "name: "; read v; echo "<$v>"'`;

/** A blank line is an Enter without text, and no row. */
const typedLines = (command: string) =>
  command
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const KINDS = [
  'plain',
  'plain',
  'long',
  'longest',
  'cd',
  'cd',
  'lines',
  'twenty lines',
  'block',
  'heredoc',
  'comment',
  'background',
  'syntax',
  'open quote',
  'forbidden',
  'forbidden',
  'forbidden shape',
  'forbidden shape',
  'forbidden line',
  'forbidden in a block',
  'forbidden in a heredoc',
  'interrupt',
  'interrupt',
  'cancel',
  'answer',
  'forbidden answer',
  'person answers',
  'person types',
  'person in pieces',
  'held and dropped',
  'pager',
  'interpreter',
  'editor',
  'lock',
] as const;

type Words = readonly [string, ...string[]];
const COMMON: Words = [
  'alpha',
  "'quoted words'",
  '"and $HOME"',
  '日本語',
  'ñandú',
  '😀',
  'wow!',
  'a/b/c',
  '--flag=1',
  'rebooting',
  '~',
  '"it\'s"',
  'x=y',
  'a\\ b',
  '%s',
];
const POSIX: Words = [...COMMON, '!x', '$((1+2))', '{one,two}', '#no-comment', '"!!"'];
const WORDS: Record<ShellName, Words> = { bash: POSIX, sh: POSIX, zsh: COMMON, fish: COMMON };
