import { expect, test } from 'vitest';
import { appMenu } from '../../../main/desktop/app-menu.ts';
import { refuseTestRuntime } from '../../../main/desktop/runtime-rule.ts';
import { trayHealth } from '../../../main/desktop/tray-health.ts';
import { trayMenu } from '../../../main/desktop/tray-menu.ts';
import type { AppState, SiteView } from '../../../preload/contract.ts';
import { anAgent, anAppState, aTerminal } from '../renderer/states.ts';

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

const state = anAppState;

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

const actions = {
  ...{ open() {}, signIn() {}, openTerminal() {}, openSettings() {}, raise() {}, lower() {}, quit() {} },
  ...{ pauseAgent() {}, resumeAgent() {} },
};

test('the menu offers a sign-in only where one is needed, in both languages', () => {
  const labels = (value: AppState) => trayMenu(value, actions, 0).map(({ label = '-' }) => label);
  const expired = state({ sites: [site({ kind: 'expired', user, at: 0 })] });
  expect(labels(expired)).toEqual([
    'Open Drawbridge',
    'Sign in again to Prod',
    '-',
    'Terminals',
    '-',
    'Raise the bridge',
    '-',
    'Settings',
    'Quit Drawbridge',
  ]);
  expect(labels({ ...expired, raised: true, locale: 'zh-CN' })).toContain('放下吊桥');
  expect(
    labels(state({ sites: [site({ kind: 'signed-in', user, endsAt: null, keptAlive: true, endsWithApp: false })] })),
  ).not.toContain('Sign in again to Prod');
});

test('what waits for the person stands first, and each terminal once', () => {
  const value = state({
    sites: [site({ kind: 'signed-in', user, endsAt: 6.2 * 3_600_000, keptAlive: true, endsWithApp: false })],
    terminals: [
      aTerminal({ kind: 'needs-input', input: 'password', since: 0, recorded: false }),
      aTerminal({ kind: 'awaiting-review', text: '' }, { id: 'term_2', asset: 'db-02' }),
      aTerminal({ kind: 'prompt' }, { id: 'term_3', asset: 'cache-01' }),
    ],
  });
  const menu = trayMenu(value, actions, 0).map(({ label = '-' }) => label);
  expect(menu.slice(0, 5)).toEqual([
    'web-01: waits for a password',
    'db-02: waits for a review',
    '-',
    'Open Drawbridge',
    'Prod: signed in, 6 h left',
  ]);
  expect(trayHealth(value, 0)).toEqual({
    shape: 'attention',
    tooltip: 'Prod: signed in as alice, 6 h left\n2 terminals need you',
  });
  expect(trayHealth(value, 6 * 3_600_000).tooltip).toContain('12 min left');
});

test('the test runtime meets the practice site only', () => {
  expect(() => refuseTestRuntime(true, 'http://127.0.0.1:8080')).not.toThrow();
  expect(() => refuseTestRuntime(false, 'https://jump.example.com')).not.toThrow();
  expect(() => refuseTestRuntime(true, 'jump.example.com')).toThrowError(/practice site only/);
});

test('an agent is paused from the tray, and goes on from there', () => {
  const done: string[] = [];
  const value = state({
    agents: [
      anAgent({ id: 'a', name: 'one' }),
      anAgent({ id: 'b', name: 'two', hold: { kind: 'by-person', since: 0 } }),
    ],
  });
  const menu = trayMenu(
    value,
    { ...actions, pauseAgent: (id) => done.push(`pause ${id}`), resumeAgent: (id) => done.push(`resume ${id}`) },
    0,
  );
  const entries = menu.find(({ id }) => id === 'pause')?.submenu;
  if (!Array.isArray(entries)) throw new Error('there is no list of agents');
  expect(entries.map(({ label, checked }) => [label, checked])).toEqual([
    ['one', false],
    ['two', true],
  ]);
  for (const { click } of entries) if (click) Reflect.apply(click, undefined, []);
  expect(done).toEqual(['pause a', 'resume b']);
});

test('names of servers are one visible line in the menu, and the keys of the bridge stand beside its entry', () => {
  const value = state({
    sites: [site({ kind: 'signed-out', why: 'never', message: '' }, `R&D\u202e ${'x'.repeat(99)}`)],
    terminals: [aTerminal({ kind: 'prompt' }, { asset: 'web\n01' })],
  });
  const menu = trayMenu(value, actions, 0);
  expect(menu[1]?.label).toMatch(/^Sign in to R&&D⟨U\+202E⟩ x+…$/);
  expect(JSON.stringify(menu)).toContain('web 01');
  const raise = (desktop: AppState['desktop']) =>
    trayMenu({ ...value, desktop }, actions, 0).find(({ id }) => id === 'raise')?.accelerator;
  expect(raise(value.desktop)).toBe('CommandOrControl+Alt+Shift+B');
  expect(raise({ ...value.desktop, raiseShortcut: 'taken' })).toBeUndefined();
});

test('the app has no menu of its own that could reload or inspect a page', () => {
  for (const platform of ['linux', 'win32', 'darwin'] as const) {
    const words = JSON.stringify(appMenu('zh-CN', platform, () => {}));
    expect(words).not.toMatch(/reload|devtools/i);
  }
});
