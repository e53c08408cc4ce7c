import { expect, test } from 'vitest';
import { readSettings } from '../../../main/settings/settings.ts';
import { SettingsStore } from '../../../main/settings/settings-store.ts';
import { TerminalSettings, type TerminalSettingValues } from '../../../main/settings/terminal-settings.ts';

function made(environment: Record<string, string> = {}, stored: unknown = {}) {
  const notices: string[] = [];
  const written: unknown[] = [];
  const changes: TerminalSettingValues[] = [];
  const store = new SettingsStore({
    read: () => stored,
    write: (value) => void written.push(value),
    keepAside: () => '/aside',
    onNotice: () => {},
  });
  const settings = new TerminalSettings({
    settings: store,
    environment,
    onNotice: (text) => void notices.push(text),
    onChange: (values) => void changes.push(values),
  });
  return { settings, store, notices, written, changes };
}

const defaults = { perAgent: 6, inAll: 24, idleMinutes: 30, atOnce: 3, perMinute: 6 };

test('without anything said the defaults hold', () => {
  const { settings, notices } = made();
  expect(settings.values()).toEqual(defaults);
  expect(settings.list().every(({ variable }) => variable === null)).toBe(true);
  expect(notices).toEqual([]);
});

test('what the person changes is written, told, and read again at the next start', () => {
  const { settings, store, written, changes } = made();
  settings.change('perAgent', ' 9 ');
  settings.change('perMinute', '12');
  expect(changes.at(-1)).toEqual({ ...defaults, perAgent: 9, perMinute: 12 });
  const { fallenBack } = readSettings(written.at(-1));
  expect(fallenBack).toEqual([]);
  expect(made({}, written.at(-1)).settings.values()).toEqual({ ...defaults, perAgent: 9, perMinute: 12 });
  expect(store.get().sites).toEqual([]);
});

test.each(['', 'many', '0', '65', '-1', '3.5', '1e2', '9999999'])(
  '"%s" is refused with the range, and nothing is changed',
  (typed) => {
    const { settings, written, changes } = made();
    expect(() => settings.change('perAgent', typed)).toThrow(
      expect.objectContaining({ code: 'bad-argument', nextStep: 'Give a whole number from 1 to 64.' }),
    );
    expect([written, changes]).toEqual([[], []]);
  },
);

test('the environment goes before the settings, and the window says so', () => {
  const { settings, written } = made({ DRAWBRIDGE_MAX_TERMINALS: '3' }, { terminals: { ...defaults, inAll: 9 } });
  expect(settings.values().inAll).toBe(3);
  expect(settings.list().find(({ name }) => name === 'inAll')).toEqual({
    ...{ name: 'inAll', value: 3, min: 1, max: 256, variable: 'DRAWBRIDGE_MAX_TERMINALS' },
  });
  expect(() => settings.change('inAll', '7')).toThrow(/DRAWBRIDGE_MAX_TERMINALS says it/);
  expect(written).toEqual([]);
});

test('an environment that cannot be used is named once, and the settings hold', () => {
  const { settings, notices } = made({ DRAWBRIDGE_OPENINGS_PER_MINUTE: 'fast', DRAWBRIDGE_OPENINGS_AT_ONCE: '' });
  expect(settings.values()).toEqual(defaults);
  expect(notices).toEqual([
    'DRAWBRIDGE_OPENINGS_PER_MINUTE=fast is not used: it takes a whole number from 1 to 60. What Settings says holds.',
  ]);
});

test('the ranges are those of the settings file', () => {
  for (const { name, min, max } of made().settings.list()) {
    for (const [value, fine] of [
      [min, true],
      [max, true],
      [min - 1, false],
      [max + 1, false],
    ] as const) {
      const part =
        name === 'atOnce' || name === 'perMinute'
          ? { openingPacing: { atOnce: 3, perMinute: 6, [name]: value } }
          : { terminals: { perAgent: 6, inAll: 24, idleMinutes: 30, [name]: value } };
      expect([name, value, readSettings(part).fallenBack.length === 0]).toEqual([name, value, fine]);
    }
  }
});
