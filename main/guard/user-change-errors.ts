import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { TerminalSummary } from '../terminals/terminal-model.ts';
import { ApprovalProblem } from './approval-errors.ts';

export const noShellToLeave = (): DrawbridgeError =>
  new DrawbridgeError({
    code: 'write-not-allowed',
    message: 'This is the login shell: no user was switched to in it, and leaving it would close the terminal.',
    nextStep: 'Close the terminal with jms_close_terminal_session if you are done with it.',
    actor: 'agent',
  });

export const terminalNotIdle = ({ id, state }: TerminalSummary): DrawbridgeError =>
  new DrawbridgeError({
    code: state.kind === 'closed' ? 'terminal-closed' : 'terminal-busy',
    message: `Terminal ${id} does not wait for a command (${state.kind}).`,
    nextStep: 'Wait for what runs there, or interrupt it; or open another terminal.',
    actor: 'agent',
    candidates: [id],
  });

export const terminalWithoutReports = (): DrawbridgeError =>
  new DrawbridgeError({
    code: 'write-not-allowed',
    message: 'The shell of this terminal does not report its user, so a change of it could not be verified.',
    nextStep: 'Tell the person; they can change the user in JumpServer by another account.',
    actor: 'person',
  });

/** `id`: the change's own, over all that the person is asked in it. `leftMs`: how long it may still take them. */
export const changeGoesOn = (id: string, leftMs: number): ApprovalProblem =>
  new ApprovalProblem(
    { outcome: 'pending', approval_id: id, seconds_left: Math.max(0, Math.ceil(leftMs / 1_000)) },
    {
      message: `The change of user (${id}) is not done yet: Drawbridge waits for the person, who is asked in its window.`,
      nextStep: `Tell the person that Drawbridge waits for them, and wait with jms_wait_for_approval (approval_id ${id}), or call again with exactly the same arguments, to hear how it ended. Type nothing into that terminal meanwhile.`,
    },
  );

export const otherChange = (): DrawbridgeError =>
  new DrawbridgeError({
    code: 'terminal-busy',
    message: 'Another change of user goes on in this terminal.',
    nextStep: 'Call again with the arguments of that one, or interrupt it with jms_interrupt_terminal_session.',
    actor: 'agent',
  });

export const changeGivenUp = (): DrawbridgeError =>
  new DrawbridgeError({
    code: 'cancelled',
    message: 'The change of user was given up: nobody waited for it any more, or its terminal was closed.',
    nextStep: 'Look at the terminal, and call again.',
    actor: 'agent',
  });
