import { DrawbridgeError } from '../errors/drawbridge-error.ts';

const minutes = (ms: number): string => `${Math.max(1, Math.ceil(ms / 60_000))} min`;

/** `leftMs`: how long the question still stands. */
export const pendingApproval = (leftMs: number): DrawbridgeError =>
  new DrawbridgeError({
    code: 'pending-approval',
    message: `Nothing was typed yet: the person has not answered Drawbridge's question, which stands for ${minutes(leftMs)} more.`,
    nextStep:
      'Tell the person that Drawbridge waits for them, and call again with exactly the same arguments; their answer is kept for 5 minutes. Do not try another way.',
    actor: 'person',
  });

export const declinedByPerson = (reason: string): DrawbridgeError =>
  new DrawbridgeError({
    code: 'declined-by-person',
    message: `Nothing was typed: the person refused it${reason === '' ? ', without a reason.' : `. Their reason: ${reason}`}`,
    nextStep: 'Do not repeat it or get around it; ask the person what they want instead.',
    actor: 'person',
  });

export const approvalTimedOut = (): DrawbridgeError =>
  new DrawbridgeError({
    code: 'approval-timed-out',
    message: 'Nothing was typed: the person did not answer within 5 minutes.',
    nextStep: 'Tell the person what you want to run, and call again when they are there.',
    actor: 'person',
  });

export const couldNotAsk = (): DrawbridgeError =>
  new DrawbridgeError({
    code: 'could-not-ask',
    message:
      'Nothing was typed: on this site the person is asked before each command, and this Drawbridge has no window to ask in.',
    nextStep:
      'Tell the person to run Drawbridge where there is a display, or to start it here with --allow-commands, which lets every command pass.',
    actor: 'person',
  });

export const tooManyQuestions = (): DrawbridgeError =>
  new DrawbridgeError({
    code: 'could-not-ask',
    message: 'Nothing was typed: as many questions as a person can follow wait already.',
    nextStep: 'Wait until the person has answered some of them, then call again.',
    actor: 'agent',
  });

export const questionWithdrawn = (): DrawbridgeError =>
  new DrawbridgeError({
    code: 'cancelled',
    message:
      'Nothing was typed: the question to the person was withdrawn, because what it was about is gone: the sign-in, or the terminal.',
    nextStep: 'Call again; the person is asked anew.',
    actor: 'agent',
  });
