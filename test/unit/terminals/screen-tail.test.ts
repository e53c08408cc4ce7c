import { expect, test } from 'vitest';
import { TerminalOutput } from '../../../main/terminals/terminal-output.ts';

function screenOf(text: string): TerminalOutput {
  const output = new TerminalOutput({ cols: 40, rows: 10 }, () => {});
  output.append(Buffer.from(text));
  return output;
}

const texts = (lines: readonly (readonly { readonly text: string }[])[]) =>
  lines.map((line) => line.map(({ text }) => text).join(''));

test('the last lines in use, in their colours, with the cursor', async () => {
  const output = screenOf('one\r\n\x1b[31mred\x1b[0m \x1b[1;92mbright\x1b[0m  \r\n\x1b[7m bar \x1b[0m\r\n$ ');
  const { lines, cursor } = await output.tail(3);
  expect(lines).toEqual([
    [{ text: 'red', colour: 1 }, { text: ' ' }, { text: 'bright', colour: 10, bold: true }],
    [{ text: ' bar ', inverse: true }],
    [{ text: '$' }],
  ]);
  expect(cursor).toEqual({ line: 2, column: 2 });
  output.dispose();
});

test('lines that scrolled out fill the picture; text below the cursor counts, and a cursor above it is not shown', async () => {
  const output = screenOf(Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\r\n'));
  expect(texts((await output.tail(12)).lines)).toEqual(Array.from({ length: 12 }, (_, index) => `line ${index + 18}`));
  output.append(Buffer.from('\x1b[H'));
  const { lines, cursor } = await output.tail(2);
  expect(texts(lines)).toEqual(['line 28', 'line 29']);
  expect(cursor).toBeNull();
  output.dispose();
});

test('wide characters keep their text, colours beyond the 16 are the usual one, hidden text stays hidden', async () => {
  const output = screenOf('数据库 \x1b[38;5;208morange\x1b[0m \x1b[38;2;1;2;3mrgb\x1b[0m \x1b[8msecret\x1b[0m.');
  const { lines } = await output.tail(1);
  expect(texts(lines)).toEqual(['数据库 orange rgb       .']);
  expect(lines[0]?.every(({ colour }: { readonly colour?: number }) => colour === undefined)).toBe(true);
  output.dispose();
});

test('a snapshot says on which of its rows commands were typed, scrolled lines counted in', async () => {
  const output = screenOf('$ ');
  output.runStarts('run_1');
  output.append(Buffer.from(`first\r\n${'out\r\n'.repeat(20)}$ `));
  output.runStarts('run_2');
  output.append(Buffer.from('second\r\n$ '));
  const { data, runs } = await output.snapshot();
  expect(runs).toEqual([
    { id: 'run_1', row: 0 },
    { id: 'run_2', row: 21 },
  ]);
  const rows = data.split('\r\n');
  expect([rows[0], rows[21]]).toEqual(['$ first', '$ second']);
  output.dispose();
});

test('a command that scrolled out for good, or stands behind a full screen, has no row', async () => {
  const output = screenOf('$ ');
  output.runStarts('run_1');
  output.append(Buffer.from('first\r\n'.repeat(400)));
  expect((await output.snapshot()).runs).toEqual([]);
  output.runStarts('run_2');
  output.append(Buffer.from('vi\r\n\x1b[?1049h'));
  expect((await output.snapshot()).runs).toEqual([]);
  output.append(Buffer.from('\x1b[?1049l'));
  expect((await output.snapshot()).runs.map(({ id }) => id)).toEqual(['run_2']);
  output.dispose();
});
