import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const patienceMs = 15_000;

/** A way in which people set up their shells, as lines at the end of a start file. */
interface Manner {
  readonly name: string;
  readonly asset: 'lab-bash' | 'lab-zsh' | 'lab-fish' | 'lab-sh' | 'lab-tcsh';
  readonly file: string;
  readonly lines: string;
  /** Rows that the integration costs. Default: one. */
  readonly rows?: number;
}

const manners: readonly Manner[] = [
  {
    name: 'bash whose PROMPT_COMMAND writes PS1 anew, as starship does',
    asset: 'lab-bash',
    file: '.bashrc',
    lines: `_star() { PS1="[\\$?] star $ "; }; PROMPT_COMMAND=_star`,
    rows: 2,
  },
  {
    name: 'bash with a list of prompt commands',
    asset: 'lab-bash',
    file: '.bashrc',
    lines: `_star() { PS1='star $ '; }; PROMPT_COMMAND=(true _star)`,
    rows: 2,
  },
  {
    name: 'bash that cannot print a start mark, as before 4.4, nor paste in brackets',
    asset: 'lab-bash',
    file: '.bashrc',
    lines: `PROMPT_COMMAND='unset PS0'; bind 'set enable-bracketed-paste off'`,
  },
  { name: 'bash with a DEBUG trap', asset: 'lab-bash', file: '.bashrc', lines: `trap true DEBUG` },
  { name: 'bash without a line editor', asset: 'lab-bash', file: '.bash_profile', lines: 'exec bash --noediting' },
  { name: 'bash in POSIX mode', asset: 'lab-bash', file: '.bash_profile', lines: 'exec bash --posix' },
  { name: 'bash that stops at unset variables', asset: 'lab-bash', file: '.bashrc', lines: 'set -u' },
  { name: 'bash in vi mode', asset: 'lab-bash', file: '.bashrc', lines: 'set -o vi' },
  {
    name: 'bash with a prompt of two lines and colours',
    asset: 'lab-bash',
    file: '.bashrc',
    lines: `PS1='\\[\\e[1;32m\\]\\u@\\h\\[\\e[0m\\] \\w\\n\\[\\e[36m\\]❯\\[\\e[0m\\] '`,
  },
  {
    name: 'zsh without marks for partial lines',
    asset: 'lab-zsh',
    file: '.zshrc',
    lines: 'unsetopt promptsp promptcr',
  },
  {
    name: 'zsh whose precmd writes PS1 anew, as themes do',
    asset: 'lab-zsh',
    file: '.zshrc',
    lines: `_theme() { PROMPT='theme %# ' }; precmd_functions+=(_theme)`,
  },
  {
    name: 'zsh with a prompt on the right and in vi mode',
    asset: 'lab-zsh',
    file: '.zshrc',
    lines: `RPROMPT='%T'; bindkey -v`,
  },
  {
    name: 'zsh with a prompt that ends in no sign',
    asset: 'lab-zsh',
    file: '.zshrc',
    lines: `PROMPT='➜  %1~ git:(main) ✗ '`,
  },
  {
    name: 'bash with a prompt that ends in no sign',
    asset: 'lab-bash',
    file: '.bashrc',
    lines: `PS1='\\w λ '`,
  },
  {
    name: 'sh that stops at unset variables',
    asset: 'lab-sh',
    file: '.shrc',
    lines: 'set -u',
  },
  { name: 'sh with a prompt as of tcsh', asset: 'lab-sh', file: '.shrc', lines: `PS1='> '`, rows: 2 },
  { name: 'tcsh with a prompt as of sh', asset: 'lab-tcsh', file: '.tcshrc', lines: `set prompt='%# '`, rows: 2 },
  { name: 'tcsh with its own prompt', asset: 'lab-tcsh', file: '.tcshrc', lines: `set prompt='> '` },
  {
    name: 'fish with a prompt on the right',
    asset: 'lab-fish',
    file: '.config/fish/config.fish',
    lines: 'function fish_right_prompt; date +%T; end',
  },
];

