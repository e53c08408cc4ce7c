import type { NamedKey } from './named-keys.ts';
import type { Edges } from './output-page.ts';
import type { ScreenTail } from './screen-tail.ts';
import type { Stopping } from './stopper.ts';
import type { Run, TerminalOwner, TerminalSummary, TerminalTarget } from './terminal-model.ts';
import type { TerminalReader } from './terminal-reader.ts';

export type WriteInput =
  /** A newline at the end is Enter. A program gets Enter behind it anyway; `enter: false` says that it must not. */
  { readonly text: string; readonly enter?: false } | { readonly key: NamedKey };

/** What is about to be typed for somebody, and where: what a guard has to allow. */
export type Typing =
  /** A command at our prompt. */
  | {
      readonly kind: 'command';
      readonly command: string;
      /** The run that it becomes. */
      readonly runId: string;
      readonly terminal: TerminalSummary;
    }
  /** A line or a key to what runs. */
  | { readonly kind: 'input'; readonly input: WriteInput; readonly terminal: TerminalSummary };

/** Called in the very turn in which it is typed; what it throws is thrown to the caller, and nothing is typed. */
export type BeforeTyping = (typing: Typing) => void;

export interface RunRequest {
  readonly owner: TerminalOwner;
  readonly command: string;
  /** How long the caller waits, in ms; after that the outcome is `running`. */
  readonly patienceMs: number;
  readonly signal?: AbortSignal;
  readonly beforeTyping?: BeforeTyping;
}

/** How an interrupt ended. */
export interface Interruption extends Stopping {
  /** What was interrupted; null where only the prompt was missing. */
  readonly run: Run | null;
}

/** How a terminal that is not open yet stands. */
export type OpeningStatus =
  | {
      readonly kind: 'queued';
      readonly id: string;
      /** 1 is next. */
      readonly position: number;
      /** Milliseconds until it begins; null where that hangs on a terminal being closed. */
      readonly etaMs: number | null;
      /** The site's pace, a cap, or JumpServer that asked for quiet. */
      readonly waitsFor: 'pace' | 'room' | 'quiet';
    }
  | { readonly kind: 'opening'; readonly id: string };

/** How a caller waits for a terminal to open. */
export interface OpeningWait {
  /** In ms; without it as long as it takes. After that `terminal-queued` is thrown, and the same call again takes its place. */
  readonly patienceMs?: number;
  /** Called when it has to wait, with a way to ask how it stands (null: no more). */
  readonly onWaiting?: ((status: () => OpeningStatus | null) => void) | undefined;
}

export interface RunOnRequest extends RunRequest {
  /** A shell in which nothing has run. */
  readonly fresh?: boolean;
  readonly onWaiting?: OpeningWait['onWaiting'];
}

/** Text of a stretch of output. */
export interface OutputText {
  /** Plain text: marks and escape sequences off, carriage-return progress folded. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Bytes lost before `start` because the ring had moved on; 0 if none. */
  readonly gap: number;
}

/** The screen as a person would see it. */
export interface ScreenText {
  readonly lines: readonly string[];
  readonly cursor: { readonly row: number; readonly col: number };
  readonly title: string;
}

/** What the window's live view starts from; later bytes follow as `output` events with a higher offset. */
export interface TerminalSnapshot {
  /** Escape sequences that reproduce the screen. */
  readonly data: string;
  /** Offset of the first byte that is not in `data`. */
  readonly offset: number;
  readonly size: { readonly cols: number; readonly rows: number };
  /** The rows, from the top of `data`, on which commands were typed. */
  readonly runs: readonly { readonly id: string; readonly row: number }[];
}

export interface TerminalEvents {
  changed: TerminalSummary;
  output: { readonly id: string; readonly offset: number; readonly bytes: Uint8Array };
  /** For one long line, and back; between the outputs of the one and the other size. */
  resized: { readonly id: string; readonly cols: number; readonly rows: number };
  /** Outcome of a run that reached an end: done, refused or closed. */
  'run-started': { readonly terminal: TerminalSummary; readonly run: Run };
  'run-ended': { readonly terminal: TerminalSummary; readonly run: Run };
  removed: { readonly id: string };
  'taken-over': { readonly terminal: TerminalSummary };
  /** `note` is for the agent; '' where the person wrote none. */
  'handed-back': { readonly terminal: TerminalSummary; readonly note: string };
  /** The person's Stop. */
  'stopped-by-person': { readonly terminal: TerminalSummary; readonly interruption: Interruption };
}

/** What became of one agent's terminal when the bridge was raised. */
export interface StoppedTerminal {
  readonly terminalId: string;
  /** `goes-on`: a program that survived all keys. `idle`: nothing ran. `not-opened`: its opening was given up. */
  readonly how: 'stopped' | 'goes-on' | 'idle' | 'not-opened';
  readonly command: string;
  /** The keys that were sent, by name. */
  readonly keys: readonly string[];
  readonly tookMs: number;
}

/** The person's words for an agent, about one of its terminals. */
export interface PersonsNote {
  readonly terminalId: string;
  readonly asset: string;
  readonly text: string;
}

/**
 * The terminals of the app: opens, finds, runs, reads, closes. Every call names its owner; another owner's handle
 * answers `terminal-not-found`. Errors are DrawbridgeErrors.
 */
