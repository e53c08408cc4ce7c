import { expect, test } from 'vitest';
import { readSettings } from '../../../main/settings/settings.ts';
import { SettingsStore } from '../../../main/settings/settings-store.ts';

const site = { id: 'site_1', name: 'Prod', baseUrl: 'https://jms.example.test', organisation: '', practice: false };

test('an empty file gives the defaults and no complaint', () => {
  const { settings, fallenBack } = readSettings({});
  expect(settings.keepAliveWhileIdleMinutes).toBe(60);
  expect(fallenBack).toEqual([]);
});

test('one bad value loses only itself', () => {
  const { settings, fallenBack } = readSettings({
    keepAliveWhileIdleMinutes: 'soon',
    raised: true,
    sites: [site, { id: 3 }],
  });
  expect(settings.raised).toBe(true);
  expect(settings.keepAliveWhileIdleMinutes).toBe(60);
  expect(settings.sites).toEqual([site]);
  expect([...fallenBack].sort()).toEqual(['keepAliveWhileIdleMinutes', 'sites']);
});

test('a file that is no settings at all is kept aside, and the person is told once', () => {
  const notices: string[] = [];
  const store = new SettingsStore({
    read: () => {
      throw new SyntaxError('bad JSON');
    },
    write: () => {},
    keepAside: () => '/home/a/settings.bad.json',
    onNotice: (text) => notices.push(text),
  });
  expect(store.get().sites).toEqual([]);
  expect(store.get().raised).toBe(true);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toContain('/home/a/settings.bad.json');
});

test('a raised bridge that cannot be read as one stays raised', () => {
  expect(readSettings({ raised: 'yes' }).settings.raised).toBe(true);
  expect(readSettings(['no settings']).settings.raised).toBe(true);
  expect(readSettings({}).settings.raised).toBe(false);
});

test('what could be read of a damaged file is there after the next start too', () => {
  let file: unknown = { sites: [site], keepAliveWhileIdleMinutes: 'soon' };
  const notices: string[] = [];
  const open = () =>
    new SettingsStore({
      read: () => file,
      write: (value) => {
        file = value;
      },
      keepAside: () => {
        file = undefined;
        return '/home/a/settings.aside.json';
      },
      onNotice: (text) => notices.push(text),
    });
  expect(open().get().sites).toEqual([site]);
  expect(open().get().sites).toEqual([site]);
  expect(notices).toHaveLength(1);
});

test('on a disk that cannot be written the app starts all the same, and says so', () => {
  const notices: string[] = [];
  const store = new SettingsStore({
    read: () => 'no settings',
    write: () => {},
    keepAside: () => {
      throw new Error('EROFS: read-only file system');
    },
    onNotice: (text) => notices.push(text),
  });
  expect(store.get().raised).toBe(true);
  expect(notices).toEqual([expect.stringContaining('EROFS')]);
});
