import { expect, test } from 'vitest';
import { z } from 'zod';
import { type CastHeader, CastLines } from '../../../../main/journal/recordings/asciicast.ts';

const startedAt = 1_700_000_000_500;
const header: CastHeader = {
  cols: 200,
  rows: 50,
  startedAt,
  title: 'web-1 · root',
  terminalId: 'term_1',
  site: 'site_1',
  asset: 'web-1',
  account: 'root',
  agent: 'agent',
  jumpserverSessionId: null,
};

/** The specification of asciicast v2, strictly. */
const headLine = z.looseObject({
  version: z.literal(2),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  timestamp: z.number().int(),
  title: z.string(),
});
const eventLine = z.tuple([z.number().nonnegative(), z.enum(['o', 'r', 'm']), z.string()]);

function parsed(file: string): z.infer<typeof eventLine>[] {
  expect(file.endsWith('\n')).toBe(true);
  const [first = '', ...rest] = file.slice(0, -1).split('\n');
  headLine.parse(JSON.parse(first));
  const events = rest.map((line) => eventLine.parse(JSON.parse(line)));
  for (const [index, [at]] of events.entries()) expect(at).toBeGreaterThanOrEqual(events[index - 1]?.[0] ?? 0);
  return events;
}

/** The same numbers in each run (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const pieces = ['a', '\r\n', 'ü', '吊桥', '🌉', '\u{feff}', '\u2028', '"\\', '\u001b[31m', '\u0000'].map((text) =>
  Buffer.from(text),
);

test('any bytes, split anywhere, make a valid recording that holds them once and in order', () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const next = numbers(seed);
    const whole = Buffer.concat(
      Array.from({ length: next(60) }, () =>
        next(4) === 0 ? Buffer.from([next(256)]) : (pieces[next(pieces.length)] ?? Buffer.alloc(0)),
      ),
    );
    const lines = new CastLines(startedAt);
    let file = lines.header(header);
    let at = startedAt;
    for (let from = 0; from < whole.length; ) {
      const to = Math.min(whole.length, from + 1 + next(5));
      at += next(50) - 10;
      file += lines.output(at, whole.subarray(from, to));
      if (next(8) === 0) file += lines.marker(at, 'a command');
      from = to;
    }
    file += lines.end(at);
    const shown = parsed(file).filter(([, code]) => code === 'o');
    expect(shown.map(([, , text]) => text).join('')).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(whole));
  }
});

test('times count in seconds from the start and never go back, also where the clock does', () => {
  const lines = new CastLines(startedAt);
  const file =
    lines.header(header) +
    lines.output(startedAt + 1500, Buffer.from('a')) +
    lines.resize(startedAt + 1000, 100, 40) +
    lines.marker(startedAt + 2000, 'exit 0');
  expect(parsed(file)).toEqual([
    [1.5, 'o', 'a'],
    [1.5, 'r', '100x40'],
    [2, 'm', 'exit 0'],
  ]);
});
