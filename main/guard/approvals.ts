import { type Clock, sleep } from '../errors/clock.ts';
import {
  approvalTimedOut,
  couldNotAsk,
  declinedByPerson,
  pendingApproval,
  questionWithdrawn,
  tooManyQuestions,
} from './approval-errors.ts';
import { type CommandPlace, samePlace } from './command-place.ts';
import type { Finding } from './policy/finding.ts';
import { agentTopics, QUESTION_MS, type QuestionOutcome, type Questions } from './question.ts';
import { StandingPermissions } from './standing-permissions.ts';
import { type Acting, approvalKey, fits, lasts, questionAbout, type WantedTyping } from './wanted-typing.ts';

/** An answer waits this long for the call that uses it (design §6). */
const KEPT_MS = 5 * 60_000;
/** A refusal that was told answers the same call for this long, so that an agent that insists is not a nuisance. */
const REFUSAL_HOLDS_MS = 30_000;
/** A question whose last call was cancelled: hosts cancel when their own patience is over, and then call again. */
const LONELY_MS = 60_000;
/** Of one agent; a person can follow no more, and the others have a right to be asked too. */
const OPEN_PER_AGENT = 8;
const PROGRAMS_KEPT = 500;

export interface Permission {
  /** To be called as the bytes go out. Throws ApprovalVoid; an approval is used once. */
  readonly use: (typing: Acting) => void;
}

/** What was allowed is not what is typed, or not there, or was used already. The person has to be asked anew. */
export class ApprovalVoid extends Error {}

export interface Wait {
  readonly signal: AbortSignal;
  readonly patienceMs: number;
}

type State =
  | { readonly kind: 'asked'; readonly deadline: number; withdraw(): void }
  | { readonly kind: 'allowed'; readonly until: number }
  | { readonly kind: 'declined'; readonly reason: string; readonly until: number }
  | { readonly kind: 'timed-out'; readonly until: number }
  | { readonly kind: 'could-not-ask' }
  | { readonly kind: 'withdrawn' };

/** One question about one thing to type, and its answer until it is used. */
interface Approval {
  /** The question's. */
  readonly id: string;
  readonly wanted: WantedTyping;
  state: State;
  /** Calls that wait for the answer now. */
  waiting: number;
  answered: Promise<void>;
  cancelLonely: () => void;
}

export interface ApprovalsPorts {
  readonly questions: Questions;
  readonly clock: Clock;
}

/**
 * The person's answers about what agents want typed. An approval binds the exact bytes, agent and target, the terminal with
 * its user and directory, is used once, runs only while a call waits or polls, and lapses after 5 minutes (design §6).
 */
export class Approvals {
  readonly #ports: ApprovalsPorts;
  readonly #approvals = new Map<string, Approval>();
  /** Programs whose input was allowed, until they end; a run's id never comes again. */
  readonly #programs = new Set<string>();
  /** What was allowed for some minutes. */
  readonly standing: StandingPermissions;

  constructor(ports: ApprovalsPorts) {
    this.#ports = ports;
    this.standing = new StandingPermissions(ports.clock);
  }

  /** Whether a call of this agent waits for the person now. */
  waits(agentId: string): boolean {
    return this.#all().some(({ wanted, waiting }) => wanted.agent.id === agentId && waiting > 0);
  }

