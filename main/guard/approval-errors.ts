import { type Actor, DrawbridgeError } from '../errors/drawbridge-error.ts';

/** The same for programs: how a request to the person stands. */
export type ApprovalFacts =
  | { readonly outcome: 'pending'; readonly approval_id: string; readonly seconds_left: number }
  | { readonly outcome: 'declined'; readonly approval_id: string; readonly reason: string }
  | { readonly outcome: 'timed-out'; readonly approval_id: string }
  | { readonly outcome: 'could-not-ask'; readonly why: 'no-window' | 'too-many-questions' };

const codes = {
  pending: 'pending-approval',
  declined: 'declined-by-person',
  'timed-out': 'approval-timed-out',
  'could-not-ask': 'could-not-ask',
} as const;

/** Nothing was done, because the person has not said yes. */
export class ApprovalProblem extends DrawbridgeError {
  readonly facts: ApprovalFacts;

  constructor(facts: ApprovalFacts, words: { readonly message: string; readonly nextStep: string; actor?: Actor }) {
    super({ code: codes[facts.outcome], actor: 'person', ...words });
    this.facts = facts;
  }
}

const minutes = (ms: number): string => `${Math.max(1, Math.ceil(ms / 60_000))} min`;

/** `leftMs`: how long the question still stands. */
export const pendingApproval = (id: string, leftMs: number): ApprovalProblem =>
  new ApprovalProblem(
    { outcome: 'pending', approval_id: id, seconds_left: Math.max(0, Math.ceil(leftMs / 1_000)) },
    {
      message: `Nothing was done yet: the person has not answered Drawbridge's question (${id}), which stands for ${minutes(leftMs)} more.`,
      nextStep: `Tell the person that Drawbridge waits for them, and wait with jms_wait_for_approval (approval_id ${id}), or call again with exactly the same arguments; their answer is kept for 5 minutes, and it runs only while such a call waits. Do not try another way.`,
    },
  );

export const declinedByPerson = (id: string, reason: string): ApprovalProblem =>
  new ApprovalProblem(
    { outcome: 'declined', approval_id: id, reason },
    {
      message: `Nothing was done: the person refused it${reason === '' ? ', without a reason' : ''}.`,
      nextStep: 'Do not repeat it or get around it; ask the person what they want instead.',
    },
  );

export const approvalTimedOut = (id: string): ApprovalProblem =>
  new ApprovalProblem(
    { outcome: 'timed-out', approval_id: id },
    {
      message: 'Nothing was done: the person did not answer within 5 minutes.',
      nextStep: 'Tell the person what you want to run, and call again when they are there.',
    },
  );

export const couldNotAsk = (): ApprovalProblem =>
  new ApprovalProblem(
    { outcome: 'could-not-ask', why: 'no-window' },
    {
      message: 'Nothing was done: on this site the person is asked first, and this Drawbridge has no window to ask in.',
      nextStep:
        'Tell the person to run Drawbridge where there is a display, or to start it here with --allow-commands, which lets everything pass.',
    },
  );

export const tooManyQuestions = (): ApprovalProblem =>
  new ApprovalProblem(
    { outcome: 'could-not-ask', why: 'too-many-questions' },
    {
      message: 'Nothing was done: as many questions as a person can follow wait already.',
      nextStep: 'Wait until the person has answered some of them, then call again.',
      actor: 'agent',
    },
  );

export const questionWithdrawn = (): DrawbridgeError =>
  new DrawbridgeError({
    code: 'cancelled',
    message:
      'Nothing was done: the question to the person was withdrawn, because what it was about is gone: the sign-in, or the terminal.',
    nextStep: 'Call again; the person is asked anew.',
    actor: 'agent',
  });
