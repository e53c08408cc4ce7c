import { expect, test } from 'vitest';
import { en } from '../../../renderer/i18n/en.ts';
import { zhCN } from '../../../renderer/i18n/zh-CN.ts';
import { createWindowStore } from '../../../renderer/state/app-store.ts';
import { flatDays, journalLook, withoutStarts } from '../../../renderer/view/journal-look.ts';
import { middleCut } from '../../../renderer/view/middle-cut.ts';
import { setupStep } from '../../../renderer/view/setup-step.ts';
import { wallGrid } from '../../../renderer/view/wall-grid.ts';
import { anAppState, aSite, aTerminal, user } from './states.ts';

const signedIn = { kind: 'signed-in', user, endsAt: null, keptAlive: true, endsWithApp: false } as const;

test('first run goes from the site to its sign-in to the agent, and ends when a terminal opens', () => {
  const store = createWindowStore();
  store.getState().took(anAppState());
  expect(store.getState().settingUp).toBe(true);
  expect(setupStep([])).toBe('site');
  expect(setupStep([aSite({ kind: 'signing-in', since: 1 })])).toBe('sign-in');
  expect(setupStep([aSite(signedIn)])).toBe('agent');
  store.getState().took(anAppState({ sites: [aSite(signedIn)] }));
  expect(store.getState().settingUp).toBe(true);
  store.getState().took(anAppState({ sites: [aSite(signedIn)], terminals: [aTerminal({ kind: 'prompt' })] }));
  expect(store.getState().settingUp).toBe(false);
});

test('a start with a site goes straight to the terminals', () => {
  const store = createWindowStore();
  store.getState().took(anAppState({ sites: [aSite(signedIn)] }));
  expect(store.getState()).toMatchObject({ settingUp: false, page: 'terminals' });
});

test('the terminal that the tray asked for comes up once, and stays away when the person left it', () => {
  const store = createWindowStore();
  const asked = anAppState({ sites: [aSite(signedIn)], focusedTerminalId: 'term_1' });
  store.getState().go('journal');
  store.getState().took(asked);
  expect(store.getState()).toMatchObject({ page: 'terminals', focused: 'term_1' });
  store.getState().focus(null);
  store.getState().took(asked);
  expect(store.getState().focused).toBeNull();
});

test('a banner that was put away comes back when the session expires once more', () => {
  const store = createWindowStore();
  const expired = anAppState({ sites: [aSite({ kind: 'expired', user, at: 1 })] });
  store.getState().took(expired);
  store.getState().putBannerAway('expired:s1');
  store.getState().took(expired);
  expect(store.getState().putAway.has('expired:s1')).toBe(true);
  store.getState().took(anAppState({ sites: [aSite(signedIn)] }));
  expect(store.getState().putAway.has('expired:s1')).toBe(false);
});

test('tiles show whole lines, at least five, and share the wall', () => {
  expect(wallGrid(1, { width: 1000, height: 700 })).toEqual({ columns: 1, lines: 34 });
  expect(wallGrid(6, { width: 1000, height: 700 })).toEqual({ columns: 2, lines: 7 });
  expect(wallGrid(20, { width: 1000, height: 500 })).toEqual({ columns: 2, lines: 5 });
  expect(wallGrid(4, { width: 500, height: 500 }).columns).toBe(1);
});

test('a long name is cut in its head and keeps its end', () => {
  expect(middleCut('web-01')).toEqual(['web-01', '']);
  const [head, tail] = middleCut('prod-cn-shanghai-b-kafka-broker-0017.kafka.internal');
  expect(head + tail).toBe('prod-cn-shanghai-b-kafka-broker-0017.kafka.internal');
  expect(tail).toBe('-0017.kafka.internal');
});

test('the journal shows an ended run once, and days in their order', () => {
  const row = (at: number, kind: string, text = 'ls', outcome = '') => ({
    ...{ id: `2026-11.jsonl:${at}`, at, kind, site: 'Prod', who: 'codex (a)', target: 'web-01 · ops', text, outcome },
    ...{ terminalId: 'term_1', runId: text, jumpserverSessionId: null, durationMs: null, outputBytes: null },
    ...{ user: null, cwd: null, reason: null },
  });
  const rows = [row(5, 'run-started', 'top'), row(4, 'run-ended', 'ls', 'exit 0'), row(3, 'run-started')];
  expect(withoutStarts(rows).map(({ at }) => at)).toEqual([5, 4]);
  const items = flatDays(rows, (at) => (at > 3 ? 'today' : 'yesterday'), rows[1]?.id ?? null);
  expect(items.map(({ kind }) => kind)).toEqual(['day', 'row', 'row', 'detail', 'day', 'row']);
  expect(journalLook(row(1, 'run-ended', 'x', 'exit 1')).tone).toBe('ended');
  expect(journalLook(row(1, 'run-ended', 'x', 'refused')).shape).toBe('octagon');
});

test('both languages have the same texts with the same places to fill', () => {
  const flat = (texts: object, path = ''): [string, string][] =>
    Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string' ? [[path + key, value]] : flat(value as object, `${path}${key}.`),
    );
  const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
  const chinese = new Map(flat(zhCN));
  for (const [key, text] of flat(en)) {
    expect(places(chinese.get(key) ?? ''), key).toEqual(places(text));
  }
  expect(chinese.size).toBe(flat(en).length);
});
