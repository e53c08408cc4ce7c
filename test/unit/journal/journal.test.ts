import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DrawbridgeError } from '../../../main/errors/drawbridge-error.ts';
import { Journal } from '../../../main/journal/journal.ts';

let folder: string;
let now = Date.UTC(2026, 10, 30, 23, 59);
const entry = {
  kind: 'run-started',
  site: 'Prod',
  who: 'claude (a1)',
  target: 'web-01 · root',
  text: 'true',
  outcome: '',
} as const;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-journal-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test('entries are appended by month and read back newest first over months', () => {
  const journal = new Journal({ folder, now: () => now });
  journal.record({ ...entry, text: 'first' });
  now = Date.UTC(2026, 11, 1);
  journal.record({ ...entry, text: 'second' });
  expect(fs.readdirSync(folder).sort()).toEqual(['2026-11.jsonl', '2026-12.jsonl']);
  expect(journal.tail(10).map(({ text }) => text)).toEqual(['second', 'first']);
  expect(fs.statSync(path.join(folder, '2026-12.jsonl')).mode & 0o777).toBe(0o600);
});

test('a line that was cut off is passed over', () => {
  const journal = new Journal({ folder, now: () => now });
  journal.record(entry);
  fs.appendFileSync(path.join(folder, '2026-12.jsonl'), '{"at":1,"ki');
  expect(journal.tail(10)).toHaveLength(1);
});

test('a journal that cannot be written says so, and says what to do', () => {
  const file = path.join(folder, 'not-a-folder');
  fs.writeFileSync(file, '');
  const journal = new Journal({ folder: file, now: () => now });
  expect(() => journal.record(entry)).toThrowError(DrawbridgeError);
  expect(() => journal.record(entry)).toThrowError(/journal cannot be written/);
});