export interface TerminalService {
  on<Name extends keyof TerminalEvents>(name: Name, listener: (event: TerminalEvents[Name]) => void): () => void;
  list(owner?: TerminalOwner): readonly TerminalSummary[];
  /** `owner` undefined means the person, who sees all. */
  get(id: string, owner?: TerminalOwner): TerminalSummary;
  /**
   * Opens a new terminal, or takes up the opening that an earlier call of this owner was told to come back for; resolves
   * when its first prompt is ready for a command. Throws `terminal-queued`, `terminal-limit`.
   */
  open(
    target: TerminalTarget,
    owner: TerminalOwner,
    signal?: AbortSignal,
    wait?: OpeningWait,
  ): Promise<TerminalSummary>;
  /**
   * Runs in this owner's shell on the target that waits at its prompt; where all are busy, in the first that is free within
   * 2 s; else in a new one, or in one that becomes free meanwhile. While the person drives one of them no new one is opened:
   * it waits for that. Throws `terminal-queued`, `terminal-busy`, `terminal-limit`, `paused-by-person`.
   */
  runOn(target: TerminalTarget, request: RunOnRequest): Promise<Run>;
  /** Runs in that terminal; waits while the person drives it. Throws `terminal-busy` when it is not at its prompt, `paused-by-person`. */
  run(id: string, request: RunRequest): Promise<Run>;
  /** Waits for the end (or next state) of the run in flight; returns at once when there is none. */
  waitForRun(id: string, runId: string, patienceMs: number, signal?: AbortSignal): Promise<Run>;
  /** Text to a program that waits, as design §5 allows in its state; returns the run's new state. */
  write(
    id: string,
    owner: TerminalOwner,
    input: WriteInput,
    patienceMs: number,
    signal?: AbortSignal,
    beforeTyping?: BeforeTyping,
  ): Promise<Run | null>;
  /**
   * A secret of the person to the program that asks for one at `prompt`: a text frame and a lone CR; what the program echoes of
   * it is masked. Throws `write-not-allowed` when that program does not ask any more.
   */
  typeSecret(
    id: string,
    owner: TerminalOwner,
    answer: { readonly prompt: string; readonly secret: string },
    patienceMs: number,
    signal?: AbortSignal,
  ): Promise<Run | null>;
  /** What such a write would type now; null where it would type nothing, or be refused. */
  wouldType(id: string, owner: TerminalOwner, input: WriteInput): Typing | null;
  /**
   * Begins and ends where text can be cut: never within a character or an escape sequence, and, where it ends before
   * `edges.to`, behind a line. At least 4 bytes, or nothing may come.
   */
  readOutput(id: string, owner: TerminalOwner | undefined, from: number, maxBytes: number, edges?: Edges): OutputText;
  /**
   * The person's answer to JumpServer's question about a command; `note` is for the one who waits for it. Throws
   * `write-not-allowed` where nothing is asked any more, `terminal-not-found`, `terminal-paused`.
   */
  answerReview(id: string, yes: boolean, note: string): void;
  /** The person drives it from now on; its agent looks on. Throws `terminal-not-found`, `terminal-closed`. */
  takeOver(id: string): void;
  /** Its agent drives it again, and gets the note with its next result. Throws `write-not-allowed`. */
  handBack(id: string, note: string): Promise<void>;
  /** Keys of the person, as a terminal emulator sends them. Throws `write-not-allowed` where they do not drive. */
  type(id: string, data: string): void;
  /**
   * This owner's emulator types here from now on, key by key: nothing else is typed in it but by the person who takes it over.
   * Throws `terminal-not-found`.
   */
  attach(id: string, owner: TerminalOwner): void;
  /** Keys of an attached emulator. Throws `paused-by-person` while the person drives, `write-not-allowed`, `terminal-closed`. */
  typeAttached(id: string, owner: TerminalOwner, data: string): void;
  /** Resolves when the shell has drawn its prompt again. Throws `paused-by-person`, `terminal-closed`. */
  resize(id: string, owner: TerminalOwner, size: { readonly cols: number; readonly rows: number }): Promise<void>;
  /** Unbracketed; several lines at our prompt are run one after another. Throws `write-not-allowed`, `command-not-typeable`. */
  paste(id: string, text: string): Promise<void>;
  /**
   * Waits while the person drives that terminal, or, of a target, the only ones that this owner has there. Throws
   * `paused-by-person` when the patience is over, and the signal's reason.
   */
  handedBack(
    where: { readonly id: string } | { readonly target: TerminalTarget },
    owner: TerminalOwner,
    patienceMs: number,
    signal?: AbortSignal,
  ): Promise<void>;
  /** What the person wrote to this agent as they handed terminals back; told once. */
  takeNotes(agentId: string): readonly PersonsNote[];
  /** Ctrl-C and the ladder of command-engine §K9. An agent's throws `paused-by-person`. */
  interrupt(id: string, owner?: TerminalOwner): Promise<Interruption>;
  /** Search, raw bytes, waiting for a line. */
  reader(id: string, owner?: TerminalOwner): TerminalReader;
  readScreen(id: string, owner?: TerminalOwner): Promise<ScreenText>;
  snapshot(id: string): Promise<TerminalSnapshot>;
  /** The last lines in use of the screen, for a small picture of it. */
  tail(id: string, lines: number): Promise<ScreenTail>;
  close(id: string, owner: TerminalOwner | undefined, reason: string): Promise<void>;
  /** What the agent has to hear about its terminals, told once: ended ones, and those that end soon. */
  takeNotices(agentId: string): readonly string[];
  /** Closes what an agent had (its socket stayed away, or the person disconnected it). */
  closeAllOf(agentId: string, reason: string): Promise<void>;
  /** The kill switch: gives up openings and interrupts every running command of agents, but for what the person drives. Never rejects. */
  interruptAllAgents(): Promise<readonly StoppedTerminal[]>;
  dispose(): Promise<void>;
}
