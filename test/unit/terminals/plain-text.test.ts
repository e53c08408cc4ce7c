import { describe, expect, it } from 'vitest';
import { lastLine, plainString } from '../../../main/terminals/plain-text.ts';

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

const apt = (percent: number) => `\x1b7\x1b[50;0f\x1b[42m\x1b[30mProgress: [ ${percent}%]\x1b[49m\x1b[39m [##..] \x1b8`;

describe('programs that draw on more than one line', () => {
  it.each([
    [
      'redraw their lines',
      'one: 1%\r\ntwo: 1%\r\n\x1b[2A\x1b[2Kone: done\r\n\x1b[2Ktwo: done\r\n',
      'one: done\ntwo: done\n',
    ],
    ['take lines back', 'a\r\nb\r\n\x1b[2A\x1b[Jc\r\n', 'c\n'],
    ['draw above where the reading begins', '\x1b[2A\x1b[2Ktwo up\x1b[2B\rnew\r\n', 'two up\nnew\n'],
    [
      'keep a status line by address',
      `${apt(1)}Unpacking a\r\n${apt(50)}Unpacking b\r\n`,
      'Unpacking a\nUnpacking b\n',
    ],
    ['are in the middle of a status line', 'log\r\n\x1b7\x1b[50;0fProgress: [ 1%]', 'log\n\nProgress: [ 1%]'],
    ['go on by address', 'log\x1b7\x1b[1;1Ha\x1b[2;1Hb', 'log\na\nb'],
    ['clear the screen: nothing that was printed is lost', 'before\r\n\x1b[H\x1b[2J\x1b[3Jafter', 'before\nafter'],
    ['draw on the other screen', 'before\x1b[?1049h\x1b[1;1Hpage\x1b[?1049lafter', 'before\npage\nafter'],
    ['repeat a character', '=\x1b[4b>', '=====>'],
    ['never end a title', `\x1b]0;${'x'.repeat(70_000)}`, `0;${'x'.repeat(70_000)}`],
    ['begin a title anew', '\x1b]0;one\x1b]0;two\x07text', 'text'],
    ['break a sequence off', 'a\x1b[3\x1b[1mb', 'ab'],
  ])('%s', (_, raw, plain) => {
    expect(plainString(raw)).toBe(plain);
  });

  it('the line of the cursor is the one that waits for an answer', () => {
    expect(lastLine('? Which one\r\n  first\r\n  second\x1b[2A\r? Which one ')).toBe('? Which one ');
    expect(lastLine('Downloading 10%\rProceed? [y/N]  ')).toBe('Proceed? [y/N]  ');
  });
});
