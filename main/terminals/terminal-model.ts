import type { AccountTarget, Owner } from '../sites/account-target.ts';
import type { ShellPlace } from './shell-levels.ts';

export type TerminalTarget = AccountTarget;
export type TerminalOwner = Owner;

/** Who may type: its agent, `attached` where an emulator of it types key by key, or the person, since when (ms since the epoch). */
export type HandView =
  | { readonly by: 'agent'; readonly attached?: true }
  | { readonly by: 'person'; readonly since: number };

/** What a program that stopped printing seems to wait for (command-engine §E). */
export type InputKind =
  | 'password'
  | 'confirm'
  | 'any-key'
  | 'continuation'
  | 'pager'
  | 'repl'
  | 'fullscreen'
  | 'foreign-prompt'
  | 'plain';

/**
 * What JumpServer wants before a command runs (command-engine §G3): a yes to its warning, a yes to asking the reviewers,
 * or the reviewers' decision about the ticket.
 */
export type ReviewStep = 'warning' | 'review' | 'ticket';

export type TerminalState =
  | {
      readonly kind: 'opening';
      /** Where it stands while it waits for its turn. */
      readonly queued?: {
        readonly position: number;
        readonly etaMs: number | null;
        readonly waitsFor: 'pace' | 'room' | 'quiet';
      };
    }
  | { readonly kind: 'prompt' }
  | { readonly kind: 'running'; readonly runId: string; readonly since: number }
  | { readonly kind: 'needs-input'; readonly runId: string | null; readonly input: InputKind; readonly since: number }
  | {
      readonly kind: 'awaiting-review';
      readonly runId: string;
      readonly step: ReviewStep;
      readonly text: string;
    }
  | { readonly kind: 'locked'; readonly by: string }
  | { readonly kind: 'closed'; readonly reason: string; readonly at: number };

export type RunOutcome =
  /** `exitCode` is null where it is not known: no marks, or the command opened a shell that waits. Never invented. */
  | { readonly kind: 'done'; readonly exitCode: number | null }
  | { readonly kind: 'running' }
  | { readonly kind: 'needs-input'; readonly input: InputKind; readonly line: string }
  | { readonly kind: 'awaiting-review'; readonly step: ReviewStep; readonly text: string }
  /** Not run: a command rule of JumpServer, or the shell's own syntax error. */
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'closed'; readonly reason: string };

/** Absolute byte offsets into a terminal's output since it opened; `end` is exclusive. */
export interface OutputRange {
  readonly start: number;
  readonly end: number;
}

/** One command executed in a terminal, as reported to callers. */
export interface Run {
  readonly id: string;
  readonly terminalId: string;
  readonly command: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Null while it goes on. */
  readonly durationMs: number | null;
  readonly outcome: RunOutcome;
  readonly output: OutputRange;
  /** Effective uid and its name as the shell reports them, and its directory after the run; null where unknown. */
  readonly user: string | null;
  readonly userName: string | null;
  readonly cwd: string | null;
  /** The person typed it, in a terminal that they had taken over or in their own; `emulator`: its owner did, key by key. */
  readonly by?: 'person' | 'emulator';
  /** It goes on while the person drives the terminal: its agent can look and wait, and not type. */
  readonly taken?: true;
  /** What the reader must know besides: stopped at the output limit, lines that were not typed. */
  readonly note?: string;
}

/** A terminal as lists and the window show it. */
export interface TerminalSummary {
  /** `term_…`, unguessable. */
  readonly id: string;
  readonly target: TerminalTarget;
  readonly owner: TerminalOwner;
  readonly state: TerminalState;
  readonly hand: HandView;
  readonly openedAt: number;
  /** JumpServer's id of the session; null until TERMINAL_SESSION came. */
  readonly jumpserverSessionId: string | null;
  readonly runs: readonly Run[];
  /** Bytes received so far. */
  readonly outputEnd: number;
  readonly size: { readonly cols: number; readonly rows: number };
  /** False where shell integration failed: exit codes are unknown there. */
  readonly marks: boolean;
  /** The innermost shell that reports, and who and where it is. */
  readonly shell: ShellPlace;
}
