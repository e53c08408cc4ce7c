import type { ApprovalMinutes } from '../../preload/contract-approvals.ts';
import type { Clock } from '../errors/clock.ts';
import { Emitter } from '../errors/emitter.ts';
import type { CertificateFacts } from '../sites/certificate-facts.ts';
import type { FileAct } from './file-act.ts';
import type { Finding } from './policy/finding.ts';
import type { ReplaceSessionTopic, TakeOverTopic } from './take-over/take-over-topic.ts';

export interface ConfirmationMethod {
  /** As JumpServer names it: `password`, `otp`, `sms`, … (protocol §4.4). */
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
}

/** Everything that Drawbridge ever asks, with what is needed to decide. The words are the window's. */
export type QuestionTopic =
  | {
      readonly topic: 'run-command';
      readonly site: string;
      readonly agent: string;
      readonly agentId: string;
      readonly asset: string;
      /** Asset, address and account. */
      readonly target: string;
      readonly command: string;
      /** Why, in the agent's words; '' where it gave none. */
      readonly reason: string;
      /** Why the policy does not simply let it pass. */
      readonly why: readonly Finding[];
      /** It can be allowed for some minutes: what it would bind is known. */
      readonly canStand: boolean;
      /** The terminal that it would run in, with user and directory as the shell reports them; null for a new shell. */
      readonly place: {
        readonly terminalId: string;
        readonly user: string | null;
        readonly userName: string | null;
        readonly cwd: string | null;
      } | null;
    }
  | {
      readonly topic: 'type-input';
      readonly site: string;
      readonly agent: string;
      readonly agentId: string;
      readonly asset: string;
      /** Asset, address and account. */
      readonly target: string;
      readonly terminalId: string;
      /** The command whose program would read it; '' where it is not known. */
      readonly program: string;
      /** A line, sent with Enter, or the name of a key. */
      readonly input: string;
      readonly isKey: boolean;
      /** Allowing it allows everything that the agent types into this program until it ends. */
      readonly lasts: boolean;
    }
  | ({
      readonly topic: 'file-act';
      readonly site: string;
      readonly agent: string;
      readonly agentId: string;
      readonly asset: string;
      /** Asset, address and account. */
      readonly target: string;
      readonly reason: string;
      readonly why: readonly Finding[];
    } & FileQuestionFacts)
  | {
      /** A terminal emulator of the command line, for all keys until it ends. */
      readonly topic: 'raw-terminal';
      readonly site: string;
      readonly agent: string;
      readonly agentId: string;
      readonly asset: string;
      /** Asset, address and account. */
      readonly target: string;
      readonly why: readonly Finding[];
    }
  | {
      /** An agent wants to bring files from or to its project folder on the person's machine, for the first time. */
      readonly topic: 'grant-folder';
      readonly site: string;
      readonly agent: string;
      readonly agentId: string;
      readonly asset: string;
      readonly folder: string;
      readonly direction: 'upload' | 'download';
    }
  | {
      readonly topic: 'command-review';
      readonly site: string;
      readonly agent: string;
      readonly agentId: string;
      readonly asset: string;
      /** Asset, address and account. */
      readonly target: string;
      readonly terminalId: string;
      readonly command: string;
      /** JumpServer warns and tells an administrator, or would ask its reviewers. */
      readonly step: 'warning' | 'review';
      /** JumpServer's own words. */
      readonly text: string;
    }
  | {
      /** A program in a terminal asks for a password. */
      readonly topic: 'terminal-secret';
      readonly site: string;
      readonly agent: string;
      readonly agentId: string;
      readonly asset: string;
      /** Asset, address and account. */
      readonly target: string;
      readonly terminalId: string;
      /** Who types there now, and who the agent wants to be; '' where a program asks that has nothing to do with that. */
      readonly from: string;
      readonly user: string;
      readonly command: string;
      /** The program's own words: data from the server. */
      readonly prompt: string;
      /** JumpServer stores what is typed at such a prompt, in clear. */
      readonly recorded: boolean;
      /** What the program said to the last answer; '' at the first. */
      readonly refused: string;
      /** The agent's words; may be ''. */
      readonly reason: string;
      /** What ran in this terminal before could catch what is typed. */
      readonly commandsBefore: number;
    }
  | {
      readonly topic: 'trust-certificate';
      readonly site: string;
      readonly host: string;
      readonly certificate: CertificateFacts;
      /** The fingerprint that was accepted for this host before; null where none was. */
      readonly before: string | null;
    }
  | {
      readonly topic: 'proxy-login';
      readonly site: string;
      readonly proxy: string;
      readonly realm: string;
      /** The proxy refused the last answer. */
      readonly again: boolean;
    }
  | {
      readonly topic: 'confirm-identity';
      readonly site: string;
      readonly methods: readonly ConfirmationMethod[];
      /** The site's words about the last try; '' at the first. */
      readonly refused: string;
    }
  | {
      readonly topic: 'change-user';
      readonly site: string;
      readonly before: string;
      readonly now: string;
      readonly terminals: number;
    }
  | TakeOverTopic
  | ReplaceSessionTopic;

