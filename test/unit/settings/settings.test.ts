import { expect, test } from 'vitest';
import { readSettings } from '../../../main/settings/settings.ts';
import { SettingsStore } from '../../../main/settings/settings-store.ts';
import { settingsInMemory } from '../../support/settings-in-memory.ts';

const site = { id: 'site_1', name: 'Prod', baseUrl: 'https://jms.example.test', organisation: '', practice: false };

test('an empty file gives the defaults and no complaint', () => {
  const { settings, faults } = readSettings({});
  expect(settings.values.keepAliveWhileIdleMinutes).toBe(60);
  expect(settings.values['terminals.perAgent']).toBe(6);
  expect(faults).toEqual([]);
});

test('one bad value loses only itself', () => {
  const { settings, faults } = readSettings({
    keepAliveWhileIdleMinutes: 'soon',
    terminals: { perAgent: 0, inAll: 9 },
    raised: true,
    sites: [site, { id: 3 }],
  });
  expect(settings.raised).toBe(true);
  expect(settings.values).toMatchObject({
    keepAliveWhileIdleMinutes: 60,
    'terminals.perAgent': 6,
    'terminals.inAll': 9,
  });
  expect(settings.sites).toEqual([site]);
  expect(faults.map(({ place }) => place.join('.')).sort()).toEqual([
    'keepAliveWhileIdleMinutes',
    'sites.1.id',
    'terminals.perAgent',
  ]);
});

test('what is wrong in the file is told once, with its line and column, and the file is kept', () => {
  const file = settingsInMemory(
    ['{', '  "theme": "pink",', '  "terminals": {', '    "inAll": 9,', '    "fontSize": "big"', '  }', '}'].join('\n'),
  );
  expect(file.open().get().values).toMatchObject({ theme: 'system', 'terminals.inAll': 9, 'terminals.fontSize': 13 });
  expect(file.open().get().values['terminals.inAll']).toBe(9);
  expect(file.notices).toEqual([
    'settings.json is not as it should be: ' +
      'line 2, column 3: theme takes one of system, light, dark; ' +
      'line 5, column 5: terminals.fontSize takes a whole number from 10 to 24. ' +
      'What could not be read has its default. The old file is kept at /home/a/settings.unreadable.json.',
  ]);
  expect(file.inChinese).toEqual([
    'settings.json 的内容有误：' +
      '第 2 行第 3 列：theme 应为：system, light, dark 之一；' +
      '第 5 行第 5 列：terminals.fontSize 应为：10 到 24 之间的整数。' +
      '无法读取的部分采用默认值。原文件保留在 /home/a/settings.unreadable.json。',
  ]);
});

test('after a missing comma the rest is still known, and the bridge is raised: how it was left is not', () => {
  const file = settingsInMemory(`{\n  "raised": false\n  "sites": [${JSON.stringify(site)}]\n}`);
  const settings = file.open().get();
  expect(settings.sites).toEqual([site]);
  expect(settings.raised).toBe(true);
  expect(file.notices).toEqual([
    expect.stringMatching(/line 3, column 3: a comma is missing\..* The bridge is raised until you lower it\./),
  ]);
});

test.each(['', 'no settings', '["no settings"]', '{"raised": "yes"}', '{ // note\n"raised": false }'])(
  'a bridge of which %j says nothing sure is raised',
  (text) => {
    const file = settingsInMemory(text);
    expect(file.open().get().raised).toBe(true);
    expect(file.notices).toHaveLength(1);
    expect(file.open().get().raised).toBe(true);
    expect(file.notices).toHaveLength(1);
  },
);

test('of many faults the first are listed and the rest counted', () => {
  const file = settingsInMemory({ sites: Array.from({ length: 9 }, () => ({ id: 'site_1' })) });
  file.open();
  expect(file.notices[0]).toContain('; and 5 more');
});

test('on a disk that cannot be read or written the app starts all the same, and says so', () => {
  const notices: string[] = [];
  const store = new SettingsStore({
    file: '/settings.json',
    read: () => {
      throw new Error('EIO: i/o error');
    },
    write: () => null,
    keepAside: () => {
      throw new Error('EROFS: read-only file system');
    },
    onNotice: ({ en }) => notices.push(en),
  });
  expect(store.get().raised).toBe(true);
  expect(notices).toEqual([expect.stringMatching(/EIO.*EROFS/)]);
});

test('a file that another program changed meanwhile is kept, and the person is told', () => {
  const notices: string[] = [];
  const store = new SettingsStore({
    file: '/settings.json',
    read: () => '{}',
    write: () => '/settings.changed.json',
    keepAside: () => '',
    onNotice: ({ en }) => notices.push(en),
  });
  store.update({ raised: true });
  expect(notices).toEqual([expect.stringContaining('kept at /settings.changed.json')]);
});
