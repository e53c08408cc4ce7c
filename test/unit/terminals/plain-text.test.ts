import { describe, expect, it } from 'vitest';
import { plainString } from '../../../main/terminals/plain-text.ts';

describe('plain text', () => {
  it.each([
    ['\x1b[1;31mred\x1b[0m\r\n', 'red\n'],
    ['\x1b]0;title\x07text', 'text'],
    ['\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\', 'link'],
    ['  5%\r 50%\r100% done\r\n', '100% done\n'],
    ['long line\r\x1b[Kshort\r\nnext', 'short\nnext'],
    ['ab\b\bcd', 'cd'],
    ['ABCDEF\rxy', 'xyCDEF'],
    ['a\r\r\nb', 'a\nb'],
    ['\x1b(Bx\x0e\x0fy\x07', 'xy'],
    ['tab\there', 'tab\there'],
    ['\x1b]unterminated visible', 'unterminated visible'],
    ['日本\r\n', '日本\n'],
  ])('%j reads %j', (raw, plain) => {
    expect(plainString(raw)).toBe(plain);
  });
});
