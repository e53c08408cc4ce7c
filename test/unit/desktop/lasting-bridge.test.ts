import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decideBridge, keepBridge } from '../../../main/desktop/lasting-bridge.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dbt-bridge-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An app of that version, unpacked or mounted below its own folder. */
function app(version: string): string {
  const resources = path.join(folder, `Drawbridge-${version}`, 'resources');
  mkdirSync(path.join(resources, 'bin'), { recursive: true });
  writeFileSync(path.join(resources, 'bin/drawbridge'), `bridge ${version}`, { mode: 0o755 });
  return resources;
}
const data = () => path.join(folder, 'data');

test('an installed app gives its own path, which a package manager keeps', () => {
  const machine = { platform: 'linux' as const, env: {} };
  const resources = '/opt/Drawbridge/resources';
  expect(decideBridge(machine, { resources, data: data() })).toMatchObject({
    path: '/opt/Drawbridge/resources/bin/drawbridge',
    kept: 'in-place',
  });
  expect(decideBridge({ platform: 'win32', env: {} }, { resources: 'C:\\D', data: data() }).path).toMatch(
    /drawbridge\.exe$/,
  );
});

test('of unpacked folders, the path leads to the one that ran last', async () => {
  const machine = { platform: 'linux' as const, env: {} };
  const first = decideBridge(machine, { resources: app('1.0'), data: data() });
  const second = decideBridge(machine, { resources: app('1.1'), data: data() });
  expect(first.path).toBe(second.path);
  await keepBridge(first, '1.0');
  await keepBridge(first, '1.0');
  expect(readFileSync(first.path, 'utf8')).toBe('bridge 1.0');
  await keepBridge(second, '1.1');
  expect(readlinkSync(first.path)).toBe(second.source);
});

test('of an AppImage the bridge is copied once a version, and outlives the mount', async () => {
  const machine = { platform: 'linux' as const, env: { APPIMAGE: '/home/me/Drawbridge.AppImage' } };
  const first = decideBridge(machine, { resources: app('1.0'), data: data() });
  await keepBridge(first, '1.0');
  const { ino } = statSync(first.path);
  await keepBridge(first, '1.0');
  expect(statSync(first.path).ino).toBe(ino);
  rmSync(path.join(folder, 'Drawbridge-1.0'), { recursive: true });
  expect(readFileSync(first.path, 'utf8')).toBe('bridge 1.0');
  expect(statSync(first.path).mode & 0o111).toBe(0o111);
  await keepBridge(decideBridge(machine, { resources: app('1.1'), data: data() }), '1.1');
  expect(readFileSync(first.path, 'utf8')).toBe('bridge 1.1');
});
