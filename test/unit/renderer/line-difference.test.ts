import { expect, test } from 'vitest';
import { lineDifference } from '../../../renderer/view/line-difference.ts';

test('a difference says line by line what goes and what comes', () => {
  const signs = { same: ' ', gone: '-', new: '+' } as const;
  const shown = (before: string, now: string) =>
    lineDifference(before, now).map(({ kind, text }) => `${signs[kind]}${text}`);
  expect(shown('a\nb\nc\n', 'a\nx\nc\nd\n')).toEqual([' a', '-b', '+x', ' c', '+d']);
  expect(shown('a\n', 'a\n')).toEqual([' a']);
});
