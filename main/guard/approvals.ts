import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { QuestionOutcome, Questions } from './question.ts';

/** An approval that nobody came back for lapses (design §6). */
const LAPSES_MS = 5 * 60_000;

export interface ApprovalRequest {
  readonly site: string;
  /** As the agent calls itself: a claim. */
  readonly agent: string;
  readonly agentId: string;
  /** `asset · account` */
  readonly target: string;
  /** Exactly what is typed. */
  readonly command: string;
  /** What else the approval binds: ids of site, asset, account and terminal, user and directory. Changed ones ask anew. */
  readonly bound: readonly string[];
}

interface Pending {
  readonly outcome: Promise<QuestionOutcome>;
  /** The answer, once it is there, until a call took it. */
  settled: { readonly outcome: QuestionOutcome; readonly at: number } | null;
}

export interface ApprovalsPorts {
  readonly questions: Questions;
  readonly clock: Clock;
}

/** Approvals of single acts: asked once, used once, kept for the call that comes back for them. */
export class Approvals {
  readonly #ports: ApprovalsPorts;
  readonly #pending = new Map<string, Pending>();
  #open = new AbortController();

  constructor(ports: ApprovalsPorts) {
    this.#ports = ports;
  }

  /**
   * Resolves when the person said yes. Throws `pending-approval` when they have not answered within `patienceMs` (the same
   * request joins the question), `declined-by-person`, `approval-timed-out`, `could-not-ask`, or the signal's reason.
   */
  async ask(request: ApprovalRequest, patienceMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const key = JSON.stringify([request.agentId, request.command, ...request.bound]);
    for (;;) {
      const pending = this.#current(key) ?? this.#begin(key, request);
      await this.#within(pending.outcome, patienceMs, signal);
      // One answer serves one call: whoever came second asks again.
      if (this.#pending.get(key) !== pending || !pending.settled) continue;
      this.#pending.delete(key);
      const { outcome } = pending.settled;
      if (outcome.kind === 'answered') return;
      throw refusal(outcome);
    }
  }

  /** Takes every question back; whoever waits gets the reason. */
  withdraw(reason: Error): void {
    this.#open.abort(reason);
    this.#open = new AbortController();
    this.#pending.clear();
  }

  #current(key: string): Pending | undefined {
    const pending = this.#pending.get(key);
    if (!pending?.settled || this.#ports.clock.now() - pending.settled.at < LAPSES_MS) return pending;
    this.#pending.delete(key);
    return undefined;
  }

  #begin(key: string, { site, agent, target, command }: ApprovalRequest): Pending {
    const { questions, clock } = this.#ports;
    for (const old of this.#pending.keys()) this.#current(old);
    const outcome = questions.ask({ topic: 'run-command', site, agent, target, command }, this.#open.signal);
    const pending: Pending = { outcome, settled: null };
    this.#pending.set(key, pending);
    outcome.then(
      (value) => {
        pending.settled = { outcome: value, at: clock.now() };
      },
      () => {
        // Withdrawn: whoever waits has the reason, and nobody else does.
      },
    );
    return pending;
  }

  async #within(outcome: Promise<QuestionOutcome>, ms: number, signal: AbortSignal): Promise<void> {
    let stop = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      const cancel = this.#ports.clock.after(ms, () => reject(pendingApproval()));
      const leave = () => reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      stop = () => {
        cancel();
        signal.removeEventListener('abort', leave);
      };
    });
    try {
      await Promise.race([outcome, late]);
    } finally {
      stop();
    }
  }
}

function pendingApproval(): DrawbridgeError {
  return new DrawbridgeError({
    code: 'pending-approval',
    message: 'The person has been asked whether this may run, and has not answered yet.',
    nextStep: 'Call again with exactly the same arguments: it waits on, and the answer is kept for 5 minutes.',
    actor: 'person',
  });
}

function refusal(outcome: Exclude<QuestionOutcome, { readonly kind: 'answered' }>): DrawbridgeError {
  switch (outcome.kind) {
    case 'declined':
      return new DrawbridgeError({
        code: 'declined-by-person',
        message: `The person refused this${outcome.reason === '' ? '.' : `: ${outcome.reason}`}`,
        nextStep: 'Do not try it another way; tell the person what you wanted it for, or do something else.',
        actor: 'person',
      });
    case 'timed-out':
      return new DrawbridgeError({
        code: 'approval-timed-out',
        message: 'The person did not answer within 5 minutes whether this may run; it was not run.',
        nextStep: 'Go on with other work, or ask the person and call again.',
        actor: 'person',
      });
    case 'could-not-ask':
      return new DrawbridgeError({
        code: 'could-not-ask',
        message: 'Nobody could be asked whether this may run, so it was not run.',
        nextStep:
          'Commands on a real site are asked about in the Drawbridge window. Tell the person: without a display Drawbridge can be started with --allow-commands.',
        actor: 'person',
      });
    default:
      return outcome satisfies never;
  }
}
