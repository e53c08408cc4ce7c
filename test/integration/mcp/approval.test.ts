import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type Clock, systemClock } from '../../../main/errors/clock.ts';
import type { OpenQuestion, QuestionAnswer } from '../../../main/guard/question.ts';
import { Workshop } from '../agents/bridge-process.ts';
import { WorkingAgent } from '../sites/working-agent.ts';

let workshop: Workshop;
let agent: WorkingAgent;
beforeAll(async () => {
  workshop = await Workshop.open();
});
beforeEach(async () => {
  agent = await WorkingAgent.start(workshop, {}, true);
});
afterEach(() => agent.dispose());
afterAll(() => workshop.close());

const shell = { asset: 'lab-bash', account: 'root' };
const run = (command: string) => agent.call('jms_execute_koko_command', { ...shell, command });
const yes: QuestionAnswer = { kind: 'allow' };

/** The next question; answered at once where an answer is given. */
function question(answer?: QuestionAnswer): Promise<OpenQuestion> {
  return new Promise((resolve) => {
    const off = agent.asked.on('did-ask', (asked) => {
      off();
      resolve(asked);
      if (answer) queueMicrotask(() => agent.asked.answer(asked.id, answer));
    });
  });
}

test('on a real site a command runs only after the person said yes to exactly it', async () => {
  const asked = question();
  const running = run('echo one-$((1+1))');
  const { id, ...facts } = await asked;
  expect(facts).toMatchObject({ topic: 'run-command', agent: 'test-agent', command: 'echo one-$((1+1))' });
  expect(agent.practice.audit().filter(({ input }) => input.includes('one-'))).toEqual([]);
  agent.asked.answer(id, yes);
  expect(await running).toContain('one-2');
  // The next one in the same, warm terminal is asked about as well.
  const again = question(yes);
  expect(await run('echo two')).toContain('two');
  expect(await again).toMatchObject({ command: 'echo two' });
});

