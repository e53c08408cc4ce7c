import headless from '@xterm/headless';
import { expect, it } from 'vitest';
import { plainString } from '../../../main/terminals/plain-text.ts';
import { Seeded } from '../../support/seeded.ts';

/** Pieces that programs write while they redraw a line. */
const PIECES = [
  'word',
  'x',
  ' ',
  '42%',
  '中文',
  'ｗ',
  'é',
  'e\u0301',
  '\r',
  '\r',
  '\b',
  '\x1b[K',
  '\x1b[0K',
  '\x1b[1K',
  '\x1b[2K',
  '\x1b[5G',
  '\x1b[G',
  '\x1b[3C',
  '\x1b[2D',
  '\x1b[32m',
  '\x1b[0m',
  '\x1b]0;title\x07',
  '\r\n',
] as const;

async function asSeen(bytes: string): Promise<string[]> {
  const terminal = new headless.Terminal({ cols: 400, rows: 60, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '');
  terminal.dispose();
  return lines;
}

const trimmed = (lines: readonly string[]) => {
  const kept = lines.map((line) => line.trimEnd());
  while (kept.at(-1) === '') kept.pop();
  return kept;
};

it('redrawn lines read as a terminal shows them', async () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = new Seeded(seed);
    const bytes = Array.from({ length: 5 + random.number(30) }, () => random.pick(PIECES)).join('');
    expect(trimmed(plainString(bytes).split('\n')), `seed ${seed}: ${JSON.stringify(bytes)}`).toEqual(
      trimmed(await asSeen(bytes)),
    );
  }
});
