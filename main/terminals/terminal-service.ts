import type { Edges } from './output-page.ts';
import type { Stopping } from './stopper.ts';
import type { Run, TerminalOwner, TerminalSummary, TerminalTarget } from './terminal-model.ts';

export type WriteInput = { readonly text: string } | { readonly key: NamedKey };

/** What is about to be typed for somebody, and where: what a guard has to allow. */
export type Typing =
  /** A command at our prompt. */
  | { readonly kind: 'command'; readonly command: string; readonly terminal: TerminalSummary }
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
}

export interface TerminalEvents {
  changed: TerminalSummary;
  output: { readonly id: string; readonly offset: number; readonly bytes: Uint8Array };
  /** Outcome of a run that reached an end: done, refused or closed. */
  'run-started': { readonly terminal: TerminalSummary; readonly run: Run };
  'run-ended': { readonly terminal: TerminalSummary; readonly run: Run };
  removed: { readonly id: string };
}

export type NamedKey =
  | 'enter'
  | 'ctrl-c'
  | 'ctrl-d'
  | 'q'
  | 'escape'
  | 'space'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'tab'
  | 'backspace'
  | 'page-up'
  | 'page-down'
  | 'y'
  | 'n';

/**
 * The terminals of the app: opens, finds, runs, reads, closes. Every call names its owner; another owner's handle
 * answers `terminal-not-found`. Errors are DrawbridgeErrors.
 */
export interface TerminalService {
  on<Name extends keyof TerminalEvents>(name: Name, listener: (event: TerminalEvents[Name]) => void): () => void;
  list(owner?: TerminalOwner): readonly TerminalSummary[];
  /** `owner` undefined means the person, who sees all. */
  get(id: string, owner?: TerminalOwner): TerminalSummary;
  /** Opens a new terminal; resolves when its first prompt is ready for a command. */
  open(target: TerminalTarget, owner: TerminalOwner, signal?: AbortSignal): Promise<TerminalSummary>;
  /** Finds this owner's idle terminal on the target (or waits 2 s for a busy one), else opens one, and runs there. */
  runOn(target: TerminalTarget, request: RunRequest & { readonly fresh?: boolean }): Promise<Run>;
  /** Runs in that terminal. Throws `terminal-busy` when it is not at its prompt. */
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
  /** What such a write would type now; null where it would type nothing, or be refused. */
  wouldType(id: string, owner: TerminalOwner, input: WriteInput): Typing | null;
  /**
   * Begins and ends where text can be cut: never within a character or an escape sequence, and, where it ends before
   * `edges.to`, behind a line. At least 4 bytes, or nothing may come.
   */
  readOutput(id: string, owner: TerminalOwner | undefined, from: number, maxBytes: number, edges?: Edges): OutputText;
  /** Ctrl-C and the ladder of command-engine §K9. */
  interrupt(id: string, owner?: TerminalOwner): Promise<Interruption>;
  readScreen(id: string, owner?: TerminalOwner): Promise<ScreenText>;
  snapshot(id: string): Promise<TerminalSnapshot>;
  close(id: string, owner: TerminalOwner | undefined, reason: string): Promise<void>;
  /** Closes what an agent had (its socket stayed away, or the person disconnected it). */
  closeAllOf(agentId: string, reason: string): Promise<void>;
  /** The kill switch: interrupts every running command of agents and refuses new ones until lowered. */
  interruptAllAgents(): Promise<void>;
  dispose(): Promise<void>;
}
