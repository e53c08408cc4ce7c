import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/errors/clock.ts';
import { putReviewsToPerson } from '../../../main/guard/command-reviews.ts';
import { type OpenQuestion, Questions } from '../../../main/guard/question.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { Run, TerminalSummary } from '../../../main/terminals/terminal-model.ts';
import { withoutInOrder } from '../../support/audit-rows.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const patienceMs = 20_000;

describe('the person takes a terminal over', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool(
      {
        acl: [
          { name: 'no', pattern: '\\breboot\\b', action: 'reject' },
          { name: 'warn', pattern: 'delicate', action: 'notify_and_warn' },
        ],
      },
      { perAgent: 60, inAll: 60 },
    );
  });
  afterAll(() => practice.dispose());

  const opened = async () => practice.pool.open(await practice.target('lab-bash'), owner);
  const run = (terminal: TerminalSummary, command: string) =>
    practice.pool.run(terminal.id, { owner, command, patienceMs });
  const now = (terminal: TerminalSummary) => practice.pool.get(terminal.id);

  /** Resolves with the next run there that ends. */
  const nextEnd = (terminal: TerminalSummary) =>
    new Promise<Run>((resolve) => {
      const off = practice.pool.on('run-ended', (event) => {
        if (event.terminal.id !== terminal.id) return;
        off();
        resolve(event.run);
      });
    });

  const until = (terminal: TerminalSummary, holds: (summary: TerminalSummary) => boolean) =>
    new Promise<TerminalSummary>((resolve) => {
      const look = (summary: TerminalSummary) => {
        if (summary.id !== terminal.id || !holds(summary)) return;
        off();
        resolve(summary);
      };
      const off = practice.pool.on('changed', look);
      look(now(terminal));
    });

  /** Resolves when it was printed. */
  const shown = (terminal: TerminalSummary, text: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!practice.pool.readOutput(terminal.id, undefined, 0, 100_000).text.includes(text)) return;
        off();
        resolve();
      };
      const off = practice.pool.on('output', look);
      look();
    });

  const typeKeys = (terminal: TerminalSummary, text: string) => {
    for (const key of text) practice.pool.type(terminal.id, key);
  };

  it('at a prompt: types, and what runs is reported as theirs; handed back, the agent runs again', async () => {
    const { pool } = practice;
    const terminal = await opened();
    pool.takeOver(terminal.id);
    expect(now(terminal).hand).toMatchObject({ by: 'person' });
    const ended = nextEnd(terminal);
    typeKeys(terminal, 'cd /tmp; false\r');
    expect(await ended).toMatchObject({
      command: 'cd /tmp; false',
      by: 'person',
      outcome: { kind: 'done', exitCode: 1 },
      cwd: '/tmp',
    });
    await pool.handBack(terminal.id, ' Look in /tmp. ');
    expect(now(terminal).hand).toEqual({ by: 'agent' });
    expect(pool.takeNotes('a')).toEqual([{ terminalId: terminal.id, asset: 'lab-bash', text: 'Look in /tmp.' }]);
    expect(pool.takeNotes('a')).toEqual([]);
    const next = await run(terminal, 'pwd');
    expect(next).toMatchObject({ outcome: { kind: 'done', exitCode: 0 } });
    expect(next.by).toBeUndefined();
    expect(pool.readOutput(terminal.id, owner, next.output.start, next.output.end - next.output.start).text).toBe(
      '/tmp\n',
    );
    expect((await run(terminal, 'reboot')).outcome.kind).toBe('refused');
  });

  const audit = (terminal: TerminalSummary) =>
    practice.site.audit(now(terminal).jumpserverSessionId ?? '').map(({ input }) => input);

  /** Awaits the end of a run that the person types. */
  async function types(terminal: TerminalSummary, line: string) {
    const ended = nextEnd(terminal);
    typeKeys(terminal, `${line}\r`);
    return ended;
  }

  it('a key is a frame, and the carriage return stands alone', async () => {
    const { pool, typed } = practice;
    const terminal = await opened();
    pool.takeOver(terminal.id);
    const from = typed.length;
    const ended = nextEnd(terminal);
    // Pressed faster than turns go by, or sent in one piece by an input method.
    pool.type(terminal.id, 'true 好\x1b[D\x7f\r');
    await ended;
    expect(typed.slice(from)).toEqual([...'true 好'].map((key) => [key]).concat([['\x1b[D'], ['\x7f'], ['\r']]));
    expect(typed.flat()).not.toContain('\n');
  });

  it('the record has what the person ran and what the agent ran, in order and unaltered', async () => {
    const { pool } = practice;
    const terminal = await opened();
    await run(terminal, 'echo first');
    pool.takeOver(terminal.id);
    await types(terminal, 'echo second');
    expect((await types(terminal, 'reboot')).outcome.kind).toBe('refused');
    typeKeys(terminal, 'echo never run');
    await pool.handBack(terminal.id, '');
    await run(terminal, 'echo third');
    expect((await run(terminal, 'reboot')).outcome.kind).toBe('refused');
    const wanted = ['echo first', 'echo second', 'reboot', 'echo third', 'reboot'];
    const left = withoutInOrder(audit(terminal), wanted);
    // The integration, and one row for the line that was taken back.
    expect(left?.length).toBeLessThanOrEqual(2);
    expect(left?.length).toBeGreaterThanOrEqual(1);
    expect(left?.join()).not.toContain('echo never run');
    const output = pool.readOutput(terminal.id, owner, 0, 100_000).text;
    expect(output).not.toMatch(/^never run$/m);
  });

  it('calls of the agent wait for the hand-back, open no other terminal, and say so when their patience is over', async () => {
    const { pool } = practice;
    const target = await practice.target('lab-sh');
    const terminal = await pool.open(target, owner);
    pool.takeOver(terminal.id);
    await expect(pool.runOn(target, { owner, command: 'true', patienceMs: 50 })).rejects.toMatchObject({
      code: 'paused-by-person',
      actor: 'person',
    });
    await expect(pool.run(terminal.id, { owner, command: 'true', patienceMs: 50 })).rejects.toMatchObject({
      code: 'paused-by-person',
    });
    await expect(pool.write(terminal.id, owner, { key: 'ctrl-c' }, 50)).rejects.toMatchObject({
      code: 'paused-by-person',
    });
    await expect(pool.interrupt(terminal.id, owner)).rejects.toMatchObject({ code: 'paused-by-person' });
    await expect(pool.close(terminal.id, owner, 'x')).rejects.toMatchObject({ code: 'paused-by-person' });
    const waiting = pool.runOn(target, { owner, command: 'echo waited', patienceMs });
    await types(terminal, 'echo mine');
    await pool.handBack(terminal.id, '');
    const waited = await waiting;
    expect(waited.terminalId).toBe(terminal.id);
    expect(waited.outcome.kind).toBe('done');
    expect(pool.list(owner).filter((one) => one.target.asset.name === 'lab-sh')).toHaveLength(1);
  });

  it("a fresh shell is the agent's to ask for", async () => {
    const { pool } = practice;
    const target = await practice.target('lab-ksh');
    const terminal = await pool.open(target, owner);
    pool.takeOver(terminal.id);
    const fresh = await pool.runOn(target, { owner, command: 'true', patienceMs, fresh: true });
    expect(fresh.terminalId).not.toBe(terminal.id);
  });

  it('during a run: it goes on, its call returns at once and says that the person drives', async () => {
    const { pool } = practice;
    const terminal = await opened();
    const running = run(terminal, 'read -p "name: " name; echo "hello $name"; sleep 0.2');
    await until(terminal, ({ state }) => state.kind === 'running' || state.kind === 'needs-input');
    pool.takeOver(terminal.id);
    const seen = await running;
    expect(seen.durationMs).toBeNull();
    if (seen.outcome.kind === 'running') expect(seen.taken).toBe(true);
    await shown(terminal, 'name: ');
    typeKeys(terminal, 'anna\r');
    const ended = await pool.waitForRun(terminal.id, seen.id, patienceMs);
    expect(ended).toMatchObject({ outcome: { kind: 'done', exitCode: 0 }, note: 'The person took over while it ran.' });
    expect(pool.readOutput(terminal.id, owner, ended.output.start, 1000).text).toContain('hello anna');
    await pool.handBack(terminal.id, '');
    expect((await run(terminal, 'reboot')).outcome.kind).toBe('refused');
  });

  it('lines of the agent that are left are not typed between the keys of the person', async () => {
    const { pool } = practice;
    const terminal = await opened();
    const running = run(terminal, 'sleep 0.4\necho not-this-line');
    await until(terminal, ({ state }) => state.kind === 'running');
    pool.takeOver(terminal.id);
    const seen = await running;
    const ended = await pool.waitForRun(terminal.id, seen.id, patienceMs);
    expect(ended.note).toContain('1 of its lines were not typed.');
    expect((await types(terminal, 'echo here')).outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(audit(terminal)).not.toContain('echo not-this-line');
  });

  it.each([
    ['vim -u NONE -n hand.txt', 'fullscreen', ':q!\r'],
    ['seq 1000 | less', 'pager', 'q'],
    ['python3 -q', 'repl', 'exit()\r'],
  ])(
    'handed back in %s the agent is told what waits; left by the person the rules still hold',
    async (command, input, leave) => {
      const { pool } = practice;
      const target = await practice.target('lab-bash');
      const terminal = await opened();
      const started = await run(terminal, command);
      expect(started.outcome).toMatchObject({ kind: 'needs-input', input });
      pool.takeOver(terminal.id);
      await pool.handBack(terminal.id, '');
      expect(now(terminal).state).toMatchObject({ kind: 'needs-input', input });
      expect(pool.takeNotices('a').join('\n')).toContain(`A program there waits for input (${input}).`);
      pool.takeOver(terminal.id);
      const ended = nextEnd(terminal);
      typeKeys(terminal, leave);
      expect((await ended).outcome).toEqual({ kind: 'done', exitCode: 0 });
      await pool.handBack(terminal.id, '');
      expect(now(terminal).state.kind).toBe('prompt');
      expect((await run(terminal, 'reboot')).outcome.kind).toBe('refused');
      expect(audit(terminal).at(-1)).toBe('reboot');
      expect(target.asset.name).toBe('lab-bash');
      await pool.close(terminal.id, owner, 'over');
    },
  );

  it('a program that the person left running is told to a call that waited, and no other terminal is opened', async () => {
    const { pool } = practice;
    const target = await practice.target('lab-zsh');
    const terminal = await pool.open(target, owner);
    pool.takeOver(terminal.id);
    const waiting = pool.runOn(target, { owner, command: 'true', patienceMs });
    typeKeys(terminal, 'seq 1000 | less\r');
    await until(terminal, ({ state }) => state.kind === 'needs-input' && state.input === 'pager');
    await pool.handBack(terminal.id, '');
    await expect(waiting).rejects.toMatchObject({ code: 'terminal-busy' });
    expect(pool.list(owner).filter((one) => one.target.asset.name === 'lab-zsh')).toHaveLength(1);
    const left = await pool.interrupt(terminal.id, owner);
    expect(left).toMatchObject({ stopped: true, run: { by: 'person', command: 'seq 1000 | less' } });
  });

  it('Ctrl-C at a half-typed line, and behind a program: the next command is recorded as it is', async () => {
    const { pool } = practice;
    const terminal = await opened();
    pool.takeOver(terminal.id);
    typeKeys(terminal, 'echo half\x03');
    expect((await types(terminal, 'echo one')).outcome).toEqual({ kind: 'done', exitCode: 0 });
    const ended = nextEnd(terminal);
    typeKeys(terminal, 'cat\r');
    await until(terminal, ({ state }) => state.kind === 'running');
    await shown(terminal, 'cat\n');
    typeKeys(terminal, 'hello\r');
    // bash swallows a Ctrl-C that comes before its child is on its own.
    await shown(terminal, 'hello\nhello\n');
    pool.type(terminal.id, '\x03');
    expect((await ended).outcome).toEqual({ kind: 'done', exitCode: 130 });
    expect((await types(terminal, 'echo two')).outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect((await types(terminal, 'reboot')).outcome.kind).toBe('refused');
    expect(withoutInOrder(audit(terminal), ['echo one', 'cat', 'hello', 'echo two', 'reboot'])).not.toBeNull();
  });

  it('a recalled or edited line is seen by the rules, however soon Enter follows', async () => {
    const { pool } = practice;
    const terminal = await opened();
    await run(terminal, 'true');
    pool.takeOver(terminal.id);
    expect((await types(terminal, 'reboot')).outcome.kind).toBe('refused');
    expect((await types(terminal, 'rebooX\x7ft')).outcome.kind).toBe('refused');
    expect((await types(terminal, 'reboo\x1b[Dx\x7f\x1b[Ct')).outcome.kind).toBe('refused');
    expect((await types(terminal, 'echo reboot')).outcome.kind).toBe('refused');
    const ended = nextEnd(terminal);
    typeKeys(terminal, 'true\x15');
    pool.type(terminal.id, 'echo up');
    pool.type(terminal.id, '\x01');
    pool.type(terminal.id, '\r');
    expect(await ended).toMatchObject({ command: 'echo up', outcome: { kind: 'done', exitCode: 0 } });
    const again = nextEnd(terminal);
    pool.type(terminal.id, '\x1b[A');
    pool.type(terminal.id, '\r');
    expect(await again).toMatchObject({ command: 'echo up', outcome: { kind: 'done', exitCode: 0 } });
    expect(audit(terminal).slice(-2)).toEqual(['echo up', 'echo up']);
  });

  it('what was typed ahead runs once, and is reported', async () => {
    const { pool } = practice;
    const terminal = await opened();
    pool.takeOver(terminal.id);
    const first = nextEnd(terminal);
    typeKeys(terminal, 'sleep 0.3\recho ahead\r');
    expect(await first).toMatchObject({ command: 'sleep 0.3' });
    const second = await until(terminal, ({ runs, state }) => runs.length === 2 && state.kind === 'prompt');
    expect(second.runs.at(-1)).toMatchObject({
      command: 'echo ahead',
      by: 'person',
      outcome: { kind: 'done', exitCode: 0 },
    });
  });

  it("a line over several rows of the shell is the person's to finish", async () => {
    const { pool } = practice;
    const terminal = await opened();
    pool.takeOver(terminal.id);
    const ended = nextEnd(terminal);
    typeKeys(terminal, 'echo "one\r');
    await until(terminal, ({ state }) => state.kind === 'needs-input' && state.input === 'continuation');
    typeKeys(terminal, 'two"\r');
    expect((await ended).outcome).toEqual({ kind: 'done', exitCode: 0 });
    await pool.handBack(terminal.id, '');
    expect((await run(terminal, 'true')).outcome).toEqual({ kind: 'done', exitCode: 0 });
  });

  it('a paste of one line waits for Enter; several are run one after another, never bracketed', async () => {
    const { pool, typed } = practice;
    const terminal = await opened();
    pool.takeOver(terminal.id);
    await pool.paste(terminal.id, 'echo pasted\n');
    await shown(terminal, 'echo pasted');
    expect(now(terminal).runs).toEqual([]);
    const one = nextEnd(terminal);
    pool.type(terminal.id, '\r');
    expect(await one).toMatchObject({ command: 'echo pasted', outcome: { kind: 'done', exitCode: 0 } });
    const from = typed.length;
    const several = nextEnd(terminal);
    await pool.paste(terminal.id, 'cd /tmp\ncat <<END\nhello\nEND\nfalse');
    expect(await several).toMatchObject({ by: 'person', outcome: { kind: 'done', exitCode: 1 }, cwd: '/tmp' });
    expect(typed.slice(from)).toEqual([
      ['cd /tmp', '\r'],
      ['cat <<END', '\r'],
      ['hello', '\r'],
      ['END', '\r'],
      ['false', '\r'],
    ]);
    expect(typed.flat().join('')).not.toContain('\x1b[200~');
    await expect(pool.paste(terminal.id, 'echo \x1b[201~')).rejects.toMatchObject({ code: 'write-not-allowed' });
  });

  it('a line is taken back however often it is half typed: a shell that swallows one Ctrl-C gets another', async () => {
    const { pool } = practice;
    const terminal = await opened();
    pool.takeOver(terminal.id);
    for (let round = 0; round < 20; round += 1) {
      typeKeys(terminal, `echo half-${round}-`);
      await shown(terminal, `echo half-${round}-`);
      pool.type(terminal.id, '\x03');
    }
    const ended = nextEnd(terminal);
    typeKeys(terminal, 'echo whole\r');
    expect(await ended).toMatchObject({ command: 'echo whole', outcome: { kind: 'done', exitCode: 0 } });
    expect(audit(terminal).at(-1)).toBe('echo whole');
  });

  it('several lines behind half a line: the first goes on with it', async () => {
    const { pool } = practice;
    const terminal = await opened();
    pool.takeOver(terminal.id);
    typeKeys(terminal, 'echo half-');
    await shown(terminal, 'echo half-');
    const ended = nextEnd(terminal);
    await pool.paste(terminal.id, 'and-half\ntrue');
    expect((await ended).outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(withoutInOrder(audit(terminal), ['echo half-and-half', 'true'])).not.toBeNull();
  });

  it('a pasted line that is wider than the terminal does not get past a rule', async () => {
    const { pool } = practice;
    const terminal = await opened();
    pool.takeOver(terminal.id);
    await pool.paste(terminal.id, `echo ${'word '.repeat(80)}; reboot`);
    await shown(terminal, '; reboot');
    const ended = nextEnd(terminal);
    pool.type(terminal.id, '\r');
    expect((await ended).outcome.kind).toBe('refused');
    expect(now(terminal).size.cols).toBe(200);
  });

  it("while it opens: the keyboard is the person's as soon as it is open, and the call that opened it types nothing", async () => {
    const { pool } = practice;
    const target = await practice.target('lab-fish');
    const waiting = pool.runOn(target, { owner, command: 'echo agent', patienceMs });
    const opening = await new Promise<TerminalSummary>((resolve) => {
      const off = pool.on('changed', (one) => {
        if (one.target.asset.name !== 'lab-fish') return;
        off();
        resolve(one);
      });
    });
    expect(opening.state.kind).toBe('opening');
    pool.takeOver(opening.id);
    expect(() => pool.type(opening.id, 'x')).toThrow(expect.objectContaining({ code: 'terminal-busy' }));
    await expect(waiting).rejects.toMatchObject({ code: 'paused-by-person' });
    const terminal = pool.get(opening.id);
    expect((await types(terminal, 'echo person')).outcome).toEqual({ kind: 'done', exitCode: 0 });
    await pool.handBack(terminal.id, '');
    expect((await run(terminal, 'echo agent')).outcome).toEqual({ kind: 'done', exitCode: 0 });
  });

  it('another shell is not taught under the hands of the person, and is once it is handed back', async () => {
    const { pool } = practice;
    const terminal = await opened();
    pool.takeOver(terminal.id);
    typeKeys(terminal, 'bash --norc\r');
    await until(terminal, ({ state }) => state.kind === 'needs-input' && state.input === 'foreign-prompt');
    await pool.handBack(terminal.id, '');
    await until(terminal, ({ state }) => state.kind === 'prompt');
    expect(now(terminal).shell.depth).toBe(1);
    expect((await run(terminal, 'exit')).outcome.kind).toBe('done');
    expect((await run(terminal, 'reboot')).outcome.kind).toBe('refused');
  });

  it('the agent that is gone leaves the person their terminal until it is handed back', async () => {
    const { pool } = practice;
    const other = agent('gone');
    const terminal = await pool.open(await practice.target('lab-bash'), other);
    pool.takeOver(terminal.id);
    await pool.closeAllOf('gone', 'Its agent has gone.');
    expect((await types(terminal, 'true')).outcome).toEqual({ kind: 'done', exitCode: 0 });
    await pool.handBack(terminal.id, '');
    expect(now(terminal).state).toMatchObject({ kind: 'closed', reason: 'Its agent has gone.' });
  });

  it('a raised bridge stops agents, and not what the person drives', async () => {
    const { pool } = practice;
    const mine = await opened();
    const theirs = await opened();
    pool.takeOver(mine.id);
    typeKeys(mine, 'sleep 60\r');
    await until(mine, ({ state }) => state.kind === 'running');
    const running = run(theirs, 'sleep 60');
    await until(theirs, ({ state }) => state.kind === 'running');
    await pool.interruptAllAgents();
    expect((await running).outcome).toEqual({ kind: 'done', exitCode: 130 });
    expect(now(mine).state.kind).toBe('running');
  });

  it("a terminal of the person's own is always driven", async () => {
    const { pool } = practice;
    const terminal = await pool.open(await practice.target('lab-bash'), { kind: 'person' });
    expect(terminal.hand).toMatchObject({ by: 'person' });
    expect((await types(terminal, 'echo own')).by).toBe('person');
    await expect(pool.handBack(terminal.id, '')).rejects.toMatchObject({ code: 'write-not-allowed' });
  });

  it('a password that the person types key by key is masked where the program prints it', async () => {
    const { pool } = practice;
    const terminal = await opened();
    pool.takeOver(terminal.id);
    const ended = nextEnd(terminal);
    typeKeys(terminal, `read -s -p 'Password: ' it; echo; echo "got $it"\r`);
    await shown(terminal, 'Password: ');
    await until(terminal, ({ state }) => state.kind === 'needs-input' && state.input === 'password');
    typeKeys(terminal, 'hunterX\x7f2-secret\r');
    await ended;
    const { text } = pool.readOutput(terminal.id, owner, 0, 100_000);
    expect(text).toContain('got ••••••');
    expect(text).not.toContain('hunter2');
  });

  it('a question of JumpServer about what the person typed is asked in a dialog; keys do not answer it', async () => {
    const { pool, typed } = practice;
    const terminal = await opened();
    const questions = new Questions({ clock: systemClock, newId: () => 'question_1', canAsk: () => true });
    const asked = new Promise<OpenQuestion>((resolve) => void questions.on('did-ask', resolve));
    const stop = putReviewsToPerson({
      siteName: () => 'Practice',
      ...{ terminals: pool, questions, log: silentLog },
    });
    pool.takeOver(terminal.id);
    const ended = nextEnd(terminal);
    typeKeys(terminal, 'echo delicate\r');
    expect(await asked).toMatchObject({ topic: 'command-review', command: 'echo delicate', agent: '', agentId: '' });
    const from = typed.length;
    typeKeys(terminal, 'nope');
    expect(typed.slice(from)).toEqual([]);
    questions.answer('question_1', { kind: 'allow' });
    expect((await ended).outcome).toEqual({ kind: 'done', exitCode: 0 });
    stop();
    questions.dispose();
  });
});
