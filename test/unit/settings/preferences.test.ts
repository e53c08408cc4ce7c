import { expect, test } from 'vitest';
import { Preferences } from '../../../main/settings/preferences.ts';
import { readSettings } from '../../../main/settings/settings.ts';
import { nested } from '../../../main/settings/settings-shape.ts';
import { limitsOf } from '../../../main/terminals/pool-limits.ts';
import { type SettingDefinition, type SettingName, settingList } from '../../../preload/contract-setting-list.ts';
import { settingNames } from '../../../preload/contract-settings.ts';
import { settingsInMemory } from '../../support/settings-in-memory.ts';

function made(environment: Record<string, string> = {}, stored: Record<string, unknown> = {}) {
  const file = settingsInMemory(stored);
  const notices: string[] = [];
  const changes: SettingName[] = [];
  const store = file.open();
  const preferences = new Preferences({ settings: store, environment, onNotice: ({ en }) => void notices.push(en) });
  preferences.on('did-change', ({ name }) => void changes.push(name));
  return { preferences, store, notices, file, changes };
}

const defaultLimits = { perAgent: 6, inAll: 24, pacing: { atOnce: 3, perMinute: 6 }, idleMs: 1_800_000 };

test('without anything said the defaults hold', () => {
  const { preferences, notices } = made();
  expect(limitsOf(preferences.all())).toEqual(defaultLimits);
  expect(preferences.get('language')).toBe('system');
  expect(preferences.fromEnvironment()).toEqual({});
  expect(notices).toEqual([]);
});

test('what the person changes is written at once, told, and read again at the next start', () => {
  const { preferences, file, changes } = made();
  preferences.change('terminals.perAgent', ' 9 ');
  preferences.change('openingPacing.perMinute', '12');
  preferences.change('theme', 'dark');
  preferences.change('notifications.ended', false);
  expect(changes).toEqual(['terminals.perAgent', 'openingPacing.perMinute', 'theme', 'notifications.ended']);
  expect(file.written()).toMatchObject({
    theme: 'dark',
    terminals: { perAgent: 9, inAll: 24 },
    openingPacing: { atOnce: 3, perMinute: 12 },
    notifications: { ended: false, expiry: true },
  });
  expect(file.open().get().values).toEqual(preferences.all());
  expect(file.notices).toEqual([]);
});

test('what is the same is not written again', () => {
  const { preferences, file, changes } = made();
  preferences.change('terminals.perAgent', '6');
  expect([file.writes(), changes]).toEqual([0, []]);
});

test.each(['', 'many', '0', '65', '-1', '3.5', '1e2', '9999999'])(
  '"%s" is refused with the range, and nothing is changed',
  (typed) => {
    const { preferences, file, changes } = made();
    expect(() => preferences.change('terminals.perAgent', typed)).toThrow(
      expect.objectContaining({ code: 'bad-argument', nextStep: 'Give a whole number from 1 to 64.' }),
    );
    expect([file.writes(), changes]).toEqual([0, []]);
  },
);

test.each([
  ['language', 'fr'],
  ['window.autostart', 'yes'],
  ['terminals.fontFamily', 'Mono"; } body { display: none'],
  ['terminals.fontFamily', 'x'.repeat(81)],
] as const)('%s takes no %j', (name, typed) => {
  const { preferences, file } = made();
  expect(() => preferences.change(name, typed)).toThrow(/is not used/);
  expect(file.writes()).toBe(0);
});

test('the environment goes before the settings, and the window says so', () => {
  const { preferences, file } = made({ DRAWBRIDGE_MAX_TERMINALS: '3' }, { terminals: { inAll: 9 } });
  expect(preferences.get('terminals.inAll')).toBe(3);
  expect(preferences.fromEnvironment()).toEqual({ 'terminals.inAll': 'DRAWBRIDGE_MAX_TERMINALS' });
  expect(() => preferences.change('terminals.inAll', '7')).toThrow(/DRAWBRIDGE_MAX_TERMINALS says it/);
  preferences.change('terminals.perAgent', 2);
  // What the environment says is of this start only.
  expect(file.written()).toMatchObject({ terminals: { perAgent: 2, inAll: 9 } });
});

test('an environment that cannot be used is named once, and the settings hold', () => {
  const { preferences, notices } = made({ DRAWBRIDGE_OPENINGS_PER_MINUTE: 'fast', DRAWBRIDGE_OPENINGS_AT_ONCE: '' });
  expect(limitsOf(preferences.all())).toEqual(defaultLimits);
  expect(notices).toEqual([
    'DRAWBRIDGE_OPENINGS_PER_MINUTE=fast is not used: it takes a whole number from 1 to 60. What Settings says holds.',
  ]);
});

test('every default and every end of a range is a value of its setting, and what is beyond is none', () => {
  for (const name of settingNames) {
    const definition: SettingDefinition = settingList[name];
    const numbers: readonly (readonly [number, boolean])[] =
      definition.kind === 'number'
        ? [
            [definition.min, true],
            [definition.max, true],
            [definition.min - 1, false],
            [definition.max + 1, false],
          ]
        : [];
    for (const [value, fine] of [[definition.default, true] as const, ...numbers]) {
      const file = nested({ ...readSettings({}).settings.values, [name]: value });
      expect([name, value, readSettings(file).faults.length === 0]).toEqual([name, value, fine]);
    }
  }
});
