import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileLog } from '../../../main/log/file-log.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-log-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const newest = () => path.join(folder, 'drawbridge.log');

test('a line is JSON without secrets, in a file of the owner alone', () => {
  const log = new FileLog({ folder, onFailure: () => {} });
  log.warn('refused token=c0ffee', { site: 'site_1', cookie: 'a=1', error: new Error('password=hunter2') });
  const text = fs.readFileSync(newest(), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ level: 'warn', site: 'site_1', error: { name: 'Error' } });
  for (const secret of ['c0ffee', 'a=1', 'hunter2']) expect(text).not.toContain(secret);
  expect(fs.statSync(newest()).mode & 0o777).toBe(0o600);
});

test('the log stays within three files of 5 MB, over restarts too', () => {
  const facts = { text: 'x'.repeat(3900) };
  for (let restart = 0; restart < 3; restart += 1) {
    const log = new FileLog({ folder, onFailure: () => {} });
    for (let line = 0; line < 1700; line += 1) log.info('much', facts);
  }
  expect(fs.readdirSync(folder).sort()).toEqual(['drawbridge.log', 'drawbridge.log.1', 'drawbridge.log.2']);
  for (const name of fs.readdirSync(folder))
    expect(fs.statSync(path.join(folder, name)).size).toBeLessThanOrEqual(5 * 1024 * 1024);
});

test('a log that cannot be written says so once, and nothing else breaks', () => {
  const failures: string[] = [];
  const log = new FileLog({ folder, onFailure: ({ message }) => failures.push(message) });
  fs.mkdirSync(newest());
  log.info('one');
  log.info('two');
  expect(failures).toHaveLength(1);
});
