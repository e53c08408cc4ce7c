/**
 * Prompts whose answer JumpServer leaves out of its record (command-engine §E, "audit of answers"). An answer at any other
 * prompt is stored in clear, for every auditor to read.
 */
const unrecorded = [
  /password:\s*$/i,
  /\[sudo\] password for/i,
  /enter passphrase for/i,
  /passphrase for key/i,
  /请输入密码/,
];

/** True where JumpServer would store what is typed behind this line. */
export const isRecorded = (promptLine: string): boolean => !unrecorded.some((pattern) => pattern.test(promptLine));
