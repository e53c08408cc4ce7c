import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenQuestion, QuestionAnswer } from '../../../main/guard/question.ts';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import { Workshop } from '../agents/bridge-process.ts';
import { WorkingAgent } from '../sites/working-agent.ts';

const rules: PracticeSiteOptions = {
  ticketPollSeconds: 1,
  acl: [
    { name: 'warn', pattern: 'risky', action: 'notify_and_warn' },
    { name: 'review', pattern: 'delicate', action: 'review' },
  ],
};
const shell = { asset: 'lab-bash', account: 'root' };

describe("JumpServer's own questions about an agent's command", () => {
  let workshop: Workshop;
  let agent: WorkingAgent;
  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  beforeEach(async () => {
    agent = await WorkingAgent.start(workshop, rules);
  });
  afterEach(() => agent.dispose());
  afterAll(() => workshop.close());

  const run = (command: string) => agent.call('jms_execute_koko_command', { ...shell, command });
  const handle = () => agent.terminals.list()[0]?.id ?? '';
  const waitForIt = () => agent.call('jms_read_terminal_session', { session_handle: handle(), wait_seconds: 20 });
  const look = () => agent.call('jms_read_terminal_session', { session_handle: handle() });
  const ticketWaits = () =>
    expect.poll(() => agent.terminals.list()[0]?.state).toMatchObject({ kind: 'awaiting-review', step: 'ticket' });
  /** The next question to the person. */
  const question = () =>
    new Promise<OpenQuestion>((resolve) => {
      const [open] = agent.asked.open();
      if (open) return resolve(open);
      const off = agent.asked.on('did-ask', (asked) => {
        off();
        resolve(asked);
      });
    });
  const answer = async (kind: QuestionAnswer) => {
    const { id } = await question();
    // The asker waits from the next turn on.
    await new Promise((resolve) => setImmediate(resolve));
    agent.asked.answer(id, kind);
  };

  it('a warning: the person reads the command and JumpServer’s words, and a yes runs it', async () => {
    const text = await run('echo risky-$((40+2))');
    expect(text).toMatch(/^not run yet: JumpServer calls it risky and asks the person whether to run it: "The command/);
    expect(text).toContain(`wait with jms_read_terminal_session session_handle=${handle()}`);
    expect(await question()).toMatchObject({
      ...{ topic: 'command-review', step: 'warning', agent: 'test-agent', command: 'echo risky-$((40+2))' },
      ...{ terminalId: handle(), text: expect.stringContaining('risky and an alert notification') },
    });
    const write = await agent.call('jms_write_terminal_session', { session_handle: handle(), text: 'y' });
    expect(write).toMatch(/^ERROR write-not-allowed: .*\(who: person\)$/s);
    const waited = waitForIt();
    await answer({ kind: 'allow' });
    expect(await waited).toMatch(/^exit code 0[\s\S]*risky-42/);
    expect(agent.asked.open()).toEqual([]);
  });

  it('a warning: a no with its reason is read by the agent, and nothing runs', async () => {
    await run('echo risky');
    const waited = waitForIt();
    await answer({ kind: 'refuse', reason: 'use the replica' });
    expect(await waited).toMatch(
      /^ERROR NOT RUN: "Not confirmed[\s\S]*\nNote: The person said no: use the replica[\s\S]*do not try to get around/,
    );
    expect(agent.practice.audit().filter(({ input }) => input === 'echo risky')).toEqual([]);
    expect(await run('echo after')).toContain('\nafter\n');
  });

  it('a review: the person’s yes asks the reviewers, whose decision is waited for', async () => {
    expect(await run('echo delicate-$((1+1))')).toMatch(/^not run yet: JumpServer wants it reviewed/);
    await answer({ kind: 'allow' });
    await ticketWaits();
    expect(await look()).toMatch(/^not run yet: it waits for JumpServer's reviewers: .*Administrator\(admin\).*ticket/);
    expect(agent.asked.open()).toEqual([]);
    const second = waitForIt();
    expect(agent.practice.decideTicket(agent.practice.tickets().at(-1)?.id ?? '', 'approved')).toBe(true);
    expect(await second).toMatch(/^exit code 0[\s\S]*delicate-2/);
  });

  it('a rejected ticket is told with who said no', async () => {
    await run('echo delicate');
    await answer({ kind: 'allow' });
    await ticketWaits();
    const second = waitForIt();
    agent.practice.decideTicket(agent.practice.tickets().at(-1)?.id ?? '', 'rejected');
    expect(await second).toMatch(
      /^ERROR NOT RUN: "Administrator\(admin\) rejected\. Command `echo delicate` is forbidden"/,
    );
  });

  it('a review is cancelled by the agent at the question, which takes it from the person', async () => {
    await run('echo delicate');
    await question();
    const cancelled = await agent.call('jms_interrupt_terminal_session', { session_handle: handle() });
    expect(cancelled).toMatch(/^Sent n; the prompt is back\./);
    expect(agent.asked.open()).toEqual([]);
    expect(await run('echo after')).toContain('\nafter\n');
    expect(agent.practice.tickets()).toEqual([]);
  });

  it('a review is cancelled by the agent while the reviewers think, which closes the ticket', async () => {
    await run('echo delicate');
    await answer({ kind: 'allow' });
    await ticketWaits();
    const cancelled = await agent.call('jms_interrupt_terminal_session', { session_handle: handle() });
    expect(cancelled).toMatch(/^Sent Ctrl-C; the prompt is back\./);
    expect(agent.practice.tickets().map(({ state }) => state)).toEqual(['closed']);
    expect(await run('echo after')).toContain('\nafter\n');
  });

  it('stands for five minutes; where there is no window it is a no at once, and the agent reads why', async () => {
    await run('echo risky');
    const { deadline, askedAt } = await question();
    expect(deadline - askedAt).toBe(5 * 60_000);
    await agent.call('jms_interrupt_terminal_session', { session_handle: handle() });
    agent.closeWindow();
    await run('echo risky');
    expect(await waitForIt()).toMatch(
      /NOT RUN[\s\S]*Drawbridge has no window here to ask the person in, which is a no/,
    );
  });

  it('a forbidden command is refused with the words of the rule, and nobody is asked', async () => {
    const strict = await WorkingAgent.start(workshop, {
      acl: [{ name: 'no', pattern: 'reboot', action: 'reject' }],
    });
    try {
      const text = await strict.call('jms_execute_koko_command', { ...shell, command: 'reboot now' });
      expect(text).toMatch(
        /^ERROR NOT RUN: "Command `reboot` is forbidden" [\s\S]*\nNext: fix the command\. .*tell the person/,
      );
      expect(strict.asked.open()).toEqual([]);
    } finally {
      await strict.dispose();
    }
  });
});
