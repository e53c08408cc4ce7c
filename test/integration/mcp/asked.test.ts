import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenQuestion, QuestionAnswer } from '../../../main/guard/question.ts';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, runVerb, Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';
import { callTool } from '../agents/tool-calls.ts';

async function call(client: Client, name: string, args: Record<string, unknown>, signal?: AbortSignal) {
  const result = await client.callTool({ name, arguments: args }, undefined, signal ? { signal } : {});
  const content = Array.isArray(result.content) ? result.content : [];
  return content.map((part: { text?: string }) => part.text ?? '').join('\n');
}

/** A real site as the guard sees it, with the practice site's shells behind it. */
describe('an agent on a site where the person is asked', () => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let pool: TerminalPool;
  let side: AgentSide;
  let client: Client;
  let home: string;

  beforeAll(async () => {
    workshop = await Workshop.open();
    world = await practiceWorld();
  });
  afterAll(async () => {
    await world.dispose();
    await workshop.close();
  });
  beforeEach(async () => {
    home = workshop.home();
    const sites = world.sites();
    sites.practice = false;
    pool = world.pool();
    side = await AgentSide.start(home, sites, pool);
    client = await connectAgent(workshop.bridge, home);
  });
  afterEach(async () => {
    await client.close();
    await side.dispose();
    await pool.dispose();
  });

  const run = (command: string, more: Record<string, unknown> = {}, signal?: AbortSignal) =>
    call(client, 'jms_execute_koko_command', { asset: 'lab-bash', account: 'root', command, ...more }, signal);
  const nextQuestion = () =>
    new Promise<OpenQuestion>((resolve) => {
      const [open] = side.questions.open();
      if (open !== undefined) return resolve(open);
      const off = side.questions.on('did-ask', (question) => {
        off();
        resolve(question);
      });
    });
  /** The person answers the next question. */
  const answer = async (kind: QuestionAnswer = { kind: 'allow' }) => {
    const question = await nextQuestion();
    // The question is there before its asker waits.
    await new Promise((resolve) => setImmediate(resolve));
    side.questions.answer(question.id, kind);
    return question;
  };
  const allowed = async (command: string) => (await Promise.all([run(command), answer()]))[0];
  const typed = () => pool.list().flatMap(({ runs }) => runs.map(({ command }) => command));

  it('runs a command when the person allows it, and nothing before', async () => {
    const running = run('cd /tmp && pwd');
    const question = await nextQuestion();
    expect(question).toMatchObject({
      ...{ topic: 'run-command', agent: 'test-agent', target: 'lab-bash (10.9.0.1) · root' },
      ...{ command: 'cd /tmp && pwd', place: null },
    });
    expect(pool.list()).toEqual([]);
    side.questions.answer(question.id, { kind: 'allow' });
    expect(await running).toMatch(/^exit code 0 /);
    const second = run('pwd');
    expect(await nextQuestion()).toMatchObject({ place: { terminalId: pool.list()[0]?.id, cwd: '/tmp' } });
    await answer();
    expect(await second).toContain('\n/tmp\n');
    expect(pool.list()).toHaveLength(1);
  });

  it('asks about a command for a terminal that the agent names as about any other, and not where it cannot run', async () => {
    await allowed('cd /tmp');
    const session_handle = pool.list()[0]?.id;
    const there = (command: string) =>
      callTool(client, 'jms_execute_koko_command', { session_handle, command }).then(({ text }) => text);
    const running = there('pwd');
    expect(await answer()).toMatchObject({ command: 'pwd', place: { terminalId: session_handle, cwd: '/tmp' } });
    expect(await running).toContain('\n/tmp\n');
    const [refused] = await Promise.all([there('echo no'), answer({ kind: 'refuse', reason: 'no' })]);
    expect(refused).toMatch(/^declined-by-person: /);
    expect(typed()).toEqual(['cd /tmp', 'pwd']);
    const closing = callTool(client, 'jms_close_terminal_session', { session_handle });
    await closing;
    expect(await there('echo late')).toMatch(/^terminal-(closed|not-found): /);
    expect(side.questions.open()).toEqual([]);
  });

  it('tells a refusal with its reason, and types nothing', async () => {
    const [text] = await Promise.all([run('echo reboot'), answer({ kind: 'refuse', reason: 'not before six' })]);
    expect(text).toMatch(/^declined-by-person: .*\nNext: .*\(who: person\)\nThe person's reason: not before six$/);
    expect(await run('echo reboot')).toMatch(/^declined-by-person: /);
    expect(typed()).toEqual([]);
  });

  it('keeps the answer of the person for the same call, and uses it once', async () => {
    const abort = new AbortController();
    const gone = run('echo kept', {}, abort.signal);
    gone.catch(() => {});
    const question = await nextQuestion();
    abort.abort();
    await expect(gone).rejects.toThrow();
    side.questions.answer(question.id, { kind: 'allow' });
    expect(await run('echo kept')).toContain('\nkept\n');
    const again = run('echo kept');
    expect((await answer({ kind: 'refuse', reason: '' })).id).not.toBe(question.id);
    expect(await again).toMatch(/^declined-by-person: /);
    expect(typed()).toEqual(['echo kept']);
  });

  it('asks again when the directory has changed between the question and the call', async () => {
    await allowed('cd /tmp');
    const abort = new AbortController();
    const gone = run('ls build', {}, abort.signal);
    gone.catch(() => {});
    const inTmp = await answer();
    abort.abort();
    await gone.catch(() => {});
    await pool.run(pool.list()[0]?.id ?? '', {
      ...{ owner: pool.list()[0]?.owner ?? { kind: 'person' }, command: 'cd /', patienceMs: 5_000 },
    });
    const elsewhere = run('ls build');
    const asked = await answer({ kind: 'refuse', reason: '' });
    expect(asked.id).not.toBe(inTmp.id);
    expect(asked).toMatchObject({ place: { cwd: '/' } });
    expect(await elsewhere).toMatch(/^declined-by-person: /);
    expect(typed()).not.toContain('ls build');
  });

  it('runs what was allowed for a busy terminal when that terminal is free', async () => {
    await allowed('cd /tmp');
    const both = [run('sleep 1; echo one'), run('echo two')];
    while (side.questions.open().length < 2) await new Promise((resolve) => setImmediate(resolve));
    for (const { id } of side.questions.open()) side.questions.answer(id, { kind: 'allow' });
    const [one, two] = await Promise.all(both);
    expect(one).toContain('\none\n');
    expect(two).toContain('\ntwo\n');
    expect(pool.list()).toHaveLength(1);
  });

  it('asks about a command that is typed at the prompt, about the input of a program once, and not about Ctrl-C', async () => {
    await allowed('true');
    const handle = pool.list()[0]?.id ?? '';
    const write = (args: Record<string, unknown>) =>
      call(client, 'jms_write_terminal_session', { session_handle: handle, ...args });
    expect(await write({ text: 'echo he', enter: false })).toMatch(/^Typed/);
    const command = write({ text: 'llo' });
    expect(await answer()).toMatchObject({ topic: 'run-command', command: 'echo hello\n' });
    expect(await command).toContain('\nhello\n');

    await Promise.all([run('cat', { timeout_seconds: 1 }), answer()]);
    const first = write({ text: 'one', wait_seconds: 1 });
    expect(await answer()).toMatchObject({ topic: 'type-input', program: 'cat', input: 'one', lasts: true });
    expect(await first).toContain('one');
    expect(await write({ text: 'two', wait_seconds: 1 })).toContain('two');
    await write({ key: 'ctrl-c' });
    expect(side.questions.open()).toEqual([]);
    expect(pool.get(handle).state.kind).toBe('prompt');
  });

  it('opens, looks and closes without asking', async () => {
    const opened = await call(client, 'jms_open_terminal_session', { asset: 'lab-bash', account: 'root' });
    expect(opened).toMatch(/^Opened/);
    const handle = pool.list()[0]?.id;
    await call(client, 'jms_read_terminal_session', { session_handle: handle, view: 'screen' });
    await call(client, 'jms_close_terminal_session', { session_handle: handle });
    expect(side.questions.open()).toEqual([]);
  });

  it('does not ask about what cannot be typed', async () => {
    expect(await run(`echo ${'x'.repeat(2_000)}`)).toMatch(/^command-not-typeable: /);
  });

  it('answers what waits when the bridge is raised', async () => {
    const running = run('uptime');
    await nextQuestion();
    await side.killSwitch.raise();
    expect(await running).toMatch(/^bridge-raised: /);
    expect(side.questions.open()).toEqual([]);
  });

  it('withdraws the question of an agent that has gone', async () => {
    const other = await connectAgent(workshop.bridge, home, 'other');
    const waiting = call(other, 'jms_execute_koko_command', { asset: 'lab-bash', account: 'root', command: 'uptime' });
    waiting.catch(() => {});
    await nextQuestion();
    const withdrawn = new Promise<string>((resolve) => {
      side.questions.on('did-end', ({ outcome }) => resolve(outcome.kind));
    });
    await other.close();
    expect(await withdrawn).toBe('withdrawn');
  });

  describe('the command line', () => {
    const exec = (command: string) => runVerb(workshop.bridge, home, ['exec', 'lab-bash', 'root', '--', command]);

    it('waits for the person, and passes the command’s own code on', async () => {
      const [done, question] = await Promise.all([exec('echo hi; exit_with() { return 7; }; exit_with'), answer()]);
      expect(question).toMatchObject({ agent: 'cli' });
      expect(done).toEqual({ code: 7, out: 'hi\n', err: '' });
    });

    it('tells a refusal from a missing window by its exit code', async () => {
      const [refused] = await Promise.all([exec('echo reboot'), answer({ kind: 'refuse', reason: 'no' })]);
      expect(refused).toMatchObject({ code: 254, err: expect.stringContaining('declined-by-person') });
      side.windowed = false;
      expect(await exec('echo reboot')).toMatchObject({ code: 252, err: expect.stringContaining('could-not-ask') });
    });
  });
});
