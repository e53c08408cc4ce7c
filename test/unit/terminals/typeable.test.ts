import { describe, expect, it } from 'vitest';
import { typeableLines } from '../../../main/terminals/typeable.ts';

describe('what may be typed', () => {
  it.each([
    ['ls\n', ['ls']],
    ['a\r\nb', ['a', 'b']],
    ['cat <<E\none\n\nE', ['cat <<E', 'one', '', 'E']],
    ['reb\\\noot', ['reboot']],
    ['echo a\\\\\nb', ['echo a\\\\', 'b']],
    ['ls\t-l', ['ls    -l']],
    ['echo 日本 😀', ['echo 日本 😀']],
  ])('%j becomes %j', (command, lines) => {
    expect(typeableLines(command)).toEqual(lines);
  });

  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['echo \x1b[200~', 'control'],
    ['echo \u009b', 'control'],
    ['echo "a\tb"', 'tab'],
    ['cat <<E\n\tx\nE', 'tab'],
    ['x'.repeat(1001), '1001 bytes'],
    ['é'.repeat(501), '1002 bytes'],
    ['x\n'.repeat(21), '21 lines'],
    ['\ud800', 'surrogate'],
  ])('%j is refused', (command, why) => {
    expect(() => typeableLines(command)).toThrow(
      expect.objectContaining({ code: 'command-not-typeable', message: expect.stringContaining(why) }),
    );
  });
});
