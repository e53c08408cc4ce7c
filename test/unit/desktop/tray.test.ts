import { expect, test } from 'vitest';
import { refuseTestRuntime } from '../../../main/desktop/runtime-rule.ts';
import { trayHealth } from '../../../main/desktop/tray-health.ts';
import { trayMenu } from '../../../main/desktop/tray-menu.ts';
import { defaults } from '../../../main/settings/settings-shape.ts';
import type { AppState, SiteView } from '../../../preload/contract.ts';

const user = { id: 'u', username: 'alice', name: 'Alice' };

function site(session: SiteView['session'], name = 'Prod'): SiteView {
  return {
    id: `site_${name}`,
    name,
    baseUrl: 'https://p.test',
    practice: false,
    session,
    certificates: [],
    durableKey: { state: 'off' },
  };
}

function state(part: Partial<AppState>): AppState {
  return {
    version: '0.1.0',
    runtime: { electron: '45.0.0', testRuntime: false },
    vault: { state: 'keychain', why: 'ok' },
    raised: false,
    sites: [],
    defaultSiteId: null,
    settings: defaults,
    settingsFromEnvironment: {},
    agents: [],
    agentLimits: { terminals: 6, runsPerHour: 600 },
    terminals: [],
    bridgeCommand: [],
    locale: 'en',
    practiceRunning: false,
    proposal: null,
    focusedTerminalId: null,
    questions: [],
    notices: [],
    ...part,
  };
}

test.each([
  ['no site', state({}), 'outline'],
  ['signed out', state({ sites: [site({ kind: 'signed-out', why: 'never', message: '' })] }), 'outline'],
  [
    'signed in',
    state({ sites: [site({ kind: 'signed-in', user, endsAt: null, keptAlive: true, endsWithApp: false })] }),
    'lowered',
  ],
  ['expiring', state({ sites: [site({ kind: 'expiring', user, endsAt: 60_000 })] }), 'half'],
  ['expired', state({ sites: [site({ kind: 'expired', user, at: 0 })] }), 'attention'],
  ['raised', state({ raised: true, sites: [site({ kind: 'expired', user, at: 0 })] }), 'raised'],
] as const)('%s has a shape of its own', (_name, value, shape) => {
  expect(trayHealth(value, 0).shape).toBe(shape);
});

test('the worst of several sites decides the shape, and the tooltip names each', () => {
  const value = state({
    sites: [
      site({ kind: 'signed-in', user, endsAt: null, keptAlive: true, endsWithApp: false }),
      site({ kind: 'expiring', user, endsAt: 300_000 }, 'Staging'),
    ],
  });
  expect(trayHealth(value, 0)).toEqual({
    shape: 'half',
    tooltip: 'Prod: signed in as alice\nStaging: session ends in 5 min',
  });
});

test('the menu offers a sign-in only where one is needed, in both languages', () => {
  const actions = { open() {}, signIn() {}, openTerminal() {}, raise() {}, lower() {}, quit() {} };
  const labels = (value: AppState) => trayMenu(value, actions).map(({ label = '-' }) => label);
  const expired = state({ sites: [site({ kind: 'expired', user, at: 0 })] });
  expect(labels(expired)).toEqual([
    'Open Drawbridge',
    'Sign in again to Prod',
    '-',
    'Terminals',
    '-',
    'Raise the bridge',
    '-',
    'Quit Drawbridge',
  ]);
  expect(labels({ ...expired, raised: true, locale: 'zh-CN' })).toContain('放下吊桥');
  expect(
    labels(state({ sites: [site({ kind: 'signed-in', user, endsAt: null, keptAlive: true, endsWithApp: false })] })),
  ).not.toContain('Sign in again to Prod');
});

test('the test runtime meets the practice site only', () => {
  expect(() => refuseTestRuntime(true, 'http://127.0.0.1:8080')).not.toThrow();
  expect(() => refuseTestRuntime(false, 'https://jump.example.com')).not.toThrow();
  expect(() => refuseTestRuntime(true, 'jump.example.com')).toThrowError(/practice site only/);
});
