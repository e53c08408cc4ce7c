import { expect, it } from 'vitest';
import { TerminalOutput } from '../../../main/terminals/terminal-output.ts';

it('the screen behind a flood begins with no part of an escape sequence', async () => {
  for (let shift = 0; shift < 60; shift += 20) {
    const output = new TerminalOutput({ cols: 200, rows: 50 }, () => {});
    // Links around single letters: what is looked at begins in the middle of one, and no line end is near.
    const link = '\x1b]8;;http://host.example/path/to/a/page/that/is/long\x1b\\y';
    output.append(Buffer.from(`${'x'.repeat(shift)}${link.repeat(20_000)}`));
    const { lines } = await output.screenText();
    expect(lines.join('')).toMatch(/^y+$/);
    output.dispose();
  }
});

it('a title that a program left open ends at the mark behind it', async () => {
  const output = new TerminalOutput({ cols: 200, rows: 50 }, () => {});
  output.append(Buffer.from('text\x1b]0;never'));
  output.endOpenSequence();
  output.append(Buffer.from('\r\nprompt$ '));
  const { lines } = await output.screenText();
  expect(lines.slice(0, 2)).toEqual(['text', 'prompt$']);
  expect(output.read(0, 1_000, false).text).toBe('text\nprompt$ ');
  const { end } = output;
  output.endOpenSequence();
  expect(output.end).toBe(end);
  output.dispose();
});