describe('shells as people set them up report the same', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool({}, { perAgent: 20 });
  });
  afterAll(() => practice.dispose());

  it.each(manners)('$name', async ({ asset, file, lines, rows = 1 }) => {
    const { pool, site, target } = practice;
    const plain = await pool.open(await target(asset), owner);
    const quoted = lines.replace(/'/g, `'\\''`);
    const set = await pool.run(plain.id, {
      owner,
      patienceMs,
      command: `mkdir -p ~/.config/fish; touch ~/${file}; cp ~/${file} ~/kept; printf '%s\\n' '${quoted.replace(/\\(?!')/g, asset === 'lab-fish' ? '\\\\' : '\\')}' >> ~/${file}`,
    });
    expect(set.outcome).toEqual({ kind: 'done', exitCode: 0 });
    const opened = await pool.open(await target(asset), owner);
    await pool.run(plain.id, { owner, patienceMs, command: `mv ~/kept ~/${file}` });
    await pool.close(plain.id, owner, 'done');

    expect(opened.marks).toBe(true);
    const { id } = opened;
    const audited = () => site.audit(opened.jumpserverSessionId ?? '').map(({ input }) => input);
    expect(audited()).toHaveLength(rows);
    const run = async (command: string) => {
      const done = await pool.run(id, { owner, command, patienceMs });
      const { start, end } = done.output;
      return { ...done, text: start === end ? '' : pool.readOutput(id, owner, start, end - start).text };
    };
    const long = `echo ${'0123456789 '.repeat(80)}end`;
    const typed: readonly [string, object][] = [
      ['echo hello', { outcome: { kind: 'done', exitCode: 0 }, text: 'hello\n' }],
      ['false', { outcome: { kind: 'done', exitCode: 1 }, text: '' }],
      ["sh -c 'exit 42'", { outcome: { kind: 'done', exitCode: 42 }, text: '' }],
      ['printf abc', { outcome: { kind: 'done', exitCode: 0 }, text: 'abc' }],
      ['cd /tmp', { outcome: { kind: 'done', exitCode: 0 }, text: '', cwd: '/tmp' }],
      ['echo "中文 😀 hi!"', { outcome: { kind: 'done', exitCode: 0 }, text: '中文 😀 hi!\n' }],
      [long, { outcome: { kind: 'done', exitCode: 0 }, text: `${long.slice(5)}\n` }],
      ['true; false', { outcome: { kind: 'done', exitCode: 1 }, text: '' }],
      ['reboot now', { outcome: { kind: 'refused', text: 'Command `reboot` is forbidden' } }],
      ['echo again', { outcome: { kind: 'done', exitCode: 0 }, text: 'again\n' }],
    ];
    for (const [command, expected] of typed) expect.soft(await run(command), command).toMatchObject(expected);
    expect(audited().slice(rows)).toEqual(typed.map(([command]) => command));
    await pool.close(id, owner, 'done');
  });

  it.each(['lab-bash', 'lab-zsh'])(
    'on %s in an environment that puts its name before the prompt, as venv and conda do',
    async (asset) => {
      const { pool, target } = practice;
      const { id } = await pool.open(await target(asset), owner);
      const run = async (command: string) => {
        const { output, outcome } = await pool.run(id, { owner, command, patienceMs });
        const { start, end } = output;
        return { outcome, text: start === end ? '' : pool.readOutput(id, owner, start, end - start).text };
      };
      await run('PS1="(venv) $PS1"');
      for (const [command, text] of [
        ['echo hello', 'hello\n'],
        ['printf abc', 'abc'],
        ['true', ''],
        ['printf "(venv) "', '(venv) '],
      ] as const)
        expect.soft(await run(command), command).toEqual({ outcome: { kind: 'done', exitCode: 0 }, text });
      await pool.close(id, owner, 'done');
    },
  );
});