/** What is to happen with which file. */
export interface FileQuestionFacts {
  readonly act: FileAct['kind'];
  /** On the asset. */
  readonly path: string;
  /** On the person's machine; null where none of it is. */
  readonly local: string | null;
  /** Bytes. */
  readonly size: number | null;
  readonly newName: string | null;
  /** What the agent wrote itself. */
  readonly content: string | null;
  readonly overwrites: boolean;
  /** A folder with all that is in it. */
  readonly folder: boolean;
}

export type QuestionAnswer =
  /** `minutes`: this exact command, in this terminal, for so long. */
  | { readonly kind: 'allow'; readonly minutes?: ApprovalMinutes | undefined }
  /** `reason` is for whoever wanted it; may be ''. */
  | { readonly kind: 'refuse'; readonly reason: string }
  /** `key`: its access key too. */
  | { readonly kind: 'take-over'; readonly key: boolean }
  | { readonly kind: 'credentials'; readonly username: string; readonly password: string }
  /** `inClear`: the person agreed twice that JumpServer stores it. */
  | { readonly kind: 'terminal-secret'; readonly secret: string; readonly inClear: boolean }
  | { readonly kind: 'secret'; readonly method: string; readonly secret: string };

/** A question that waits for the person; times in ms since the epoch. */
export type OpenQuestion = QuestionTopic & { readonly id: string; readonly askedAt: number; readonly deadline: number };

export type QuestionOutcome =
  | { readonly kind: 'answered'; readonly answer: Exclude<QuestionAnswer, { readonly kind: 'refuse' }> }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'timed-out' }
  /** There is no window to ask in, or too much waits already. */
  | { readonly kind: 'could-not-ask' };

export interface QuestionsEvents {
  'did-change': { readonly open: readonly OpenQuestion[] };
  /** For the notification and for bringing the window up. */
  'did-ask': OpenQuestion;
  /** For the journal: what was asked and how it ended; `withdrawn` where nobody wanted it any more. */
  'did-end': { readonly question: OpenQuestion; readonly outcome: QuestionOutcome | { readonly kind: 'withdrawn' } };
}

export interface QuestionsPorts {
  readonly clock: Clock;
  readonly newId: () => string;
  /** False where there is no display: every answer is then "could not ask". */
  readonly canAsk: () => boolean;
}

/** A person answers within this, or the question lapses (design §6). */
export const QUESTION_MS = 5 * 60_000;
/** More open questions than this are a flood, not work. */
const MAX_OPEN = 32;
/** Of these as many are agents' at most: what the person's own sign-in asks (a certificate, a proxy) always has room. */
const MAX_OF_AGENTS = 24;

interface Waiting {
  readonly question: OpenQuestion;
  readonly settle: (outcome: QuestionOutcome) => void;
}

