import { expect, test } from 'vitest';
import { hiddenCount, textParts } from '../../../renderer/view/hidden-characters.ts';

test('characters that nobody would see are shown by name, and counted', () => {
  const parts = textParts('rm x\u202egz\u200b\u200b\nls\t.');
  expect(parts).toEqual([
    { kind: 'text', text: 'rm x' },
    { kind: 'hidden', code: 'U+202E', count: 1 },
    { kind: 'text', text: 'gz' },
    { kind: 'hidden', code: 'U+200B', count: 2 },
    { kind: 'text', text: '\nls\t.' },
  ]);
  expect(hiddenCount(parts)).toBe(3);
});

test('a plain command is one piece, and nothing is none', () => {
  expect(textParts('echo 你好')).toEqual([{ kind: 'text', text: 'echo 你好' }]);
  expect(textParts('')).toEqual([]);
});
