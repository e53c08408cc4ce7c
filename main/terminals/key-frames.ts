import { halfCharacters } from './typeable.ts';

/** What a terminal emulator sends for one key: an escape sequence, Alt with a key, Enter, or one character. */
const oneKey = /\x1b\[[0-?]*[ -/]*[@-~]|\x1bO[ -~]|\x1b[^\x1b\r\n]|\r\n|[\s\S]/gu;
/** Says that the window came to the front or left it: nobody pressed that. */
const focusReport = /^\x1b\[[IO]$/;
/** Around a paste that the emulator made; a paste goes another way (command-engine §G1 #6). */
const pasteMark = /^\x1b\[20[01]~$/;

/**
 * A frame a key, as KoKo's rules want it (command-engine §G2): the carriage return always alone, and never a line feed as
 * Enter (§G1 #9).
 */
export function keyFrames(data: string): readonly string[] {
  const keys = data.match(oneKey) ?? [];
  return keys
    .filter((key) => !focusReport.test(key) && !pasteMark.test(key) && !halfCharacters.test(key))
    .map((key) => (key === '\n' || key === '\r\n' ? '\r' : key));
}
