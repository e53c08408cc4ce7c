import headless from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { TextReducer } from '../../../main/terminals/text-reducer.ts';
import { Seeded } from '../../support/seeded.ts';

interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** Pieces that programs write while they redraw a line. */
const LINE_PIECES = [
  ...['word', 'x', ' ', '42%', 'a longer piece of text', '中文', 'ｗ', 'é', 'e\u0301', '\ufffd'],
  ...['\r', '\r', '\b', '\b\b\b', '\t', '\r\n', '\r\n', '\n'],
  ...['\x1b[K', '\x1b[0K', '\x1b[1K', '\x1b[2K', '\x1b[5G', '\x1b[G', '\x1b[3C', '\x1b[2D', '\x1b[12`'],
  ...['\x1b[2P', '\x1b[3X', '\x1b[2@', '=\x1b[7b'],
  ...['\x1b[32m', '\x1b[0;1;38;5;200m', '\x1b[?25l', '\x1b[?2004h', '\x1b(B', '\x1b>', '\x1b[3 q'],
  ...['\x1b]0;title\x07', '\x1b]8;;http://x/\x1b\\', '\x1bPq#0~~\x1b\\', '\x1b_app\x1b\\', '\x1b]2;cut\x1b[1m'],
] as const;

/** Those that move between lines besides: progress of several lines. */
const PAGE_PIECES = [
  ...LINE_PIECES,
  ...['\x1b[A', '\x1b[2A', '\x1b[3A', '\x1b[B', '\x1b[2B', '\x1b[E', '\x1b[2F', '\x1bM'],
  ...['\x1b[J', '\x1b[0J', '\x1b7', '\x1b8', '\x1b[s', '\x1b[u', '\x1b[L', '\x1b[M'],
] as const;

const layer = (random: Seeded) => `${random.pick(['a1', 'b2', 'c3'])}: ${random.pick(['Waiting', 'Pulling', 'Done'])}`;

/** How real programs draw progress, with random numbers. */
const PROGRAMS: readonly ((random: Seeded) => string)[] = [
  // curl, wget, pip: one line by carriage returns.
  (random) =>
    `${Array.from({ length: 5 }, () => `\r${random.number(100)}% [===>   ] ${random.number(9)}s`).join('')}\r\n`,
  // docker pull: one of the lines above.
  (random) => {
    const up = 1 + random.number(5);
    return `\x1b[${up}A\x1b[2K\r${layer(random)}\x1b[${up}B\r`;
  },
  // buildkit, log-update (npm, pnpm): all lines again.
  (random) => {
    const lines = 1 + random.number(4);
    const block = () => Array.from({ length: lines }, () => `\x1b[2K${layer(random)}\r\n`).join('');
    return `${block()}\x1b[${lines}A${block()}\x1b[${lines}A\x1b[J${block()}`;
  },
  (random) => `\x1b[2K\x1b[1A\x1b[2K\x1b[G${layer(random)}\r\n`,
  // npm: a spinner in front of the line.
  () => '\x1b[1G\x1b[0K⠙\x1b[1G\x1b[0K⠹\x1b[1G\x1b[0K',
  // A counter by backspaces.
  (random) => `Reading… ${random.number(10)}%\b\b${random.number(10)}%\r\n`,
];

/** Where a row ends an emulator has no tab any more, only the cursor's move. */
const withoutTabs = (pieces: readonly string[]) => pieces.filter((piece) => piece !== '\t');

const random = (seed: number, pieces: readonly string[]) => {
  const numbers = new Seeded(seed);
  return Array.from({ length: 5 + numbers.number(60) }, () => pieces[numbers.number(pieces.length)]).join('');
};

/** A screen that has scrolled: its top is as far up as a program can go. */
const scrolled = (rows: number) => Array.from({ length: rows + 3 }, (_, line) => `line ${line}\r\n`).join('');

