import { expect, test } from 'vitest';
import { hiddenCount, textParts, visibleText } from '../../../renderer/view/hidden-characters.ts';

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

test('a name from outside is one line with nothing hidden in it', () => {
  expect(visibleText('web-01\n\u202egnp.exe')).toBe('web-01 ⟨U+202E⟩gnp.exe');
  expect(visibleText('数据库-01')).toBe('数据库-01');
});