/**
 * The one queue of questions to the person (design §6), oldest first.
 *
 * @example
 * const outcome = await questions.ask({ topic: 'proxy-login', site: 'Prod', proxy: 'proxy:3128', realm: 'office', again: false }, signal);
 * if (outcome.kind === 'answered' && outcome.answer.kind === 'credentials') …
 */
export class Questions {
  readonly #ports: QuestionsPorts;
  readonly #events = new Emitter<QuestionsEvents>();
  readonly #waiting = new Map<string, Waiting>();

  constructor(ports: QuestionsPorts) {
    this.#ports = ports;
  }

  on<Name extends keyof QuestionsEvents>(name: Name, listener: (event: QuestionsEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** False where there is no window to ask in. */
  get canAsk(): boolean {
    return this.#ports.canAsk();
  }

  open(): readonly OpenQuestion[] {
    return [...this.#waiting.values()].map(({ question }) => question);
  }

  /** Resolves with how it ended; rejects only with the signal's reason, and the question is withdrawn then. */
  ask(topic: QuestionTopic, signal?: AbortSignal, withinMs: number = QUESTION_MS): Promise<QuestionOutcome> {
    return this.begin(topic, signal, withinMs).outcome;
  }

  /** As `ask`, for those who name the question to somebody. */
  begin(
    topic: QuestionTopic,
    signal?: AbortSignal,
    withinMs: number = QUESTION_MS,
  ): { readonly id: string; readonly outcome: Promise<QuestionOutcome> } {
    const askedAt = this.#ports.clock.now();
    const id = this.#ports.newId();
    return { id, outcome: this.#wait({ ...topic, id, askedAt, deadline: askedAt + withinMs }, signal, withinMs) };
  }

  #wait(question: OpenQuestion, signal: AbortSignal | undefined, withinMs: number): Promise<QuestionOutcome> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const { clock } = this.#ports;
    if (!this.#ports.canAsk() || this.#isFull(question)) {
      const outcome: QuestionOutcome = { kind: 'could-not-ask' };
      this.#events.emit('did-end', { question, outcome });
      return Promise.resolve(outcome);
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        cancel();
        signal?.removeEventListener('abort', withdraw);
        this.#waiting.delete(question.id);
        this.#events.emit('did-change', { open: this.open() });
      };
      const settle = (outcome: QuestionOutcome) => {
        leave();
        this.#events.emit('did-end', { question, outcome });
        resolve(outcome);
      };
      const withdraw = () => {
        leave();
        this.#events.emit('did-end', { question, outcome: { kind: 'withdrawn' } });
        reject(signal?.reason);
      };
      const cancel = clock.after(withinMs, () => settle({ kind: 'timed-out' }));
      signal?.addEventListener('abort', withdraw, { once: true });
      this.#waiting.set(question.id, { question, settle });
      this.#events.emit('did-ask', question);
      this.#events.emit('did-change', { open: this.open() });
    });
  }

  #isFull(topic: Pick<QuestionTopic, 'topic'>): boolean {
    if (this.#waiting.size >= MAX_OPEN) return true;
    return isOfAgent(topic) && this.open().filter(isOfAgent).length >= MAX_OF_AGENTS;
  }

  /** The person's answer; false when the question is over. */
  answer(id: string, answer: QuestionAnswer): boolean {
    const waiting = this.#waiting.get(id);
    if (!waiting) return false;
    waiting.settle(
      answer.kind === 'refuse' ? { kind: 'declined', reason: answer.reason } : { kind: 'answered', answer },
    );
    return true;
  }

  dispose(): void {
    for (const { settle } of [...this.#waiting.values()]) settle({ kind: 'could-not-ask' });
    this.#events.dispose();
  }
}

function isOfAgent({ topic }: Pick<QuestionTopic, 'topic'>): boolean {
  return agentTopics.includes(topic);
}

/** What agents cause; the bridge that is raised answers them. */
export const agentTopics: readonly QuestionTopic['topic'][] = [
  'run-command',
  'type-input',
  'terminal-secret',
  'file-act',
  'raw-terminal',
  'grant-folder',
];
