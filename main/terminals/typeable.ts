import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** UTF-8 bytes of one typed line; KoKo reads 1,024 at a time and a split line blinds its rules (command-engine §G1 #11). */
export const longestLine = 1000;
export const mostLines = 20;
/** Never part of a typed text: a terminal, a shell or KoKo takes them for something else (§G1 #6 to #12). */
export const controlCharacters = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/;
/** Half a character cannot be sent. */
export const halfCharacters = /\p{Cs}/u;

/**
 * The lines to type for a command, each ended by a lone carriage return (command-engine §G2.3).
 * Throws `command-not-typeable`: control bytes, tabs where they have a meaning, lines over 1,000 bytes, more than 20 lines.
 */
export function typeableLines(command: string): readonly string[] {
  const text = command
    .replace(/\r\n?/g, '\n')
    .replace(/\n+$/, '')
    // Each half would be checked by JumpServer alone (§G1 #16).
    .replace(/(?<!\\)((?:\\\\)*)\\\n/g, '$1');
  if (text.trim() === '') throw notTypeable('The command is empty.', 'Give a command.');
  if (text.includes('\t') && /['"]|<</.test(text)) {
    throw notTypeable(
      'The command has a tab inside quotes or a here-document; a typed tab would complete words instead.',
      "Use spaces, or printf '\\t' where a tab is meant.",
    );
  }
  const spaced = text.replace(/\t/g, '    ');
  if (controlCharacters.test(spaced.replaceAll('\n', ''))) {
    throw notTypeable('The command has control characters.', 'Write them as escapes, for example with printf.');
  }
  if (halfCharacters.test(spaced)) {
    throw notTypeable('The command has half a character (a lone surrogate).', 'Send valid Unicode text.');
  }
  const lines = spaced.split('\n');
  if (lines.length > mostLines) {
    throw notTypeable(
      `The command has ${lines.length} lines; at most ${mostLines} can be typed.`,
      'Split it into several calls, join statements with ";" and "&&", or run it as a script with asFile: true.',
    );
  }
  const long = lines.find((line) => Buffer.byteLength(line) > longestLine);
  if (long !== undefined) {
    throw notTypeable(
      `A line of the command has ${Buffer.byteLength(long)} bytes; at most ${longestLine} can be typed.`,
      'Split the line, or build the value in several steps with shell variables.',
    );
  }
  return lines;
}

/** Columns that `text` takes at most: East Asian characters and emoji take two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += (character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
  return columns;
}

function notTypeable(message: string, nextStep: string): DrawbridgeError {
  return new DrawbridgeError({ code: 'command-not-typeable', message, nextStep, actor: 'agent' });
}
