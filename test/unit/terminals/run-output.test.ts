import { describe, expect, it } from 'vitest';
import { OutputRing } from '../../../main/terminals/output-ring.ts';
import { afterEcho, outputEnd } from '../../../main/terminals/run-output.ts';

function ringOf(text: string): OutputRing {
  const ring = new OutputRing();
  ring.append(Buffer.from(text));
  return ring;
}

const zshTail = `\x1b[1m\x1b[7m%\x1b[27m\x1b[1m\x1b[0m${' '.repeat(199)}\r \r\r\x1b[0m\x1b[27m\x1b[24m\x1b[J`;

const fishTail = `\x1b[2m⏎\x1b(B\x1b[m${' '.repeat(199)}\r⏎ \r\x1b[K\x1b[?2004h\x1b]0;/tmp\x07\x1b[30m\x1b(B\x1b[m`;

describe("what a shell prints for its own prompt is not a run's output", () => {
  it.each([
    ['bash', 'hi\r\n', '\x1b[?2004h'],
    ['bash, no line end', 'hi', '\x1b[?2004h'],
    ['zsh', 'hi\r\n', zshTail],
    ['zsh without PROMPT_SP', 'hi\r\n', '\r\x1b[0m\x1b[27m\x1b[24m\x1b[J'],
    ['fish', 'hi\r\n', fishTail],
    ['fish, no line end', 'hi', fishTail],
    ['bash in a venv', 'hi\r\n', '\x1b[?2004h(venv) '],
    ['bash in a venv, no line end', 'hi', '\x1b[?2004h(venv) '],
    ['bash in an environment with a colour', 'hi\r\n', '\x1b[?2004h\x1b[32m(base)\x1b[0m '],
    ['zsh in a venv', 'hi\r\n', `${zshTail}(venv) `],
    ['bash, after a program that turned paste on itself', '\x1b[?2004hhi\x1b[?2004l', '\x1b[?2004h'],
    ['dash', 'hi\r\n', ''],
    ['a program that ends so itself', 'hi\x1b[0m\r\n', ''],
  ])('%s', (_, output, tail) => {
    const ring = ringOf(output + tail);
    expect(outputEnd(ring, 0, ring.end)).toBe(output.length);
  });

  it.each([
    ['echo hi\r\nhi\r\n', 'echo hi\r\n'],
    ['echo a long\r\r\n line\r\nhi\r\n', 'echo a long\r\r\n line\r\n'],
    ['echo hi\r\n\x1b[?2004l\rhi\r\n', 'echo hi\r\n\x1b[?2004l'],
    ['echo hi\r\r\nhi\r\n', 'echo hi\r\r\n'],
    ['echo ?? hi\r\nhi\r\n', 'echo ?? hi\r\n'],
  ])('the echo of %j ends behind %j', (region, echo) => {
    const line = region.includes('a long') ? 'echo a long line' : region.includes('?') ? 'echo 中文 hi' : 'echo hi';
    expect(afterEcho(ringOf(region), 0, line)).toBe(echo.length);
  });

  it('the echo of a line that repeats itself ends behind all of it, also where it wraps', () => {
    const line = `echo ${'abcdefghij'.repeat(20)}`;
    const echo = `echo ${'abcdefghij'.repeat(15)}abc\r\r\ndefghij${'abcdefghij'.repeat(4)}\r\n`;
    expect(afterEcho(ringOf(`${echo}output\r\n`), 0, line)).toBe(echo.length);
  });

  it('has no end while the echo is under way', () => {
    expect(afterEcho(ringOf('echo h'), 0, 'echo hi')).toBeNull();
  });
});
