import type { Clock } from '../errors/clock.ts';
import type { OutputRange, Run, RunOutcome } from './terminal-model.ts';

export interface NewRun {
  readonly id: string;
  readonly terminalId: string;
  readonly command: string;
  readonly lines: readonly string[];
  readonly startedAt: number;
  readonly by: 'owner' | 'person' | 'emulator';
  /** Output offset when it was typed. */
  readonly offset: number;
}

/** One command from Enter to prompt: what is still to be typed, what is known, and who waits for news. */
export class ActiveRun {
  readonly id: string;
  readonly #new: NewRun;
  #command: string;
  #next = 0;
  #outcome: RunOutcome = { kind: 'running' };
  #endedAt: number | null = null;
  #waiters = new Set<() => void>();
  /** Offsets of the output; `end` is null while it grows. */
  outputStart: number;
  outputEnd: number | null = null;
  /** The start mark of any of its lines came. */
  started = false;
  /** Of the last line whose code is known. */
  exitCode: number | null = null;
  #user: string | null = null;
  #userName: string | null = null;
  #cwd: string | null = null;
  note: string | null = null;
  /** What outlives its lines: they are not typed any more. */
  stopping: 'interrupted' | 'incomplete' | null = null;
  /** The person took the terminal over meanwhile: what is left of its agent's lines is not typed any more. */
  heldBack = false;

  constructor(fields: NewRun) {
    this.id = fields.id;
    this.#new = fields;
    this.#command = fields.command;
    this.outputStart = fields.offset;
  }

  /** Output offset when it was typed. */
  get typedAt(): number {
    return this.#new.offset;
  }

  get command(): string {
    return this.#command;
  }

  /** What the person typed shows in full when it begins: its echo may be slower than their Enter. */
  isNamed(command: string): void {
    this.#command = command;
  }

  /** Comments and blanks. */
  get runsNothing(): boolean {
    return this.#new.lines.every((line) => /^\s*(?:#|$)/.test(line));
  }

  get by(): NewRun['by'] {
    return this.#new.by;
  }

  get startedAt(): number {
    return this.#new.startedAt;
  }

  get outcome(): RunOutcome {
    return this.#outcome;
  }

  get ended(): boolean {
    return this.#endedAt !== null;
  }

  /** What its last prompt told. */
  at(place: Pick<Run, 'user' | 'userName' | 'cwd'>): void {
    this.#user = place.user;
    this.#userName = place.userName;
    this.#cwd = place.cwd;
  }

  adds(note: string): void {
    this.note = this.note === null ? note : `${this.note} ${note}`;
  }

  /** The next line to type; null when all are typed. */
  takeLine(): string | null {
    const line = this.#new.lines[this.#next];
    this.#next += 1;
    return line ?? null;
  }

  /** Lines that were not typed. */
  get linesLeft(): number {
    return Math.max(0, this.#new.lines.length - this.#next);
  }

  /** A state that is not the end; waiters wake unless it is `running`. */
  becomes(outcome: RunOutcome): void {
    this.#outcome = outcome;
    if (outcome.kind !== 'running') this.#wake();
  }

  ends(outcome: RunOutcome, output: OutputRange, at: number): void {
    this.#outcome = outcome;
    this.outputStart = output.start;
    this.outputEnd = output.end;
    this.#endedAt = at;
    this.#wake();
  }

  /** Whoever waits looks at it now: it goes on, but something about it has changed. */
  tell(): void {
    this.#wake();
  }

  /** Resolves at the next state or end, or when patience (ms) is over; rejects with the signal's reason. */
  news(clock: Clock, patienceMs: number, signal?: AbortSignal): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const done = () => {
        cancel();
        this.#waiters.delete(done);
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        reject(signal?.reason);
        done();
      };
      const cancel = clock.after(patienceMs, done);
      this.#waiters.add(done);
      if (signal?.aborted) {
        cancel();
        this.#waiters.delete(done);
        reject(signal.reason);
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  view(outputEnd: number): Run {
    const end = this.outputEnd ?? Math.max(this.outputStart, outputEnd);
    return {
      id: this.id,
      terminalId: this.#new.terminalId,
      command: this.#command,
      startedAt: this.#new.startedAt,
      durationMs: this.#endedAt === null ? null : this.#endedAt - this.#new.startedAt,
      outcome: this.#outcome,
      output: { start: this.outputStart, end },
      user: this.#user,
      userName: this.#userName,
      cwd: this.#cwd,
      ...(this.by === 'owner' ? {} : { by: this.by }),
      ...(this.note === null ? {} : { note: this.note }),
    };
  }

  #wake(): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const wake of waiters) wake();
  }
}
