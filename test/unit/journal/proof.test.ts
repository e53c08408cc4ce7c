import fs from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { proveJournal } from '../../../main/journal/proof.ts';
import { Seeded } from '../../support/seeded.ts';
import { JournalPlace, run } from './some-journal.ts';

let place: JournalPlace;
const november = Date.UTC(2026, 10, 30, 12);
const december = Date.UTC(2026, 11, 1, 12);

beforeEach(() => {
  place = new JournalPlace();
  place.clock.set(november);
});
afterEach(() => place.dispose());

/** What the next start finds after the files were changed while the app did not run. */
async function proofAfter(change: (lines: string[]) => string[]) {
  await place.write('one', 'two', 'three', 'four', 'five');
  place.put(change(place.lines()));
  const journal = await place.start();
  return journal.prove();
}

const swap = (lines: string[], one: number, other: number): string[] =>
  lines.map((line, index) => (index === one ? (lines[other] ?? '') : index === other ? (lines[one] ?? '') : line));

test('an untouched journal is intact, over starts and months', async () => {
  await place.write('one', 'two');
  place.clock.set(december);
  await place.write('three');
  const journal = await place.start();
  expect(place.files()).toEqual(['2026-11.jsonl', '2026-12.jsonl']);
  expect(await journal.prove()).toMatchObject({
    kind: 'intact',
    files: 2,
    entries: 4,
    unproven: 0,
    from: november,
    to: december,
    broken: null,
    notes: [],
  });
});

