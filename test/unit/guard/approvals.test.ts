import { describe, expect, test } from 'vitest';
import { ApprovalVoid } from '../../../main/guard/approvals.ts';
import { placeOf } from '../../../main/guard/command-place.ts';
import type { WantedTyping } from '../../../main/guard/wanted-typing.ts';
import type { TerminalSummary } from '../../../main/terminals/terminal-model.ts';
import { settle } from '../../support/fake-clock.ts';
import { aRun, aTarget, aTerminal } from '../mcp/some-terminal.ts';
import { someGuard } from './some-guard.ts';

const codex = { id: 'agent-1', name: 'codex' };
const inSrv = aTerminal({ runs: [aRun()] });
const wants = (command: string, terminal?: TerminalSummary, agent = codex): WantedTyping => ({
  agent,
  target: aTarget,
  what: { kind: 'command', command, place: terminal ? placeOf(terminal) : { kind: 'new' } },
});
const typed = (command: string, terminal: TerminalSummary) =>
  ({ kind: 'command', command, runId: 'run_1', terminal }) as const;

/** A guard, and a call that waits as a tool's does. */
function desk(parts: Parameters<typeof someGuard>[0] = {}) {
  const all = someGuard(parts);
  const call = (wanted: WantedTyping, patienceMs = 25_000, signal = new AbortController().signal) => {
    const asked = all.guard.allowTyping(wanted, { signal, patienceMs });
    asked.catch(() => {});
    return asked;
  };
  return { ...all, call };
}

