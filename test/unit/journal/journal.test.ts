import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DrawbridgeError } from '../../../main/errors/drawbridge-error.ts';
import type { Journal } from '../../../main/journal/journal.ts';
import { JournalPlace, run } from './some-journal.ts';

let place: JournalPlace;

beforeEach(() => {
  place = new JournalPlace();
  place.clock.set(Date.UTC(2026, 10, 30, 23, 59));
});
afterEach(() => place.dispose());

async function texts(journal: Journal): Promise<string[]> {
  const { entries } = await journal.readBack({ before: null, limit: 50, wanted: ({ text }) => text !== '' });
  return entries.map(({ text }) => text);
}

test('entries are appended by month, readable by their owner alone, and read back newest first over months', async () => {
  const journal = await place.start();
  journal.record(run('first'));
  place.clock.set(Date.UTC(2026, 11, 1));
  journal.record(run('second'));
  expect(place.files()).toEqual(['2026-11.jsonl', '2026-12.jsonl']);
  expect(await texts(journal)).toEqual(['second', 'first']);
  expect(fs.statSync(place.file()).mode & 0o777).toBe(0o600);
});

test('a flood of entries writes the head at once and then once a second, and at the end', async () => {
  const journal = await place.start();
  await place.clock.advance(2_000);
  place.vault.puts = 0;
  for (let count = 0; count < 500; count += 1) journal.record(run(`echo ${count}`));
  await place.clock.advance(0);
  await expect.poll(() => place.vault.puts).toBe(1);
  await place.clock.advance(1_000);
  await expect.poll(() => place.vault.puts).toBe(2);
  journal.record(run('last'));
  await journal.dispose();
  expect(JSON.parse(place.vault.secrets.get('journal-head') ?? '')).toMatchObject({ seq: 502 });
});

test('a journal that cannot be written refuses, says what to do, and goes on by itself when it can', async () => {
  const journal = await place.start();
  journal.record(run('before'));
  const aside = `${place.folder}-aside`;
  fs.renameSync(place.folder, aside);
  fs.writeFileSync(place.folder, '');
  expect(() => journal.record(run('refused'))).toThrowError(
    expect.objectContaining({ code: 'journal-unavailable', nextStep: expect.stringContaining(place.folder) }),
  );
  expect(() => journal.assertWritable()).toThrowError(/cannot be written/);
  journal.note(run('of the person'));
  expect(journal.problem?.code).toBe('journal-unavailable');
  fs.rmSync(place.folder);
  fs.renameSync(aside, place.folder);
  await place.clock.advance(2_000);
  expect(journal.problem).toBeNull();
  expect(await texts(journal)).toEqual(['of the person', 'before']);
  expect((await journal.prove()).kind).toBe('intact');
});

test('what could not be kept while it waited is counted', async () => {
  const journal = await place.start();
  fs.renameSync(place.folder, `${place.folder}-aside`);
  fs.writeFileSync(place.folder, '');
  for (let count = 0; count < 1_003; count += 1) journal.note(run(`${count}`));
  fs.rmSync(place.folder);
  fs.renameSync(`${place.folder}-aside`, place.folder);
  journal.assertWritable();
  const { entries } = await journal.readBack({ before: null, limit: 1, wanted: () => true });
  expect(entries).toMatchObject([{ kind: 'journal-gap', text: '3 entries' }]);
});

test('a folder that was taken away is made anew, and the proof says that entries are gone', async () => {
  const journal = await place.start();
  journal.record(run('one'));
  fs.rmSync(place.folder, { recursive: true });
  journal.record(run('two'));
  expect(await texts(journal)).toEqual(['two']);
  expect(await journal.prove()).toMatchObject({ kind: 'broken', broken: { line: 1, what: 'removed', missing: 2 } });
});

test('a full disk: nothing half written stays, and it goes on when there is room', async (context) => {
  fs.mkdirSync(place.folder, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place.folder]).status === 0;
  if (!mounted) context.skip('needs root to mount a small file system');
  try {
    const journal = await place.start();
    const ballast = path.join(place.folder, 'ballast');
    let refused: unknown;
    for (let count = 0; refused === undefined && count < 500; count += 1)
      try {
        journal.record(run(`${count} ${'x'.repeat(700)}`));
      } catch (error) {
        refused = error;
      }
    expect((refused as DrawbridgeError).code).toBe('journal-unavailable');
    expect(fs.readFileSync(place.file(), 'utf8').endsWith('}\n')).toBe(true);
    expect(await journal.prove()).toMatchObject({ kind: 'intact' });
    expect(fs.existsSync(ballast)).toBe(false);
    spawnSync('mount', ['-o', 'remount,size=256k', place.folder]);
    journal.record(run('there is room'));
    expect(await journal.prove()).toMatchObject({ kind: 'intact' });
    await journal.dispose();
  } finally {
    spawnSync('umount', ['-l', place.folder]);
  }
});

test('a file system that became read-only refuses', async (context) => {
  fs.mkdirSync(place.folder, { recursive: true });
  if (spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', place.folder]).status !== 0)
    context.skip('needs root to mount a file system');
  try {
    fs.writeFileSync(path.join(place.folder, 'kept'), '');
    spawnSync('mount', ['-o', 'remount,ro', place.folder]);
    const journal = await place.start();
    expect(() => journal.record(run('refused'))).toThrowError(/cannot be written/);
    spawnSync('mount', ['-o', 'remount,rw', place.folder]);
    journal.record(run('taken'));
    expect(await texts(journal)).toEqual(['taken']);
    await journal.dispose();
  } finally {
    spawnSync('umount', ['-l', place.folder]);
  }
});

test('pages follow each other by their places, and lines that are no entries are passed over', async () => {
  const journal = await place.start();
  for (let count = 0; count < 2_500; count += 1) journal.record(run(`echo ${count} ${'z'.repeat(count % 97)}`));
  fs.appendFileSync(place.file(), 'no entry\n');
  const seen: string[] = [];
  let before: string | null = null;
  let pages = 0;
  do {
    const page = await journal.readBack({ before, limit: 999, wanted: ({ kind }) => kind === 'run-started' });
    seen.push(...page.entries.map(({ text }) => text.replace(/ z*$/, '')));
    before = page.next;
    pages += 1;
  } while (before !== null);
  expect(pages).toBe(3);
  expect(seen).toEqual(Array.from({ length: 2_500 }, (_, index) => `echo ${2_499 - index}`));
});

test('a request looks at so many lines only, and the next one goes on behind them', async () => {
  const journal = await place.start();
  for (const text of ['a', 'b', 'c', 'd']) journal.record(run(text));
  const wanted = ({ text }: { readonly text: string }) => text === 'a';
  const first = await journal.readBack({ before: null, limit: 10, lookAt: 3, wanted });
  expect(first).toMatchObject({ entries: [], looked: 3 });
  const second = await journal.readBack({ before: first.next, limit: 10, lookAt: 3, wanted });
  expect(second).toMatchObject({ entries: [{ text: 'a' }], next: null });
});

test('only what is newer than a place is asked for', async () => {
  const journal = await place.start();
  journal.record(run('a'));
  const { entries } = await journal.readBack({ before: null, limit: 1, wanted: () => true });
  for (const text of ['b', 'c']) journal.record(run(text));
  const newer = await journal.readBack({ before: null, after: entries[0]?.id ?? null, limit: 10, wanted: () => true });
  expect(newer.entries.map(({ text }) => text)).toEqual(['c', 'b']);
});
