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
    ['abcdef\rab\x1b[K', 'ab'],
    ['abcdef\r\x1b[32m\x1b[Kok\x1b[0m', 'ok'],
    ['abcdef\x1b[2K\rok', 'ok'],
    ['abcdef\x1b[1Gok', 'okcdef'],
    ['abc\x1b[2DX', 'aXc'],
    ['a\x1b[3Cb', 'a   b'],
    ['中文字\rab', 'ab文字'],
    ['a中\b\b\bb', 'b中'],
    ['e\u0301x\ra', 'ax'],
    ['abcdefghij\r\tX', 'abcdefghXj'],
    ['abcdef\x1b[3D\x1b[1K', '    ef'],
    ['a\x1b[999999999Cb\r\x1b[K', ''],
  ])('%j reads %j', (raw, plain) => {
    expect(plainString(raw)).toBe(plain);
  });
});