  /** Where this very command was asked about already, so that the call that comes back means the same place. */
  placesAskedFor({ agent, target, what }: WantedTyping): readonly CommandPlace[] {
    if (what.kind !== 'command') return [];
    const standing = this.standing
      .list()
      .filter((one) => approvalKey({ agent, target, what: { ...what, place: one.place } }) === approvalKey(one.wanted))
      .map(({ place }) => place);
    const asked = this.#all().flatMap(({ wanted, state }) =>
      wanted.what.kind === 'command' &&
      (state.kind === 'asked' || state.kind === 'allowed') &&
      approvalKey({ agent, target, what: { ...what, place: wanted.what.place } }) === approvalKey(wanted)
        ? [wanted.what.place]
        : [],
    );
    return [...asked, ...standing];
  }

  /**
   * Asks, or joins the question that stands. Throws `pending-approval` when the patience is over, `declined-by-person`,
   * `approval-timed-out`, `could-not-ask`, or the signal's reason.
   */
  async allow(wanted: WantedTyping, site: string, why: readonly Finding[], wait: Wait): Promise<Permission> {
    const key = approvalKey(wanted);
    if (this.#programs.has(key)) return { use: (typing) => this.#useProgram(key, wanted, typing) };
    const known = this.#known(key, wanted);
    const standing = known === undefined ? this.standing.permitting(wanted) : undefined;
    if (standing !== undefined)
      return {
        use: (typing) => {
          if (!this.standing.use(standing, typing)) throw new ApprovalVoid();
        },
      };
    const approval = known ?? this.#ask(key, wanted, site, why);
    await this.#answer(key, approval, wait);
    const { clock } = this.#ports;
    const { state } = approval;
    switch (state.kind) {
      case 'asked':
        throw pendingApproval(approval.id, state.deadline - clock.now());
      case 'allowed':
        return { use: (typing) => this.#use(key, approval, typing) };
      case 'declined':
        approval.state = { ...state, until: Math.min(state.until, clock.now() + REFUSAL_HOLDS_MS) };
        throw declinedByPerson(approval.id, state.reason);
      case 'timed-out':
        this.#approvals.delete(key);
        throw approvalTimedOut(approval.id);
      case 'could-not-ask':
        throw this.#ports.questions.canAsk ? tooManyQuestions() : couldNotAsk();
      case 'withdrawn':
        throw questionWithdrawn();
      default:
        return state satisfies never;
    }
  }

  /** Takes back every question and answer for which `over` says so. */
  drop(over: (wanted: WantedTyping) => boolean): void {
    this.standing.end(over, 'left');
    for (const [key, approval] of this.#approvals) {
      if (!over(approval.wanted)) continue;
      this.#approvals.delete(key);
      this.#withdraw(approval);
    }
  }

  /** The bridge is raised: what is open is answered with no, and nothing that was allowed holds. */
  refuseAll(reason: string): void {
    const { questions } = this.#ports;
    this.#approvals.clear();
    this.#programs.clear();
    this.standing.end(() => true, 'bridge-raised');
    for (const { id, topic } of questions.open())
      if (agentTopics.includes(topic)) questions.answer(id, { kind: 'refuse', reason });
  }

  dispose(): void {
    this.drop(() => true);
    this.#programs.clear();
    this.standing.dispose();
  }

  #all(): readonly Approval[] {
    return [...this.#approvals.values()];
  }

  /** What stands for this key and is still good; what is not is taken back. */
  #known(key: string, wanted: WantedTyping): Approval | undefined {
    this.#forgetOld();
    const known = this.#approvals.get(key);
    if (known === undefined) return undefined;
    const [asked, now] = [known.wanted.what, wanted.what];
    if (asked.kind !== 'command' || now.kind !== 'command' || samePlace(asked.place, now.place)) return known;
    // User or directory changed: the same words would mean something else.
    this.#approvals.delete(key);
    this.#withdraw(known);
    return undefined;
  }

  #ask(key: string, wanted: WantedTyping, site: string, why: readonly Finding[]): Approval {
    const { questions, clock } = this.#ports;
    const open = this.#all().filter(({ wanted: { agent }, state }) => agent.id === wanted.agent.id && isOpen(state));
    if (open.length >= OPEN_PER_AGENT) throw tooManyQuestions();
    const withdrawal = new AbortController();
    const question = questions.begin(questionAbout(wanted, site, why), withdrawal.signal);
    const approval: Approval = {
      id: question.id,
      wanted,
      state: { kind: 'asked', deadline: clock.now() + QUESTION_MS, withdraw: () => withdrawal.abort() },
      waiting: 0,
      answered: Promise.resolve(),
      cancelLonely: () => {},
    };
    this.#approvals.set(key, approval);
    approval.answered = question.outcome.then(
      (outcome) => {
        approval.cancelLonely();
        approval.state = answerOf(outcome, clock.now());
        if (outcome.kind === 'answered' && outcome.answer.kind === 'allow' && outcome.answer.minutes !== undefined)
          this.standing.give(wanted, outcome.answer.minutes);
        if (approval.state.kind === 'could-not-ask') this.#approvals.delete(key);
      },
      () => {
        approval.state = { kind: 'withdrawn' };
      },
    );
    return approval;
  }

  /** Resolves when there is an answer, or the patience is over. */
  async #answer(key: string, approval: Approval, { signal, patienceMs }: Wait): Promise<void> {
    if (!isOpen(approval.state)) return;
    approval.waiting += 1;
    approval.cancelLonely();
    const ended = new AbortController();
    const over = sleep(this.#ports.clock, Math.max(0, patienceMs), AbortSignal.any([signal, ended.signal]));
    over.catch(() => {});
    try {
      await Promise.race([approval.answered, over]);
    } finally {
      ended.abort();
      approval.waiting -= 1;
      if (signal.aborted && approval.waiting === 0 && isOpen(approval.state)) this.#leaveLonely(key, approval);
    }
  }

  #leaveLonely(key: string, approval: Approval): void {
    approval.cancelLonely = this.#ports.clock.after(LONELY_MS, () => {
      if (this.#approvals.get(key) === approval) this.#approvals.delete(key);
      this.#withdraw(approval);
    });
  }

  #withdraw(approval: Approval): void {
    approval.cancelLonely();
    if (approval.state.kind === 'asked') approval.state.withdraw();
    else approval.state = { kind: 'withdrawn' };
  }

  #use(key: string, approval: Approval, typing: Acting): void {
    const { state, wanted } = approval;
    if (this.#approvals.get(key) !== approval || state.kind !== 'allowed') throw new ApprovalVoid();
    const lapsed = state.until <= this.#ports.clock.now();
    const right = fits(wanted, typing);
    if (lapsed) this.#approvals.delete(key);
    if (lapsed || !right) throw new ApprovalVoid();
    this.#approvals.delete(key);
    if (wanted.what.kind !== 'input' || !lasts(wanted.what.terminal.state)) return;
    const [oldest] = this.#programs;
    if (this.#programs.size >= PROGRAMS_KEPT && oldest !== undefined) this.#programs.delete(oldest);
    this.#programs.add(key);
  }

  #useProgram(key: string, wanted: WantedTyping, typing: Acting): void {
    if (!this.#programs.has(key) || !fits(wanted, typing)) throw new ApprovalVoid();
  }

  #forgetOld(): void {
    const now = this.#ports.clock.now();
    for (const [key, { state }] of this.#approvals)
      if ('until' in state && state.until <= now) this.#approvals.delete(key);
  }
}

const isOpen = (state: State): boolean => state.kind === 'asked';

/** What an outcome means for the calls to come. */
function answerOf(outcome: QuestionOutcome, now: number): State {
  const until = now + KEPT_MS;
  switch (outcome.kind) {
    case 'answered':
      return outcome.answer.kind === 'allow' ? { kind: 'allowed', until } : { kind: 'declined', reason: '', until };
    case 'declined':
      return { kind: 'declined', reason: outcome.reason, until };
    case 'timed-out':
      return { kind: 'timed-out', until };
    case 'could-not-ask':
      return { kind: 'could-not-ask' };
    default:
      return outcome satisfies never;
  }
}
