import { isRecorded } from '../terminals/recorded-answer.ts';
import type { InputKind, ReviewStep } from '../terminals/terminal-model.ts';

/** What an agent can do where a program waits for input: what may be sent, by what means, and what is better. */
export function inputHint(input: InputKind, line: string, terminalId: string): string {
  const write = `jms_write_terminal_session session_handle=${terminalId}`;
  const interrupt = `jms_interrupt_terminal_session session_handle=${terminalId}`;
  switch (input) {
    case 'password':
      return isRecorded(line)
        ? `Next: agents do not type secrets, and at this prompt JumpServer would record the answer in clear: tell the person so. Stop it with ${interrupt}; better is a form that asks nothing.`
        : `Next: agents do not type secrets. Tell the person what it asks for, or stop it with ${interrupt} and use a form that needs none (sudo -n, a key, a file with the credentials).`;
    case 'confirm':
      return `Next: answer as it asks, ${write} text=y (or n, yes, no), sent with Enter; or ${interrupt}. Better next time: the option that does not ask (-y, -f, --batch).`;
    case 'any-key':
      return `Next: ${write} key=space (or enter), or ${interrupt}.`;
    case 'pager':
      return `Next: ${write} with key space (next page), page-up, or q (leave); to get all at once, turn paging off first ("| cat", "terminal length 0").`;
    case 'continuation':
      return `Next: the rest of the line, ${write} text=…, or key ctrl-c to give it up.`;
    case 'repl':
      return `Next: no text is typed into interpreters, named keys alone; key ctrl-d leaves it, or ${interrupt}. Run it without a prompt instead: python3 -c '…', psql -c '…', mysql -e '…', sqlite3 FILE '…'.`;
    case 'fullscreen':
      return `Next: see it with jms_read_terminal_session session_handle=${terminalId} view=screen; named keys alone reach it (arrows, enter, tab, escape, q, ctrl-x, f1 to f10); leave it with ${interrupt}. Better next time: a form that prints and ends (top -b -n 1, cat, sed).`;
    case 'foreign-prompt':
      return `Next: this is another shell, where exit codes are unknown: ${write} text=… runs a command in it, key ctrl-d leaves it; or ${interrupt}.`;
    case 'plain':
      return `Next: answer with ${write} text=… (sent with Enter), or stop it with ${interrupt}.`;
    default:
      return input satisfies never;
  }
}

/** The same where JumpServer holds a command back. */
export function reviewHint(step: ReviewStep, terminalId: string, read: string): string {
  const cancel = `cancel with jms_interrupt_terminal_session session_handle=${terminalId}`;
  return step === 'ticket'
    ? `Next: tell the person who reviews it; wait with ${read} wait_seconds=300, or ${cancel}.`
    : `Next: the person answers in Drawbridge's window, nobody else may; wait with ${read} wait_seconds=300, or ${cancel}.`;
}

export const reviewHeadline: Readonly<Record<ReviewStep, string>> = {
  warning: 'not run yet: JumpServer calls it risky and asks the person whether to run it',
  review: 'not run yet: JumpServer wants it reviewed and asks the person whether to request that',
  ticket: "not run yet: it waits for JumpServer's reviewers",
};