describe('an approval', () => {
  test('is used once, for the exact text, in the terminal whose user and directory the person saw', async () => {
    const { call, questions } = desk();
    const asked = call(wants('rm -rf build', inSrv));
    expect(questions.open()).toMatchObject([
      {
        ...{ topic: 'run-command', site: 'Prod', agent: 'codex', target: 'web-01 (10.1.0.1) · deploy' },
        ...{ command: 'rm -rf build', place: { terminalId: 'term_1', user: '1000', cwd: '/srv' } },
      },
    ]);
    questions.answer('q1', { kind: 'allow' });
    const { use } = await asked;
    expect(() => use(typed('rm -rf build ', inSrv))).toThrow(ApprovalVoid);
    expect(() => use(typed('rm -rf build', aTerminal({ runs: [aRun({ cwd: '/' })] })))).toThrow(ApprovalVoid);
    expect(() => use(typed('rm -rf build', aTerminal({ runs: [aRun({ user: '0' })] })))).toThrow(ApprovalVoid);
    expect(() => use(typed('rm -rf build', { ...inSrv, id: 'term_2' }))).toThrow(ApprovalVoid);
    expect(() =>
      use(typed('rm -rf build', { ...inSrv, target: { ...aTarget, asset: { ...aTarget.asset, id: 'other' } } })),
    ).toThrow(ApprovalVoid);
    use(typed('rm -rf build', inSrv));
    expect(() => use(typed('rm -rf build', inSrv))).toThrow(ApprovalVoid);
  });

  test('for a new shell holds in a shell where nothing has run', async () => {
    const { call, questions } = desk();
    const asked = call(wants('ls'));
    questions.answer('q1', { kind: 'allow' });
    const { use } = await asked;
    expect(() => use(typed('ls', inSrv))).toThrow(ApprovalVoid);
    use(typed('ls', aTerminal()));
  });

  test('where the shell does not report its directory, is void after any other run', () => {
    const mute = aRun({ user: null, cwd: null });
    expect(placeOf(aTerminal({ runs: [mute] }))).not.toEqual(
      placeOf(aTerminal({ runs: [mute, { ...mute, id: 'run_2' }] })),
    );
  });

  test('is of one agent', async () => {
    const { call, questions } = desk();
    const asked = call(wants('ls'));
    void call(wants('ls', undefined, { id: 'agent-2', name: 'codex' }));
    expect(questions.open()).toHaveLength(2);
    questions.answer('q1', { kind: 'allow' });
    await asked;
    expect(questions.open()).toHaveLength(1);
  });

  test('waits 5 minutes for the call that comes back, and no longer', async () => {
    const { call, questions, clock } = desk();
    const first = call(wants('ls'));
    await clock.advance(25_000);
    await expect(first).rejects.toMatchObject({ code: 'pending-approval', actor: 'person' });
    expect(questions.open()).toHaveLength(1);
    questions.answer('q1', { kind: 'allow' });
    await clock.advance(4 * 60_000);
    await call(wants('ls'));
    expect(questions.open()).toHaveLength(0);
    await clock.advance(60_000);
    void call(wants('ls'));
    expect(questions.open()).toMatchObject([{ id: 'q2' }]);
  });

  test('that lapsed between the answer and the typing is void', async () => {
    const { call, questions, clock } = desk();
    const asked = call(wants('ls'));
    questions.answer('q1', { kind: 'allow' });
    const { use } = await asked;
    await clock.advance(5 * 60_000);
    expect(() => use(typed('ls', aTerminal()))).toThrow(ApprovalVoid);
  });

  test('is shared by two equal calls, and only one of them may use it', async () => {
    const { call, questions } = desk();
    const both = [call(wants('ls')), call(wants('ls'))];
    expect(questions.open()).toHaveLength(1);
    questions.answer('q1', { kind: 'allow' });
    const [one, other] = await Promise.all(both);
    one?.use(typed('ls', aTerminal()));
    expect(() => other?.use(typed('ls', aTerminal()))).toThrow(ApprovalVoid);
  });

  test('asked for another directory withdraws the question about the former one', async () => {
    const { call, questions } = desk();
    const former = call(wants('ls', inSrv));
    void call(wants('ls', aTerminal({ runs: [aRun({ cwd: '/tmp' })] })));
    await settle();
    expect(questions.open()).toMatchObject([{ place: { cwd: '/tmp' } }]);
    await expect(former).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('declined, timed out and could not ask', () => {
  test('are told apart', async () => {
    const { call, questions, clock } = desk();
    const declined = call(wants('ls'));
    questions.answer('q1', { kind: 'refuse', reason: 'not on a Friday' });
    await expect(declined).rejects.toMatchObject({
      code: 'declined-by-person',
      facts: { outcome: 'declined', approval_id: 'q1', reason: 'not on a Friday' },
    });
    const late = call(wants('pwd'), 10 * 60_000);
    await clock.advance(5 * 60_000);
    await expect(late).rejects.toMatchObject({ code: 'approval-timed-out' });
    await expect(desk({ canAsk: false }).call(wants('ls'))).rejects.toMatchObject({
      code: 'could-not-ask',
      nextStep: expect.stringContaining('--allow-commands'),
    });
  });

  test('a refusal is told to the call that comes back, and for half a minute not asked about again', async () => {
    const { call, questions, clock } = desk();
    void call(wants('ls'));
    await clock.advance(25_000);
    questions.answer('q1', { kind: 'refuse', reason: 'no' });
    await clock.advance(2 * 60_000);
    await expect(call(wants('ls'))).rejects.toMatchObject({ code: 'declined-by-person' });
    await clock.advance(29_000);
    await expect(call(wants('ls'))).rejects.toMatchObject({ code: 'declined-by-person' });
    expect(questions.open()).toHaveLength(0);
    await clock.advance(30_000);
    void call(wants('ls'));
    expect(questions.open()).toHaveLength(1);
  });

  test('a question that nobody answered is told once to the call that comes back', async () => {
    const { call, questions, clock } = desk();
    void call(wants('ls'));
    await clock.advance(6 * 60_000);
    await expect(call(wants('ls'))).rejects.toMatchObject({ code: 'approval-timed-out' });
    void call(wants('ls'));
    expect(questions.open()).toHaveLength(1);
  });

  test('an agent that asks for more than a person can follow is told so, and others are still asked for', async () => {
    const { call, questions } = desk();
    for (let n = 0; n < 8; n += 1) void call(wants(`echo ${n}`));
    await expect(call(wants('echo 8'))).rejects.toMatchObject({ code: 'could-not-ask', actor: 'agent' });
    void call(wants('ls', undefined, { id: 'agent-2', name: 'claude' }));
    expect(questions.open()).toHaveLength(9);
  });
});

describe('a question', () => {
  test('outlives a cancelled call for a minute, in which the next call joins it', async () => {
    const { call, questions, clock } = desk();
    const caller = new AbortController();
    const cancelled = call(wants('ls'), 25_000, caller.signal);
    caller.abort(new Error('cancelled'));
    await expect(cancelled).rejects.toThrow('cancelled');
    await clock.advance(59_000);
    const next = call(wants('ls'));
    await clock.advance(20_000);
    expect(questions.open()).toMatchObject([{ id: 'q1' }]);
    questions.answer('q1', { kind: 'allow' });
    await next;
  });

  test('is withdrawn a minute after its last call was cancelled, at once when its agent is gone', async () => {
    const { call, questions, clock, guard } = desk();
    const caller = new AbortController();
    void call(wants('ls'), 25_000, caller.signal);
    caller.abort(new Error('cancelled'));
    await clock.advance(60_000);
    expect(questions.open()).toHaveLength(0);
    void call(wants('pwd'));
    guard.keepOnlyAgents(['agent-2']);
    expect(questions.open()).toHaveLength(0);
  });

  test('about a terminal that closes, a site that is left, or a former user is withdrawn, and its answer is gone', async () => {
    const { call, questions, siteEvents, terminalEvents } = desk();
    const ofTerminal = call(wants('ls', inSrv));
    terminalEvents.emit('changed', { ...inSrv, state: { kind: 'closed', reason: 'x', at: 0 } });
    await expect(ofTerminal).rejects.toMatchObject({ code: 'cancelled' });
    const allowed = call(wants('ls'));
    questions.answer('q2', { kind: 'allow' });
    const { use } = await allowed;
    siteEvents.emit('did-sign-out', { siteId: 'site_1' });
    expect(() => use(typed('ls', aTerminal()))).toThrow(ApprovalVoid);
  });

  test('is answered with no when the bridge is raised, and nothing that was allowed holds', async () => {
    const { call, questions, killSwitch } = desk();
    const ends: string[] = [];
    questions.on('did-end', ({ outcome }) => void ends.push(outcome.kind));
    const allowed = call(wants('ls'));
    questions.answer('q1', { kind: 'allow' });
    const { use } = await allowed;
    void call(wants('pwd'));
    await killSwitch.raise();
    expect(ends).toEqual(['answered', 'declined']);
    expect(() => use(typed('ls', aTerminal()))).toThrow(ApprovalVoid);
    await expect(call(wants('pwd'))).rejects.toMatchObject({ code: 'bridge-raised' });
  });
});

describe('input for what runs', () => {
  const python = aRun({ id: 'run_7', command: 'python3', durationMs: null, outcome: { kind: 'running' } });
  const reading = (change: Partial<TerminalSummary> = {}) =>
    aTerminal({ runs: [python], state: { kind: 'running', runId: 'run_7', since: 0 }, ...change });
  const input = (text: string, terminal = reading()): WantedTyping => ({
    agent: codex,
    target: aTarget,
    what: { kind: 'input', input: { text }, terminal },
  });

  test('is asked about once for a program, until it ends', async () => {
    const { call, questions } = desk();
    const asked = call(input('1 + 1\n'));
    expect(questions.open()).toMatchObject([{ topic: 'type-input', program: 'python3', input: '1 + 1', lasts: true }]);
    questions.answer('q1', { kind: 'allow' });
    (await asked).use({ kind: 'input', input: { text: '1 + 1\n' }, terminal: reading() });
    const next = await call(input('2 + 2\n'));
    next.use({ kind: 'input', input: { text: '2 + 2\n' }, terminal: reading() });
    // It has ended meanwhile: at the prompt this would be a command.
    expect(() => next.use(typed('2 + 2', aTerminal({ runs: [python] })))).toThrow(ApprovalVoid);
    void call(input('3 + 3\n', reading({ state: { kind: 'running', runId: 'run_8', since: 0 } })));
    expect(questions.open()).toHaveLength(1);
  });

  test.for(['continuation', 'foreign-prompt'] as const)('at a %s is a command: asked about each time', async (kind) => {
    const { call, questions } = desk();
    const there = reading({ state: { kind: 'needs-input', runId: 'run_7', input: kind, since: 0 } });
    const asked = call(input('rm -rf /\n', there));
    expect(questions.open()).toMatchObject([{ input: 'rm -rf /', lasts: false }]);
    questions.answer('q1', { kind: 'allow' });
    (await asked).use({ kind: 'input', input: { text: 'rm -rf /\n' }, terminal: there });
    void call(input('rm -rf /\n', there));
    expect(questions.open()).toHaveLength(1);
  });
});

test('on the practice site nobody is asked, nor with --allow-commands, where what was judged is what is typed', async () => {
  const practice = desk({ practice: true });
  (await practice.call(wants('rm x', inSrv))).use(typed('anything', inSrv));
  const unasked = desk({ commandsWithoutAsking: true });
  const { use } = await unasked.call(wants('rm x', inSrv));
  expect(() => use(typed('rm y', inSrv))).toThrow(ApprovalVoid);
  use(typed('rm x', inSrv));
  expect([...practice.questions.open(), ...unasked.questions.open()]).toHaveLength(0);
});