test.each([
  ['a changed byte', (lines: string[]) => lines.map((line) => line.replace('"two"', '"twa"')), 3, 'changed'],
  ['a changed time', (lines: string[]) => lines.with(2, (lines[2] ?? '').replace(/"at":\d/, '"at":9')), 3, 'changed'],
  ['a changed MAC', (lines: string[]) => lines.with(2, (lines[2] ?? '').replace(/.("\})$/, '-$1')), 3, 'changed'],
  ['two lines swapped', (lines: string[]) => swap(lines, 2, 3), 3, 'reordered'],
  ['the first line gone', (lines: string[]) => lines.slice(1), 1, 'removed'],
  ['a line in the middle gone', (lines: string[]) => lines.toSpliced(2, 1), 3, 'removed'],
  ['two lines in the middle gone', (lines: string[]) => lines.toSpliced(2, 2), 3, 'removed'],
  ['a foreign line put in', (lines: string[]) => lines.toSpliced(2, 0, '{"at":1,"kind":"run-started"}'), 3, 'added'],
  ['an empty line put in', (lines: string[]) => lines.toSpliced(2, 0, ''), 3, 'added'],
  ['a line said twice', (lines: string[]) => lines.toSpliced(3, 0, lines[2] ?? ''), 4, 'added'],
])('%s is found at its line', async (_what, change, line, what) => {
  expect(await proofAfter(change)).toMatchObject({
    kind: 'broken',
    broken: { file: '2026-11.jsonl', line, what },
  });
});

test('the last line cut off before the next start is found, and nothing hides it later', async () => {
  await place.write('one', 'two', 'three', 'four', 'five');
  place.put(place.lines().slice(0, -1));
  const journal = await place.start();
  expect(await journal.prove()).toMatchObject({
    kind: 'broken',
    broken: { file: '2026-11.jsonl', line: 6, what: 'removed', missing: 1 },
  });
  await journal.dispose();
  await place.write('six');
  expect(await (await place.start()).prove()).toMatchObject({ kind: 'broken', broken: { line: 6, what: 'removed' } });
});

test('the tail cut off while the app runs is found, also before anything else is written', async () => {
  const journal = await place.start();
  for (const text of ['one', 'two', 'three']) journal.record(run(text));
  place.put(place.lines().slice(0, 2));
  expect(await journal.prove()).toMatchObject({ kind: 'broken', broken: { line: 3, what: 'tail-cut', missing: 2 } });
  journal.record(run('four'));
  expect(await journal.prove()).toMatchObject({ kind: 'broken', broken: { line: 3, what: 'removed', missing: 2 } });
});

test('a line appended by another hand is found, while the app runs and after', async () => {
  const journal = await place.start();
  journal.record(run('one'));
  fs.appendFileSync(place.file(), `${place.lines()[1]}\n`);
  expect(await journal.prove()).toMatchObject({ kind: 'broken', broken: { line: 3, what: 'added' } });
  journal.record(run('two'));
  await journal.dispose();
  expect(await (await place.start()).prove()).toMatchObject({ kind: 'broken', broken: { line: 3, what: 'added' } });
});

test('a whole month gone is found', async () => {
  await place.write('one', 'two');
  place.clock.set(december);
  await place.write('three', 'four', 'five');
  fs.rmSync(place.file('2026-11.jsonl'));
  expect(await (await place.start()).prove()).toMatchObject({
    kind: 'broken',
    broken: { file: '2026-12.jsonl', line: 1, what: 'removed', missing: 3 },
  });
});

test('two months made one are found', async () => {
  await place.write('one', 'two');
  place.clock.set(december);
  await place.write('three', 'four', 'five');
  const both = [...place.lines('2026-11.jsonl'), ...place.lines('2026-12.jsonl')];
  fs.rmSync(place.file('2026-11.jsonl'));
  place.put(both, '2026-12.jsonl');
  expect(await (await place.start()).prove()).toMatchObject({
    kind: 'broken',
    broken: { file: '2026-12.jsonl', line: 1, what: 'moved' },
  });
});

test('a clock that goes back does not send an entry into an older file', async () => {
  place.clock.set(december);
  const journal = await place.start();
  journal.record(run('one'));
  place.clock.set(november);
  journal.record(run('two'));
  expect(place.files()).toEqual(['2026-12.jsonl']);
  expect((await journal.prove()).kind).toBe('intact');
});

test('a line that a crash cut is kept and named, and the chain goes on', async () => {
  await place.write('one', 'two');
  fs.appendFileSync(place.file(), '{"seq":4,"at":17');
  const journal = await place.start();
  journal.record(run('three'));
  expect(place.lines()[3]).toBe('{"seq":4,"at":17');
  expect(await journal.prove()).toMatchObject({
    kind: 'intact',
    unproven: 1,
    notes: [{ file: '2026-11.jsonl', line: 5, why: 'torn' }],
  });
  place.put(place.lines().map((line) => line.replace('"at":17', '"at":18')));
  expect((await journal.prove()).kind).toBe('broken');
});

test('a crash before the head was kept loses no proof', async () => {
  const journal = await place.start();
  journal.record(run('one'));
  const head = place.vault.secrets.get('journal-head');
  for (const text of ['two', 'three']) journal.record(run(text));
  await journal.dispose();
  if (head !== undefined) place.vault.secrets.set('journal-head', head);
  expect(await (await place.start()).prove()).toMatchObject({ kind: 'intact', entries: 4 });
});

test('lines of the version without a chain are an unproven beginning, and cannot be changed from then on', async () => {
  fs.mkdirSync(place.folder, { recursive: true });
  const old = { at: 1, kind: 'run-started', site: '', who: 'a', target: '', text: 'uptime', outcome: '' };
  fs.writeFileSync(`${place.folder}/2026-10.jsonl`, `${JSON.stringify(old)}\n`);
  await place.write('one');
  const journal = await place.start();
  expect(await journal.prove()).toMatchObject({
    kind: 'intact',
    entries: 3,
    unproven: 1,
    notes: [{ file: '2026-11.jsonl', line: 1, why: 'older-version' }],
  });
  fs.writeFileSync(`${place.folder}/2026-10.jsonl`, `${JSON.stringify({ ...old, text: 'rm' })}\n`);
  expect(await journal.prove()).toMatchObject({ kind: 'broken', broken: { what: 'changed-before' } });
});

test('without a keychain a start proves itself and no more; with it again a new stretch says why', async () => {
  await place.write('one');
  place.vault.choice = { state: 'memory-only', why: 'locked' };
  const journal = await place.start();
  journal.record(run('two'));
  expect(await journal.prove()).toMatchObject({ kind: 'unproven', entries: 4, unproven: 2 });
  expect(place.vault.secrets.size).toBe(2);
  place.vault.choice = { state: 'keychain', why: 'ok' };
  await journal.retry();
  journal.record(run('three'));
  expect(await journal.prove()).toMatchObject({
    kind: 'unproven',
    unproven: 2,
    notes: [{ file: '2026-11.jsonl', line: 5, why: 'no-keychain' }],
  });
  place.put(place.lines().map((line) => line.replace('"two"', '"twa"')));
  expect((await journal.prove()).kind).toBe('broken');
});

test('a vault that lost the head, or the key, is said', async () => {
  await place.write('one', 'two');
  place.vault.secrets.delete('journal-head');
  expect(await (await place.start()).prove()).toMatchObject({ kind: 'unproven', notes: [{ why: 'head-lost' }] });
  place.vault.secrets.clear();
  expect(await (await place.start()).prove()).toMatchObject({ kind: 'unproven', notes: [{ why: 'key-lost' }] });
});

test('whatever byte is changed, put in or taken out, it is found', async () => {
  await place.write('one', 'two');
  place.clock.set(december);
  await place.write('three', 'four');
  const { secrets } = place.vault;
  const key = Buffer.from(secrets.get('journal-key') ?? '', 'base64url');
  const end = JSON.parse(secrets.get('journal-head') ?? '');
  const prove = () => proveJournal({ folder: place.folder, key, end, origin: null, kept: true });
  expect((await prove()).kind).toBe('intact');
  const random = new Seeded(20_261_123);
  for (const name of place.files()) {
    const whole = fs.readFileSync(place.file(name));
    for (let round = 0; round < 150; round += 1) {
      const at = random.number(whole.length);
      const value = random.number(256);
      const edits = [
        Buffer.concat([whole.subarray(0, at), Buffer.from([value]), whole.subarray(at)]),
        Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)]),
        Buffer.concat([whole.subarray(0, at), Buffer.from([value]), whole.subarray(at + 1)]),
      ];
      for (const edited of edits.filter((one) => !one.equals(whole))) {
        fs.writeFileSync(place.file(name), edited);
        const { kind } = await prove();
        expect(kind, `${name} at ${at}: ${JSON.stringify(edited.subarray(at - 5, at + 5).toString())}`).toBe('broken');
        fs.writeFileSync(place.file(name), whole);
      }
    }
  }
});
