/** Prompts whose answer KoKo leaves out of its record (command-engine §E, "Audit of answers"). */
const known =
  /(password:\s*$|password for [^:]*:\s*$|enter passphrase for|passphrase for key|请输入密码|密码[:：]\s*$)/i;

/**
 * Whether JumpServer leaves the answer to this prompt out of its record. At any other prompt it is stored in clear, echo or
 * not: `Secret token:`, `PIN:`.
 */
export function answerIsHidden(prompt: string): boolean {
  return known.test(prompt);
}
