import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RecordingSettings, Recordings } from '../../../../main/journal/recordings/recordings.ts';
import { silentLog } from '../../../../main/log/log.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { SomeVault } from '../../../support/some-vault.ts';

const facts = (terminalId: string) => ({
  ...{ cols: 200, rows: 50, title: 'web-1 · root', terminalId, site: 'Practice', asset: 'web-1', account: 'root' },
  agent: 'codex (agent_1)',
});

let folder: string;
let vault: SomeVault;
let clock: FakeClock;
let settings: RecordingSettings;
let recordings: Recordings;

async function start(): Promise<Recordings> {
  const started = new Recordings({ folder, vault, clock, log: silentLog, settings: () => settings });
  await started.load();
  return started;
}

beforeEach(async () => {
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-recordings-')), 'recordings');
  vault = new SomeVault();
  clock = new FakeClock(Date.now());
  settings = { on: true, days: 30, totalMb: 100, terminalMb: 50 };
  recordings = await start();
});

afterEach(async () => {
  await recordings.dispose();
  fs.rmSync(path.dirname(folder), { recursive: true, force: true });
});

async function played(id: string): Promise<{ readonly text: string; readonly end: string | null }> {
  let part = await recordings.read(id);
  let text = Buffer.from(part.bytes).toString();
  while (part.next !== null) {
    part = await recordings.read(id, part.next);
    text += Buffer.from(part.bytes).toString();
  }
  return { text, end: part.end };
}

const events = (text: string) =>
  text
    .split('\n')
    .slice(1, -1)
    .map((line) => JSON.parse(line));

async function recorded(id: string, ...outputs: string[]): Promise<void> {
  const recording = recordings.begin(facts(id));
  for (const output of outputs) recording?.output(Buffer.from(output));
  await recordings.end(id);
}

test('what a terminal printed is played as it came, with its commands and sizes', async () => {
  const recording = recordings.begin(facts('term_a'));
  recording?.links('session-1');
  recording?.output(Buffer.from('hello '));
  recording?.command('ls -la');
  recording?.resize(300, 50);
  recording?.resize(300, 50);
  recording?.output(Buffer.from('吊桥\r\n'));
  await recordings.end('term_a');
  const { text, end } = await played('term_a');
  expect(end).toBe('complete');
  expect(events(text).map(([, code, data]) => [code, data])).toEqual([
    ['o', 'hello '],
    ['m', 'ls -la'],
    ['r', '300x50'],
    ['o', '吊桥\r\n'],
  ]);
  expect(await recordings.list()).toMatchObject([
    { id: 'term_a', live: false, head: { title: 'web-1 · root', drawbridge: { jumpserverSessionId: 'session-1' } } },
  ]);
  expect(fs.statSync(path.join(folder, 'term_a.dbrec')).mode & 0o777).toBe(0o600);
  expect(fs.readFileSync(path.join(folder, 'term_a.dbrec')).toString('latin1')).not.toContain('hello');
});

test('megabytes come back whole, in parts', async () => {
  const chunk = Array.from({ length: 1000 }, (_, at) => `${at} ${'x'.repeat(40)}`).join('\n');
  await recorded('term_big', ...Array.from({ length: 60 }, () => chunk));
  const { text, end } = await played('term_big');
  expect(end).toBe('complete');
  expect(
    events(text)
      .map(([, , data]) => data)
      .join(''),
  ).toBe(chunk.repeat(60));
});

test('what was written before the app was cut off can be played', async () => {
  const recording = recordings.begin(facts('term_a'));
  recording?.links('session-1');
  recording?.output(Buffer.from('before'));
  await clock.advance(1_000);
  await expect.poll(() => fs.existsSync(path.join(folder, 'term_a.dbrec'))).toBe(true);
  await expect.poll(async () => (await played('term_a')).text.includes('before')).toBe(true);
  fs.copyFileSync(path.join(folder, 'term_a.dbrec'), path.join(folder, 'term_cut.dbrec'));
  expect(await played('term_cut')).toMatchObject({ text: expect.stringContaining('before'), end: 'torn' });
});

test('a byte changed outside is told, and nothing behind it is played', async () => {
  await recorded('term_a', 'a'.repeat(100_000), 'b');
  const file = path.join(folder, 'term_a.dbrec');
  const bytes = fs.readFileSync(file);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  fs.writeFileSync(file, bytes);
  expect((await played('term_a')).end).toBe('tampered');
  const saved = path.join(path.dirname(folder), 'saved.cast');
  await expect(recordings.export('term_a', saved)).rejects.toMatchObject({ code: 'recording-unreadable' });
});

