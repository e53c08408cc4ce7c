import { expect, test } from 'vitest';
import { agentDoing } from '../../../renderer/view/agent-doing.ts';
import { siteHealth } from '../../../renderer/view/site-health.ts';
import { canStop, runHealth, terminalHealth, wallOrder } from '../../../renderer/view/terminal-health.ts';
import { anAgent, aRun, aTerminal, user } from './states.ts';

test('every state of a site has a shape of its own, or a word and a colour of its own', () => {
  const sessions = [
    { kind: 'signed-out', why: 'never', message: '' },
    { kind: 'signing-in', since: 1 },
    { kind: 'signed-in', user, endsAt: null, keptAlive: true, endsWithApp: false },
    { kind: 'expiring', user, endsAt: 2 },
    { kind: 'expired', user, at: 1 },
    { kind: 'unreachable', user, since: 1, message: '' },
  ] as const;
  const looks = sessions.map((session) => {
    const { shape, tone, word } = siteHealth(session);
    return `${shape} ${tone} ${word}`;
  });
  expect(looks).toEqual([
    'hollow quiet signed-out',
    'hollow accent signing-in',
    'dot ready signed-in',
    'half needs expiring',
    'triangle needs expired',
    'cross ended unreachable',
  ]);
});

test('a site that needs nothing offers nothing', () => {
  expect(siteHealth({ kind: 'signed-in', user, endsAt: 5, keptAlive: true, endsWithApp: false }).action).toBeNull();
  expect(siteHealth({ kind: 'signing-in', since: 1 }).action).toBe('show');
  expect(siteHealth({ kind: 'expired', user: null, at: 1 }).action).toBe('sign-in-again');
});

test('a terminal at its prompt is ready, unless JumpServer refused its last command', () => {
  expect(terminalHealth(aTerminal({ kind: 'prompt' })).word).toBe('ready');
  expect(terminalHealth(aTerminal({ kind: 'prompt' }, { questionId: 'q1' }))).toMatchObject({
    word: 'approval',
    group: 'needs',
  });
  const refused = aTerminal({ kind: 'prompt' }, { runs: [aRun({ outcome: 'refused', exitCode: null })] });
  expect(terminalHealth(refused)).toMatchObject({ word: 'refused', shape: 'octagon', group: 'ready' });
});

test('a terminal that waits for input says for what, and counts as needing the person', () => {
  const health = terminalHealth(aTerminal({ kind: 'needs-input', input: 'password', since: 7, recorded: false }));
  expect(health).toEqual({ shape: 'triangle', tone: 'needs', word: 'password', group: 'needs', since: 7 });
});

test('the wall puts those that need the person first and the ended last, and does not move tiles when a run starts', () => {
  const quiet = aTerminal({ kind: 'prompt' }, { id: 'quiet', openedAt: 3 });
  const busy = aTerminal({ kind: 'running', since: 1 }, { id: 'busy', openedAt: 2 });
  const waiting = aTerminal(
    { kind: 'needs-input', input: 'confirm', since: 1, recorded: false },
    { id: 'waiting', openedAt: 1 },
  );
  const ended = aTerminal({ kind: 'closed', reason: '', at: 1 }, { id: 'ended', openedAt: 4 });
  expect(wallOrder([ended, quiet, busy, waiting]).map(({ id }) => id)).toEqual(['waiting', 'quiet', 'busy', 'ended']);
});

test('only what runs or waits can be stopped', () => {
  expect(canStop(aTerminal({ kind: 'running', since: 1 }))).toBe(true);
  expect(canStop(aTerminal({ kind: 'prompt' }))).toBe(false);
  expect(canStop(aTerminal({ kind: 'closed', reason: '', at: 1 }))).toBe(false);
});

test('a run with an unknown exit code is not shown as failed', () => {
  expect(runHealth(aRun({ exitCode: null })).tone).toBe('quiet');
  expect(runHealth(aRun({ exitCode: 3 }))).toEqual({ shape: 'cross', tone: 'ended' });
});

test('what an agent does is the most pressing of its terminals', () => {
  const agent = anAgent({ name: 'codex' });
  const running = aTerminal({ kind: 'running', since: 1 });
  const waiting = aTerminal({ kind: 'needs-input', input: 'pager', since: 1, recorded: false }, { id: 'term_2' });
  expect(agentDoing(agent, [], [], false)).toMatchObject({ kind: 'idle', terminals: 0 });
  expect(agentDoing(agent, [running], [], false)).toMatchObject({ kind: 'running', asset: 'web-01' });
  const asks = { topic: 'run-command' as const, id: 'q1', askedAt: 0, deadline: 1, site: 'Prod', agent: 'codex' };
  const about = {
    ...asks,
    asset: 'web-01',
    target: 'web-01 · deploy',
    command: 'ls',
    reason: '',
    place: null,
    why: [],
    canStand: false,
  };
  expect(agentDoing(agent, [running], [{ ...about, agentId: agent.id }], false).kind).toBe('needs-you');
  expect(agentDoing(agent, [running], [{ ...about, agentId: 'other' }], false).kind).toBe('running');
  expect(agentDoing(agent, [running, waiting], [], false).kind).toBe('needs-you');
  const held = { ...agent, hold: { kind: 'by-person' as const, since: 1 } };
  expect(agentDoing(held, [running], [], false)).toMatchObject({ kind: 'held', terminals: 1 });
  expect(agentDoing({ ...agent, awaySince: 5 }, [running], [], false).kind).toBe('away');
  expect(agentDoing(agent, [waiting], [], true).kind).toBe('cut-off');
});
