import { expect, test } from 'vitest';
import type { TerminalView } from '../../../preload/contract.ts';
import { isLoopback } from '../../../renderer/view/host-of.ts';
import { middleCut } from '../../../renderer/view/middle-cut.ts';
import { outputStep } from '../../../renderer/view/output-cursor.ts';
import { setupStep } from '../../../renderer/view/setup-step.ts';
import { terminalHealth, wallOrder } from '../../../renderer/view/terminal-health.ts';
import { terminalUser } from '../../../renderer/view/terminal-user.ts';
import { clockTime, duration, timeLeft } from '../../../renderer/view/time-left.ts';
import { wallGrid } from '../../../renderer/view/wall-grid.ts';

const units = { day: ' d', hour: ' h', minute: ' m', minutes: ' min', second: ' s' };
const bytes = (text: string) => new TextEncoder().encode(text);

function terminal(
  id: string,
  openedAt: number,
  state: TerminalView['state'],
  runs: TerminalView['runs'] = [],
): TerminalView {
  return {
    id,
    siteId: 'site_1',
    siteName: 'Prod',
    asset: 'web-01',
    address: '10.1.1.11',
    account: 'deploy',
    agentId: 'a',
    agentName: 'claude-code',
    state,
    hand: { by: 'agent' },
    openedAt,
    jumpserverSessionId: null,
    runs,
    cols: 200,
    rows: 50,
    marks: true,
    shell: { level: 1, depth: 0, user: '1000', userName: null, cwd: '/srv' },
    questionId: null,
  };
}

test('output before the snapshot is dropped, overlap is trimmed, a gap asks for a new snapshot', () => {
  expect(outputStep(10, 2, bytes('12345678'))).toEqual({ kind: 'drop' });
  expect(outputStep(10, 8, bytes('xxab'))).toEqual({ kind: 'write', bytes: bytes('ab'), next: 12 });
  expect(outputStep(10, 10, bytes('ab'))).toEqual({ kind: 'write', bytes: bytes('ab'), next: 12 });
  expect(outputStep(10, 11, bytes('b'))).toEqual({ kind: 'gap' });
});

test('time left and durations in words', () => {
  const minutes = (count: number) => timeLeft(count * 60_000, 0, units, 'under 1 min');
  expect([minutes(372), minutes(24), minutes(0.5), minutes(0), minutes(60 * 72)]).toEqual([
    '6 h 12 m',
    '24 min',
    'under 1 min',
    '',
    '3 d',
  ]);
  expect([8, 320, 12_000, 82_000].map((ms) => duration(ms, units))).toEqual(['8 ms', '0.3 s', '12 s', '1 m 22 s']);
  expect([42_000, 3_723_000].map(clockTime)).toEqual(['00:42', '1:02:03']);
});

test('terminals that need the person come first, the ended last, and runs do not make tiles dance', () => {
  const list = [
    terminal('ended', 9, { kind: 'closed', reason: 'killed', at: 9 }),
    terminal('old', 1, { kind: 'running', since: 5 }),
    terminal('new', 2, { kind: 'prompt' }),
    terminal('asks', 0, { kind: 'needs-input', input: 'password', since: 3, recorded: false }),
  ];
  expect(wallOrder(list).map(({ id }) => id)).toEqual(['asks', 'new', 'old', 'ended']);
});

test('a refused command shows on an idle terminal until the next one', () => {
  const refused = {
    id: 'r',
    command: 'reboot',
    startedAt: 0,
    durationMs: 3,
    outcome: 'refused',
    exitCode: null,
    text: 'Command `reboot` is forbidden',
    byPerson: false,
  } as const;
  expect(terminalHealth(terminal('t', 0, { kind: 'prompt' }, [refused])).word).toBe('refused');
  expect(terminalHealth(terminal('t', 0, { kind: 'prompt' })).word).toBe('ready');
});

test('the wall shows whole lines, never fewer than five, and of many terminals never fewer than four', () => {
  expect(wallGrid(1, { width: 1000, height: 700 }).columns).toBe(1);
  expect(wallGrid(4, { width: 1000, height: 700 })).toEqual({ columns: 2, lines: 14 });
  expect(wallGrid(64, { width: 1600, height: 900 })).toEqual({ columns: 4, lines: 4 });
  expect(wallGrid(12, { width: 1024, height: 640 })).toEqual({ columns: 2, lines: 5 });
});

test('first run goes from site to sign-in to agent', () => {
  const durableKey = { state: 'off' } as const;
  const site = { id: 's', name: 'P', baseUrl: 'https://p.test', practice: false, certificates: [], durableKey };
  const user = { id: 'u', username: 'alice', name: 'Alice' };
  expect(setupStep([])).toBe('site');
  expect(setupStep([{ ...site, session: { kind: 'signing-in', since: 0 } }])).toBe('sign-in');
  expect(
    setupStep([{ ...site, session: { kind: 'signed-in', user, endsAt: null, keptAlive: true, endsWithApp: false } }]),
  ).toBe('agent');
});

test('a terminal names who types there where that is not its account', () => {
  const at = { level: 1, depth: 0, user: '1000', userName: null, cwd: '/srv' };
  expect(terminalUser({ account: 'ops', shell: at })).toBe('ops');
  expect(terminalUser({ account: 'ops', shell: { ...at, depth: 1 } })).toBe('ops → uid 1000');
  expect(terminalUser({ account: 'ops', shell: { ...at, depth: 1, user: '0', userName: 'root' } })).toBe('ops → root');
  expect(terminalUser({ account: 'root', shell: { ...at, userName: 'root' } })).toBe('root');
});

test('a long host name keeps its end', () => {
  expect(middleCut('web-01')).toEqual(['web-01', '']);
  const [head, tail] = middleCut('prod-cn-shanghai-b-kafka-broker-0017.kafka.internal');
  expect(head + tail).toBe('prod-cn-shanghai-b-kafka-broker-0017.kafka.internal');
  expect(tail).toContain('.internal');
});

test('only this computer is loopback', () => {
  expect(['http://127.0.0.1:80', 'http://localhost', 'http://a.localhost'].every(isLoopback)).toBe(true);
  expect(isLoopback('https://jump.example.com')).toBe(false);
});