async function asSeen(bytes: string, size: Size): Promise<string[]> {
  const terminal = new headless.Terminal({ ...size, scrollback: 5_000, convertEol: true, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  const { active } = terminal.buffer;
  const lines: string[] = [];
  for (let row = 0; row < active.length; row += 1) {
    const line = active.getLine(row);
    const text = line?.translateToString(true) ?? '';
    if (line?.isWrapped) lines.push(`${lines.pop() ?? ''}${text}`);
    else lines.push(text);
  }
  terminal.dispose();
  return lines;
}

function reduced(chunks: readonly Uint8Array[], size: Size): string[] {
  const reducer = new TextReducer(size);
  const lines: string[] = [];
  for (const chunk of chunks) {
    reducer.push(chunk);
    lines.push(...reducer.take().map(({ text }) => text));
  }
  reducer.finish();
  return [...lines, ...reducer.rest().map(({ text }) => text)];
}

/** Tabs as the blanks that a screen shows. */
const untabbed = (line: string) => {
  let text = '';
  for (const character of line) {
    // Wide characters before a tab count twice.
    const column = [...text].reduce((sum, one) => sum + (/[中文ｗ]/.test(one) ? 2 : /\u0301/.test(one) ? 0 : 1), 0);
    text += character === '\t' ? ' '.repeat(8 - (column % 8)) : character;
  }
  return text;
};

const trimmed = (lines: readonly string[]) => {
  const kept = lines.map((line) => untabbed(line).trimEnd());
  while (kept.at(-1) === '') kept.pop();
  return kept;
};

function splitAnywhere(bytes: Uint8Array, numbers: Seeded): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = numbers.pick([1, 2, 3, 7, 50]);
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

const wide = { cols: 2_000, rows: 50 };

describe('output reads as a real terminal emulator shows it', () => {
  it.each([
    ['redrawn lines', wide, LINE_PIECES, 200],
    ['redrawn lines that wrap', { cols: 23, rows: 50 }, withoutTabs(LINE_PIECES), 300],
    ['redraws of several lines', wide, PAGE_PIECES, 200],
    ['redraws of several lines that wrap', { cols: 23, rows: 20 }, withoutTabs(PAGE_PIECES), 300],
  ] as const)('%s', async (_, size, pieces, seeds) => {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const bytes = `${scrolled(size.rows)}\x1b7${random(seed, pieces)}`;
      const shown = trimmed(reduced([Buffer.from(bytes)], size));
      expect(shown, `seed ${seed}: ${JSON.stringify(bytes.slice(-1_500))}`).toEqual(trimmed(await asSeen(bytes, size)));
    }
  });

  it('progress as docker, npm, pip and curl draw it, between ordinary lines', async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const numbers = new Seeded(seed);
      const programs = Array.from({ length: 12 }, () => {
        const program = PROGRAMS[numbers.number(PROGRAMS.length)];
        return numbers.number(3) === 0 ? `log line ${numbers.number(1_000)}\r\n` : (program?.(numbers) ?? '');
      });
      const bytes = scrolled(50) + programs.join('');
      expect(trimmed(reduced([Buffer.from(bytes)], wide)), `seed ${seed}`).toEqual(trimmed(await asSeen(bytes, wide)));
    }
  });
});

describe('output that comes in pieces', () => {
  it('reads the same wherever it is split', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const numbers = new Seeded(seed);
      const bytes = Buffer.from(random(seed, PAGE_PIECES));
      const size = numbers.pick([wide, { cols: 17, rows: 5 }]);
      expect(reduced(splitAnywhere(bytes, numbers), size), `seed ${seed}`).toEqual(reduced([bytes], size));
    }
  });

  it('reads the same wherever it is split when it is no text at all', () => {
    const likely = [
      0x1b, 0x5b, 0x5d, 0x50, 0x3b, 0x3f, 0x31, 0x41, 0x4a, 0x4b, 0x6d, 0x07, 0x08, 0x09, 0x0a, 0x0d,
    ] as const;
    for (let seed = 1; seed <= 400; seed += 1) {
      const numbers = new Seeded(seed);
      const bytes = Uint8Array.from({ length: 600 }, () =>
        numbers.number(2) === 0 ? numbers.pick(likely) : numbers.number(256),
      );
      const size = numbers.pick([wide, { cols: 17, rows: 5 }]);
      expect(reduced(splitAnywhere(bytes, numbers), size), `seed ${seed}`).toEqual(reduced([bytes], size));
    }
  });
});