test('a refused command never reaches the server, and the agent reads why', async () => {
  const asked = question({ kind: 'refuse', reason: 'use the replica' });
  const text = await run('echo never-this');
  await asked;
  expect(text).toMatch(/^ERROR declined-by-person: [\s\S]*\nThe person's reason: use the replica$/);
  expect(agent.practice.audit().filter(({ input }) => input.includes('never-this'))).toEqual([]);
});

test('looking, opening a terminal and interrupting are not asked about', async () => {
  const opened = await agent.call('jms_open_terminal_session', shell);
  expect(opened).toContain('term_');
  expect(await agent.call('jms_list_assets', { limit: 1 })).not.toMatch(/^ERROR/);
  expect(agent.asked.open()).toEqual([]);
});

test('a line typed at a prompt is a command; pieces of one are kept in the app until Enter', async () => {
  const handle = /term_[\w-]+/.exec(await agent.call('jms_open_terminal_session', shell))?.[0];
  const write = (args: Record<string, unknown>) =>
    agent.call('jms_write_terminal_session', { session_handle: handle, ...args });
  expect(await write({ text: 'echo ', enter: false })).toMatch(/^Typed/);
  expect(agent.asked.open()).toEqual([]);
  const asked = question(yes);
  expect(await write({ text: 'typed' })).toContain('typed');
  expect(await asked).toMatchObject({ command: 'echo typed\n' });
});

test('input into a program is asked about once for that program', async () => {
  const first = question(yes);
  const text = await run("read -p 'name? ' a; read -p 'age? ' b; echo $a-$b");
  await first;
  const handle = /term_[\w-]+/.exec(text)?.[0];
  const asked: string[] = [];
  agent.asked.on('did-ask', ({ id, ...one }) => {
    if (one.topic === 'type-input') asked.push(one.input);
    queueMicrotask(() => agent.asked.answer(id, yes));
  });
  await agent.call('jms_write_terminal_session', { session_handle: handle, text: 'ann' });
  expect(await agent.call('jms_write_terminal_session', { session_handle: handle, text: '42' })).toContain('ann-42');
  expect(asked).toEqual(['ann']);
});

test('raising the bridge takes the question back and answers the call', async () => {
  const asked = question();
  const running = run('echo never');
  await asked;
  await agent.killSwitch.raise();
  expect(await running).toMatch(/^ERROR .*raised the bridge/);
  expect(agent.asked.open()).toEqual([]);
});

/** Time passes forty times as fast: a call's patience of 25 s is over in less than one. */
const hasty: Clock = {
  now: () => Date.now() * 40,
  after: (ms, task) => systemClock.after(ms / 40, task),
};

test('an undecided request is waited for by its id, and runs only while such a call waits', async () => {
  const other = await WorkingAgent.start(workshop, {}, true, systemClock, hasty);
  try {
    const asked = new Promise<OpenQuestion>((resolve) => void other.asked.on('did-ask', resolve));
    const late = { ...shell, command: 'echo late-$((1+1))', reason: 'to see whether it can wait' };
    const result = await other.client.callTool({ name: 'jms_execute_koko_command', arguments: late });
    const { id } = await asked;
    expect(result).toMatchObject({
      ...{ isError: true, structuredContent: { approval: { outcome: 'pending', approval_id: id } } },
      content: [{ text: expect.stringMatching(/^pending-approval: /) }],
    });
    expect(await asked).toMatchObject({ reason: 'to see whether it can wait' });
    other.asked.answer(id, yes);
    expect(other.practice.audit().filter(({ input }) => input.includes('late-'))).toEqual([]);
    expect(await other.call('jms_wait_for_approval', { approval_id: id })).toContain('late-2');
    expect(await other.call('jms_wait_for_approval', { approval_id: 'question_none' })).toMatch(
      /^ERROR bad-argument: /,
    );
  } finally {
    await other.dispose();
  }
});

test('declined, unanswered and without a window are told apart for programs too', async () => {
  const other = await WorkingAgent.start(workshop, {}, true, systemClock, hasty);
  const outcome = async (command: string) => {
    const result = await other.client.callTool({ name: 'jms_execute_koko_command', arguments: { ...shell, command } });
    return result.structuredContent;
  };
  try {
    other.asked.on('did-ask', (question) => {
      if (question.topic === 'run-command' && question.command === 'echo no')
        queueMicrotask(() => other.asked.answer(question.id, { kind: 'refuse', reason: 'not on a Friday' }));
    });
    expect(await outcome('echo no')).toMatchObject({ approval: { outcome: 'declined', reason: 'not on a Friday' } });
    let heard = await outcome('echo nobody');
    const { approval } = z.object({ approval: z.object({ approval_id: z.string() }) }).parse(heard);
    while (JSON.stringify(heard).includes('pending'))
      heard = (
        await other.client.callTool({ name: 'jms_wait_for_approval', arguments: { approval_id: approval.approval_id } })
      ).structuredContent;
    expect(heard).toMatchObject({ approval: { outcome: 'timed-out' } });
    other.closeWindow();
    expect(await outcome('echo alone')).toMatchObject({ approval: { outcome: 'could-not-ask', why: 'no-window' } });
  } finally {
    await other.dispose();
  }
});

test('a command that was allowed for minutes runs again without a question until the directory is another', async () => {
  const first = question(yes);
  await run('cd /tmp');
  await first;
  const second = question({ kind: 'allow', minutes: 15 });
  expect(await run('pwd')).toContain('/tmp');
  expect(await second).toMatchObject({ canStand: true });
  const asked: string[] = [];
  const off = agent.asked.on('did-ask', ({ id, ...one }) => {
    if (one.topic === 'run-command') asked.push(one.command);
    queueMicrotask(() => agent.asked.answer(id, yes));
  });
  expect(await run('pwd')).toContain('/tmp');
  expect(await run('pwd')).toContain('/tmp');
  expect(asked).toEqual([]);
  await run('cd /');
  await run('cd /tmp');
  await run('pwd');
  expect(asked).toEqual(['cd /', 'cd /tmp', 'pwd']);
  off();
});
