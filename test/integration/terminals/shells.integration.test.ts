import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../../main/terminals/terminal-model.ts';
import type { WriteInput } from '../../../main/terminals/terminal-service.ts';
import { withoutInOrder } from '../../support/audit-rows.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('typist');

type ShellName = 'bash' | 'sh' | 'zsh' | 'fish' | 'ksh' | 'mksh' | 'tcsh' | 'busybox';

interface Kind {
  readonly name: string;
  readonly command: string;
  readonly outcome: { readonly exitCode: number | null } | { readonly refused: RegExp };
  readonly output?: string | RegExp;
  readonly cwd?: RegExp;
  /** Where the shell's language or manner is another one. */
  readonly differently?: Partial<Record<ShellName, Pick<Kind, 'outcome' | 'output'> & { readonly command?: string }>>;
}

const long = `echo ${'wide '.repeat(190)}end`;

/** What agents ask for, and what comes back: the same on every shell unless its language is another. */
const kinds: readonly Kind[] = [
  { name: 'a line of output', command: 'echo hello', outcome: { exitCode: 0 }, output: 'hello\n' },
  { name: 'no output', command: 'true', outcome: { exitCode: 0 }, output: '' },
  { name: 'a failure', command: 'false', outcome: { exitCode: 1 }, output: '' },
  { name: 'an exit code', command: "sh -c 'exit 42'", outcome: { exitCode: 42 }, output: '' },
  { name: 'output without a line end', command: 'printf abc', outcome: { exitCode: 0 }, output: 'abc' },
  {
    name: 'progress on one line',
    command: "printf '10%%\\r50%%\\r100%%\\n'",
    outcome: { exitCode: 0 },
    output: '100%\n',
  },
  { name: 'colours', command: "printf '\\033[31mred\\033[0m\\n'", outcome: { exitCode: 0 }, output: 'red\n' },
  { name: 'a line of 959 bytes', command: long, outcome: { exitCode: 0 }, output: `${long.slice(5)}\n` },
  { name: 'many lines', command: 'seq 2000', outcome: { exitCode: 0 }, output: /^1\n2\n[\s\S]*\n1999\n2000\n$/ },
  {
    name: 'characters of two columns',
    command: 'echo "中文 日本語"',
    outcome: { exitCode: 0 },
    output: '中文 日本語\n',
  },
  { name: 'emoji and accents', command: 'echo "größe 😀 ok"', outcome: { exitCode: 0 }, output: 'größe 😀 ok\n' },
  { name: 'an exclamation mark', command: 'echo "hi!" "!!" \'!x\'', outcome: { exitCode: 0 }, output: 'hi! !! !x\n' },
  {
    name: 'quotes of all kinds',
    command: `echo "it's" 'a "test"'`,
    outcome: { exitCode: 0 },
    output: 'it\'s a "test"\n',
  },
  { name: 'stderr', command: "sh -c 'echo oops >&2; exit 3'", outcome: { exitCode: 3 }, output: 'oops\n' },
  {
    name: 'an unknown command',
    command: 'nosuchcommand-x',
    outcome: { exitCode: 127 },
    output: /nosuchcommand-x/,
    differently: { tcsh: { outcome: { exitCode: 1 }, output: /Command not found/ } },
  },
  {
    name: 'several lines',
    command: 'echo one\necho two',
    outcome: { exitCode: 0 },
    output: 'one\ntwo\n',
  },
  {
    name: 'a here-document',
    command: 'cat <<EOF | wc -l\nfirst\nsecond\nEOF',
    outcome: { exitCode: 0 },
    output: '2\n',
    differently: { fish: { outcome: { refused: /redirection/ } } },
  },
  {
    name: 'a loop over lines',
    command: 'for i in 1 2\ndo echo "n$i"\ndone',
    outcome: { exitCode: 0 },
    output: 'n1\nn2\n',
    differently: {
      fish: { command: 'for i in 1 2\necho "n$i"\nend', outcome: { exitCode: 0 }, output: 'n1\nn2\n' },
      tcsh: { command: 'foreach i (1 2)\necho "n$i"\nend', outcome: { exitCode: 0 }, output: 'n1\nn2\n' },
    },
  },
  {
    name: 'an open quote',
    command: 'echo "abc',
    outcome: { refused: /not complete/ },
    differently: { tcsh: { outcome: { refused: /Unmatched/ } } },
  },
  {
    name: 'a syntax error',
    command: 'echo a; ;; echo b',
    outcome: { refused: /syntax|parse|unexpected/i },
    differently: {
      // No start mark there: what the shell says is the output.
      sh: { outcome: { exitCode: 2 }, output: /unexpected/i },
      busybox: { outcome: { exitCode: 2 }, output: /unexpected/i },
      ksh: { outcome: { exitCode: 3 }, output: /unexpected/i },
      mksh: { outcome: { exitCode: 1 }, output: /unexpected/i },
      fish: { outcome: { exitCode: 0 }, output: 'a\nb\n' },
      tcsh: { outcome: { exitCode: 0 }, output: 'a\nb\n' },
    },
  },
  {
    name: 'output wider than the terminal',
    command: "printf '%0500d\\n' 7",
    outcome: { exitCode: 0 },
    output: `${'0'.repeat(499)}7\n`,
  },
  {
    name: 'a comment',
    command: '# nothing to do',
    outcome: { exitCode: null },
    output: '',
    differently: {
      zsh: { outcome: { exitCode: 127 }, output: /command not found: #/ },
      tcsh: { outcome: { exitCode: 1 }, output: /Command not found/ },
    },
  },
  {
    name: 'a directory with an odd name',
    command: 'mkdir "odd ;中 name"; cd "odd ;中 name"; rmdir "../odd ;中 name"; true',
    outcome: { exitCode: 0 },
    cwd: /\/odd ;中 name$/,
  },
  { name: 'a change of directory', command: 'cd /tmp', outcome: { exitCode: 0 }, output: '', cwd: /^\/tmp$/ },
  { name: 'a job in the background', command: 'sleep 30 &', outcome: { exitCode: 0 }, output: /^(\[1\]\s.*\n)?$/ },
];

const shells: readonly ShellName[] = ['bash', 'sh', 'zsh', 'fish', 'ksh', 'mksh', 'tcsh', 'busybox'];

type Lab = Awaited<ReturnType<typeof labOn>>;

async function labOn(practice: Awaited<ReturnType<typeof practicePool>>, shell: ShellName) {
  const { pool, site } = practice;
  const { id, jumpserverSessionId } = await pool.open(await practice.target(`lab-${shell}`), owner);
  let raw = '';
  const stop = pool.on('output', ({ bytes }) => {
    raw += Buffer.from(bytes).toString();
  });
  return {
    id,
    /** What came since the last call, for messages. */
    raw() {
      const came = JSON.stringify(raw.slice(-2_000));
      raw = '';
      return came;
    },
    run: (command: string, patienceMs = 15_000) => pool.run(id, { owner, command, patienceMs }),
    write: (input: WriteInput) => pool.write(id, owner, input, 15_000),
    interrupt: () => pool.interrupt(id, owner),
    output: ({ output: { start, end } }: Run) =>
      end === start ? '' : pool.readOutput(id, owner, start, end - start).text,
    /** Closes the terminal; rows of its audit. */
    async audit() {
      stop();
      await pool.close(id, owner, 'done');
      return site
        .audit()

        .filter(({ session }) => session === jumpserverSessionId)
        .map(({ input }) => input);
    },
  };
}

/** What came before in the same terminal, and how it is typed; each leaves a prompt at which the command is exact. */
interface Way {
  readonly name: string;
  /** Those that tell something there; each costs the quiet by which a program is known. Default: all. */
  readonly kinds?: readonly string[];
  /** Lines that it types besides, and rows of junk that it may leave (design §5). */
  readonly rows: readonly string[];
  readonly junk: number;
  send(lab: Lab, command: string): Promise<Run | null>;
}

const telling = ['a line of output', 'an exit code', 'characters of two columns', 'several lines', 'an open quote'];

const asking = "sh -c 'printf name:; read x; echo got $x'";

const ways: readonly Way[] = [
  { name: 'one after the other', rows: [], junk: 0, send: (lab, command) => lab.run(command) },
  { name: 'as text with Enter', rows: [], junk: 0, send: (lab, command) => lab.write({ text: `${command}\n` }) },
  {
    name: 'after an interrupt',
    kinds: telling,
    rows: ['sleep 300'],
    junk: 1,
    async send(lab, command) {
      expect((await lab.run('sleep 300', 100)).outcome.kind).toBe('running');
      expect((await lab.interrupt()).stopped).toBe(true);
      return lab.run(command);
    },
  },
  {
    name: 'after an answer',
    kinds: telling,
    rows: [asking, 'ann'],
    junk: 0,
    async send(lab, command) {
      expect((await lab.run(asking)).outcome).toMatchObject({ kind: 'needs-input', line: 'name:' });
      const answered = await lab.write({ text: 'ann' });
      expect(answered && lab.output(answered)).toContain('got ann');
      return lab.run(command);
    },
  },
  {
    name: 'after a line for which the terminal was made wider',
    kinds: telling,
    rows: [`true ${'w'.repeat(600)}`],
    junk: 0,
    async send(lab, command) {
      await lab.run(`true ${'w'.repeat(600)}`);
      return lab.run(command);
    },
  },
];

describe.each(shells)('%s', (shell) => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool();
  });
  afterAll(() => practice.dispose());

  it.each(ways)(
    'gives back exactly what there is, and JumpServer records what was asked: $name',
    async (way) => {
      const lab = await labOn(practice, shell);
      const rows: string[] = [];
      let junk = 0;
      for (const kind of kinds.filter(({ name }) => way.kinds?.includes(name) ?? true)) {
        const { command, outcome, output, cwd } = { ...kind, ...kind.differently?.[shell] };
        const run = await way.send(lab, command);
        const got = run && { ...run.outcome, output: lab.output(run) };
        if (cwd) expect.soft(run?.cwd, kind.name).toMatch(cwd);
        expect.soft(got, `${kind.name}: ${lab.raw()}`).toEqual(wanted(outcome, output));
        const refusedAtOnce = got?.kind === 'refused' && shell === 'fish' && command.includes('<<');
        rows.push(...way.rows, ...(refusedAtOnce ? command.split('\n').slice(0, 1) : command.split('\n')));
        // What is refused in the middle of a line, or left in the editor, is taken back with a key.
        junk += way.junk + (got?.kind === 'refused' ? 1 : 0);
      }
      const [integration, ...recorded] = await lab.audit();
      expect(integration).toContain('133;');
      const left = withoutInOrder(recorded, rows);
      expect(left, recorded.join('\n')).not.toBeNull();
      expect(left?.length ?? 0, left?.join('\n')).toBeLessThanOrEqual(junk);
    },
    60_000,
  );

  it('a program that reads is answered, and ends at the end of its input', async () => {
    const lab = await labOn(practice, shell);
    expect((await lab.run('cat', 600)).outcome.kind).toBe('running');
    await practice.pool.write(lab.id, owner, { text: 'one' }, 300);
    const ended = await lab.write({ key: 'ctrl-d' });
    expect(ended?.outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(ended && lab.output(ended)).toBe('one\none\n');
    expect(await lab.run('echo after')).toMatchObject({ outcome: { kind: 'done', exitCode: 0 } });
    const [, ...rows] = await lab.audit();
    expect(withoutInOrder(rows, ['cat', 'one', 'echo after'])?.length).toBeLessThanOrEqual(1);
  });
});

function wanted(outcome: Kind['outcome'], output: Kind['output'] = '') {
  if ('refused' in outcome)
    return { kind: 'refused', text: expect.stringMatching(outcome.refused), output: expect.any(String) };
  return {
    kind: 'done',
    exitCode: outcome.exitCode,
    output: typeof output === 'string' ? output : expect.stringMatching(output),
  };
}
