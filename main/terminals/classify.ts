import { lastLine, promptLine } from './plain-text.ts';
import type { InputKind } from './terminal-model.ts';

/** What is known about a program that has been quiet for a while. */
export interface QuietProgram {
  /** The end of its output, escape sequences included; 4 KiB are plenty. */
  readonly tail: string;
  readonly alternateScreen: boolean;
  /** Cursor addressing with a hidden cursor since the program started. */
  readonly addressing: boolean;
  /** A line editor is on (DECSET 2004 is newer than its reset). */
  readonly bracketedPaste: boolean;
}

/** Quiet before the first look, and before a nested shell's prompt is believed (command-engine §E, §A "marks lost"). In ms. */
export const quietBeforeLook = 300;
export const quietBeforeForeignPrompt = 1500;

// Patterns of command-engine §L; the order of tests is §E.
const password =
  /(password|passphrase|pass phrase|passcode|verification code|one-time|(?<![a-z])(PIN|OTP|secret|token)(?![a-z])|密码|口令|验证码)[^\r\n]{0,60}[:：]\s*$/i;
const confirm =
  /([[(]\s*(y(es)?\s*\/\s*n(o)?(\/[^\])]*)?|n\s*\/\s*y)\s*[\])]\s*\??:?\s*$|\[confirm\]\s*$|(overwrite|remove|replace|continue|proceed|delete|是否|确定|确认|继续)[^\r\n]*[?？]\s*$)/i;
const anyKey = /(press|hit|strike|按)[^\r\n]*(key|enter|return|键)[^\r\n]*$/i;
const pager =
  /(--More--|--更多--|\(END\)|lines \d+-\d+|Manual page .*line \d+|\(press h for help|^:\s*$|--\s*More\s*--|<--- More --->)/;
const repl = /^(>>> |\.\.\. |\(gdb\) |sqlite> |mysql> |MariaDB \[[^\]]*\]> |[\w-]+[=-][#>] |ftp> |irb[^>]*> |> |#\? )$/;
const shellPrompt = /^[^\r\n]{0,120}[$#%>❯➜»] ?$/;
// `less` shows its file name in reverse video at the bottom.
const reversedEnd = /\x1b\[7m[^\x1b\r\n]+(?:\x1b\[[0-9;]*[mK])*\s*$/;

/** What the program seems to wait for; null: it runs. Never decided on silence alone. */
export function classifyQuiet(program: QuietProgram): InputKind | null {
  const line = lastLine(program.tail);
  if (pager.test(line) || (program.alternateScreen && reversedEnd.test(program.tail))) return 'pager';
  if (program.alternateScreen || program.addressing) return 'fullscreen';
  if (anyKey.test(line)) return 'any-key';
  if (password.test(line)) return 'password';
  if (confirm.test(line)) return 'confirm';
  if (repl.test(line)) return 'repl';
  const prompt = looksLikePrompt(promptLine(program.tail));
  if (program.bracketedPaste) return prompt ? 'foreign-prompt' : 'repl';
  if (prompt) return 'foreign-prompt';
  return /[:?>)\]：？] ?$/.test(line) ? 'plain' : null;
}

/** A line that a shell could have left the cursor on. */
export function looksLikePrompt(line: string): boolean {
  return shellPrompt.test(line);
}

export interface ClassifiedTail {
  readonly input: InputKind | null;
  readonly line: string;
}

export function lookAtTail(program: QuietProgram): ClassifiedTail {
  return { input: classifyQuiet(program), line: lastLine(program.tail).trimEnd() };
}
