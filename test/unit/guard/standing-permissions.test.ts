import { expect, test } from 'vitest';
import { ApprovalVoid } from '../../../main/guard/approvals.ts';
import { placeOf } from '../../../main/guard/command-place.ts';
import type { StandingEnd } from '../../../main/guard/standing-permissions.ts';
import type { WantedTyping } from '../../../main/guard/wanted-typing.ts';
import type { TerminalSummary } from '../../../main/terminals/terminal-model.ts';
import { aRun, aTarget, aTerminal } from '../mcp/some-terminal.ts';
import { someGuard } from './some-guard.ts';

const codex = { id: 'agent-1', name: 'codex' };
const inSrv = aTerminal({ runs: [aRun()] });
const wants = (command: string, terminal = inSrv, agent = codex): WantedTyping => ({
  agent,
  target: aTarget,
  what: { kind: 'command', command, place: placeOf(terminal) },
});
const typed = (command: string, terminal: TerminalSummary = inSrv) =>
  ({ kind: 'command', command, runId: 'run_9', terminal }) as const;

/** A guard in which `make` may run again in /srv for 15 minutes, and how each permission ended. */
async function allowed(command = 'make', terminal = inSrv) {
  const all = someGuard();
  const ends: StandingEnd[] = [];
  all.guard.standing.on('did-end', ({ why }) => void ends.push(why));
  const call = (wanted: WantedTyping) => {
    const asked = all.guard.allowTyping(wanted, { signal: new AbortController().signal, patienceMs: 25_000 });
    asked.catch(() => {});
    return asked;
  };
  const first = call(wants(command, terminal));
  all.questions.answer('q1', { kind: 'allow', minutes: 15 });
  (await first).use(typed(command, terminal));
  /** Whether the person is asked about it now. */
  const asks = (wanted: WantedTyping) => {
    const before = all.questions.open().length;
    void call(wanted);
    return all.questions.open().length > before;
  };
  return { ...all, ends, call, asks };
}

test('a command that was allowed for minutes is typed again without a question, and each use is counted', async () => {
  const { call, asks, guard } = await allowed();
  expect(asks(wants('make'))).toBe(false);
  for (let n = 0; n < 3; n += 1) (await call(wants('make'))).use(typed('make'));
  expect(guard.standing.list()).toMatchObject([{ command: 'make', minutes: 15, uses: 3 }]);
});

test('it binds the exact bytes, the agent and the terminal', async () => {
  const { asks, call } = await allowed();
  expect(asks(wants('make '))).toBe(true);
  expect(asks(wants('make', inSrv, { id: 'agent-2', name: 'codex' }))).toBe(true);
  expect(asks(wants('make', { ...inSrv, id: 'term_2' }))).toBe(true);
  const { use } = await call(wants('make'));
  expect(() => use(typed('make install'))).toThrow(ApprovalVoid);
  expect(() => use(typed('make', { ...inSrv, id: 'term_2' }))).toThrow(ApprovalVoid);
});

test.for([
  ['another directory', { runs: [aRun({ cwd: '/' })] }, 'place'],
  ['another user', { runs: [aRun({ user: '0' })] }, 'place'],
  ['the end of the terminal', { runs: [aRun()], state: { kind: 'closed', reason: 'x', at: 0 } }, 'terminal-closed'],
] as const)('%s voids it for good', async ([, change, why]) => {
  const { terminalEvents, asks, ends, call } = await allowed();
  const { use } = await call(wants('make'));
  terminalEvents.emit('changed', aTerminal(change as Partial<TerminalSummary>));
  expect(ends).toEqual([why]);
  expect(() => use(typed('make'))).toThrow(ApprovalVoid);
  // Back where it was is not back in time.
  terminalEvents.emit('changed', inSrv);
  expect(asks(wants('make'))).toBe(true);
});

test('the raised bridge, a sign-out, the end of its agent and of its time void it', async () => {
  const raised = await allowed();
  await raised.killSwitch.raise();
  expect(raised.ends).toEqual(['bridge-raised']);
  raised.killSwitch.lower();
  expect(raised.asks(wants('make'))).toBe(true);

  const left = await allowed();
  left.siteEvents.emit('did-sign-out', { siteId: 'site_1' });
  expect(left.ends).toEqual(['left']);

  const gone = await allowed();
  gone.guard.keepOnlyAgents(['agent-2']);
  expect(gone.ends).toEqual(['left']);

  const late = await allowed();
  await late.clock.advance(14 * 60_000);
  expect(late.asks(wants('make'))).toBe(false);
  await late.clock.advance(60_000);
  expect(late.ends).toEqual(['lapsed']);
  expect(late.asks(wants('make'))).toBe(true);
});

test('the person revokes it, once', async () => {
  const { guard, asks, ends } = await allowed();
  const [one] = guard.standing.list();
  expect(guard.standing.revoke(one?.id ?? '')).toBe(true);
  expect(guard.standing.revoke(one?.id ?? '')).toBe(false);
  expect(ends).toEqual(['revoked']);
  expect(asks(wants('make'))).toBe(true);
});

test('a new shell, and one that does not report user and directory, can be allowed once only', async () => {
  for (const terminal of [aTerminal(), aTerminal({ runs: [aRun({ user: null, cwd: null })] })]) {
    const { guard } = await allowed('make', terminal);
    expect(guard.standing.list()).toEqual([]);
  }
});