test('at its greatest size it says so and ends', async () => {
  settings = { ...settings, terminalMb: 1 };
  const recording = recordings.begin(facts('term_a'));
  for (let at = 0; at < 30; at += 1) recording?.output(Buffer.alloc(64 * 1024, 'x'));
  await recordings.end('term_a');
  const all = events((await played('term_a')).text);
  expect(all.at(-1)?.[1]).toBe('m');
  expect(all.at(-1)?.[2]).toContain('greatest size');
  const kept = all.filter(([, code]) => code === 'o').reduce((sum, [, , data]) => sum + data.length, 0);
  expect(kept).toBeGreaterThan(900_000);
  expect(kept).toBeLessThan(1_200_000);
});

test('what comes faster than it can be written is left out and named', async () => {
  const recording = recordings.begin(facts('term_a'));
  recording?.links('session-1');
  for (let at = 0; at < 100; at += 1) recording?.output(Buffer.alloc(100 * 1024, 'x'));
  await recordings.end('term_a');
  const all = events((await played('term_a')).text);
  const kept = all.filter(([, code]) => code === 'o').reduce((sum, [, , data]) => sum + data.length, 0);
  const named = Number(/^(\d+) bytes were not recorded/.exec(all.at(-1)?.[2])?.[1]);
  expect(kept + named).toBe(100 * 100 * 1024);
});

test('what is left out is named where it is missing, no time goes back, and no character goes on behind it', async () => {
  const recording = recordings.begin(facts('term_a'));
  const cut = Buffer.from('吊');
  const chunk = 2 * 1024 * 1024;
  recording?.output(Buffer.alloc(chunk, 'a'));
  await clock.advance(20);
  // The first byte of a character fits; its others come while there is no room.
  recording?.output(Buffer.concat([Buffer.alloc(chunk - 1, 'b'), cut.subarray(0, 1)]));
  recording?.output(cut.subarray(1));
  await clock.advance(20);
  recording?.links('session-1');
  recording?.command('behind-the-flood');
  await expect
    .poll(async () => (await played('term_a').catch(() => null))?.text.includes('bytes were not recorded'))
    .toBe(true);
  recording?.output(Buffer.from('c'));
  await recordings.end('term_a');
  const all = events((await played('term_a')).text);
  const times = all.map(([at]) => at);
  expect(times).toEqual([...times].sort((one, other) => one - other));
  const short = all.map(([, code, data]) => (code === 'o' ? data.at(-1) : data));
  expect(short.filter((text, at) => text !== short[at - 1])).toEqual([
    ...['a', 'b', '\u{fffd}', '2 bytes were not recorded: they came faster than they could be written.'],
    ...['behind-the-flood', 'c'],
  ]);
});

test('old ones and those beyond the room are removed, the oldest first', async () => {
  for (const [at, id] of ['term_1', 'term_2', 'term_3'].entries()) {
    await recorded(id, 'x');
    const when = (clock.now() - (3 - at) * 86_400_000) / 1000;
    fs.utimesSync(path.join(folder, `${id}.dbrec`), when, when);
  }
  settings = { ...settings, days: 2.5 };
  await recordings.sweep();
  expect((await recordings.list()).map(({ id }) => id).sort()).toEqual(['term_2', 'term_3']);
  settings = { ...settings, totalMb: 0 };
  await recordings.sweep();
  expect(await recordings.list()).toEqual([]);
});

test('without a keychain nothing is recorded, and it says why', async () => {
  vault.choice = { state: 'memory-only', why: 'no-keychain' };
  const without = await start();
  expect(without.state).toEqual({ kind: 'no-keychain' });
  expect(without.begin(facts('term_a'))).toBeNull();
  await without.dispose();
});

test('turned off, what is being recorded ends and can be played', async () => {
  const recording = recordings.begin(facts('term_a'));
  recording?.output(Buffer.from('x'));
  settings = { ...settings, on: false };
  await recordings.settingsChanged();
  expect(recordings.state).toEqual({ kind: 'off' });
  expect(recordings.begin(facts('term_b'))).toBeNull();
  expect((await played('term_a')).end).toBe('complete');
});

test('a folder that cannot be written is said, and the terminal is not held up', async () => {
  await recordings.dispose();
  fs.rmSync(folder, { recursive: true });
  fs.writeFileSync(folder, 'no folder');
  recordings = await start();
  expect(recordings.state).toMatchObject({ kind: 'failed' });
});

test('what is being recorded is not deleted; a deleted one is gone', async () => {
  recordings.begin(facts('term_a'))?.output(Buffer.from('x'));
  await expect(recordings.remove('term_a')).rejects.toMatchObject({ code: 'recording-live' });
  await recordings.end('term_a');
  await recordings.remove('term_a');
  await expect(recordings.read('term_a')).rejects.toMatchObject({ code: 'recording-not-found' });
  await expect(recordings.read('../../etc/passwd')).rejects.toMatchObject({ code: 'recording-not-found' });
});
