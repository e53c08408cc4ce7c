import { expect, test } from 'vitest';
import type { DrawbridgeApi } from '../../../preload/contract.ts';
import { RecordedSource } from '../../../renderer/replay/recorded-source.ts';
import { momentOf, placeOf } from '../../../renderer/replay/replay-moment.ts';
import { recordingIn } from './recording-in.ts';

const header = JSON.stringify({ version: 2, width: 120, height: 40 });

const opened = (api: DrawbridgeApi) => RecordedSource.open(api, 'term_a', new AbortController().signal);

async function everything(source: RecordedSource) {
  const all = [];
  for (let part = 0; part < source.parts; part += 1) all.push(...(await source.events(part)));
  return all;
}

const lines = [
  header,
  ...Array.from({ length: 40 }, (_, at) => JSON.stringify([at * 0.5, at % 10 === 5 ? 'm' : 'o', `吊桥 event ${at}`])),
  JSON.stringify([100, 'o', `after a silence ${'x'.repeat(300)}`]),
  JSON.stringify([101, 'r', '200x50']),
];

test.each([17, 64, 100, 1_000, 100_000])(
  'cut into parts of %i bytes, each event comes once and in order',
  async (bytes) => {
    const source = await opened(recordingIn(lines, bytes));
    expect(source.size).toEqual({ cols: 120, rows: 40 });
    const all = await everything(source);
    expect(all.map(({ data }) => data)).toEqual(lines.slice(1).map((line) => JSON.parse(line)[2]));
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((one, other) => one - other));
    expect(source.commands.map(({ command }) => command)).toEqual([5, 15, 25, 35].map((at) => `吊桥 event ${at}`));
  },
);

test('a silence is shortened to two seconds', async () => {
  const source = await opened(recordingIn(lines, 50));
  expect(source.duration).toBeCloseTo(19.5 + 2 + 1);
  const [last] = (await everything(source)).toReversed();
  expect(last?.at).toBeCloseTo(source.duration);
});

test('a line that was cut off at the end is left out', async () => {
  const source = await opened(recordingIn(lines, 80, false));
  expect((await everything(source)).at(-1)?.data).toBe('200x50');
  expect(source.end).toBe('torn');
});

test('what begins before the part of a second is not later than that, what begins behind it is', async () => {
  const source = await opened(recordingIn(lines, 200));
  const parts = await Promise.all(Array.from({ length: source.parts }, (_, part) => source.events(part)));
  for (const second of [0, 3.3, 10, source.duration]) {
    const part = source.partAt(second);
    for (const { at } of parts.slice(0, part).flat()) expect(at).toBeLessThanOrEqual(second);
    for (const { at } of parts.slice(part + 1).flat()) expect(at).toBeGreaterThan(second);
  }
});

test('a command of the journal is found in the recording by its text and the nearest time', () => {
  const command = (at: number, recordedAt: number, text: string) => ({ at, recordedAt, command: text });
  const commands = [
    command(0, 0.4, 'ls'),
    command(2, 60.4, 'uptime'),
    command(4, 120.4, 'ls'),
    command(6, 180, 'x'.repeat(300)),
  ];
  const startedAt = 1_000_000;
  expect(placeOf(commands, startedAt, { command: 'ls', at: startedAt + 120_900 })).toBe(4);
  expect(placeOf(commands, startedAt, { command: 'ls', at: startedAt + 900 })).toBe(0);
  expect(placeOf(commands, startedAt, { command: 'x'.repeat(900), at: startedAt + 181_000 })).toBe(6);
  expect(placeOf(commands, startedAt, { command: 'never ran', at: startedAt })).toBeNull();
  const row = {
    ...{ id: 'a', at: 5_000, kind: 'run-ended', site: '', who: '', target: '', terminalId: 't', runId: 'r' },
    ...{ jumpserverSessionId: null, durationMs: 2_000, outputBytes: 0, user: null, cwd: null, reason: null },
    ...{ text: 'ls', outcome: 'exit 0' },
  };
  expect(momentOf(row)).toEqual({ command: 'ls', at: 3_000 });
  expect(momentOf({ ...row, kind: 'run-started' })).toEqual({ command: 'ls', at: 5_000 });
  expect(momentOf({ ...row, kind: 'terminal-opened' })).toBeNull();
});
