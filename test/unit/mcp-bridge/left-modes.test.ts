import { expect, test } from 'vitest';
import { LeftModes } from '../../../mcp-bridge/left-modes.ts';

function undo(...chunks: readonly string[]): string {
  const modes = new LeftModes();
  for (const chunk of chunks) modes.push(Buffer.from(chunk));
  return modes.undo();
}

test('nothing is put back where a program put back all itself', () => {
  expect(undo('\x1b[?1049h\x1b[?25l\x1b=', 'text', '\x1b[?25h\x1b[?1049l\x1b>')).toBe('');
  expect(undo('\x1b[1;31mred\x1b[0m')).toBe('');
});

test('what was left on is put back, also where a sequence came in two pieces', () => {
  expect(undo('\x1b[?1049;1006h\x1b[?2', '5l', '\x1b', '=')).toBe('\x1b[?1049l\x1b[?1006l\x1b[?25h\x1b>\x1b[0m');
});
