import type { Clock } from '../errors/clock.ts';
import type { ActiveRun } from './active-run.ts';
import { quietBeforeForeignPrompt, quietBeforeLook } from './classify.ts';
import { isMultiplexer, multiplexerNote } from './decide-nested.ts';
import type { Keyboard } from './keyboard.ts';
import { isContinuation, KnownPrompts } from './known-prompts.ts';
import { isApproved, kokoRefusal, kokoWord } from './koko-questions.ts';
import type { Mark } from './mark-parser.ts';
import { plainString } from './plain-text.ts';
import { afterEcho, outputEnd } from './run-output.ts';
import type { ShellLevel } from './shell-levels.ts';
import type { InputKind, RunOutcome } from './terminal-model.ts';
import type { TerminalOutput } from './terminal-output.ts';
import { columnsOf } from './typeable.ts';

/**
 * Where the shell stands. Only at `ready` may a command be typed: the last thing seen was our own prompt mark, KoKo's
 * input buffer is clean and no redraw is due (command-engine §G2.1). `stuck`: no prompt answered; a prompt mark frees it.
 */
export type Phase = 'ready' | 'tidying' | 'sent' | 'running' | 'stuck' | 'closed';

type EndMark = Extract<Mark, { kind: 'end' }>;

export interface ShellPorts {
  readonly clock: Clock;
  readonly keyboard: Keyboard;
  readonly output: TerminalOutput;
  /** Something that a summary shows has changed. */
  readonly changed: () => void;
  readonly runEnded: (run: ActiveRun) => void;
  /** The run printed more than it may; the owner stops it. */
  readonly overLimit: (run: ActiveRun) => void;
  /** The person types here: what they typed ahead stands at the prompt. */
  readonly driven: () => boolean;
  /** What the person had typed at our prompt begins. */
  readonly begins: (run: ActiveRun, line: string) => void;
  /** A start mark came without any Enter of ours: the person had typed ahead. */
  readonly startedAhead: (line: string) => ActiveRun | null;
  /** A prompt stands that is not ours (§A, "marks lost"); true when the owner integrates that shell now. */
  readonly foreignPrompt: (run: ActiveRun) => boolean;
}

export interface ShellOptions {
  readonly marks: boolean;
  readonly level: Pick<ShellLevel, 'startMarks' | 'keepsLines'>;
  readonly interruptKey: string;
  readonly maxOutputBytes: number;
  /** False where no prompt was found: the shell is `stuck` from the start. */
  readonly atPrompt: boolean;
}

/** bash redraws its prompt within a few ms after a resize; other shells do not. In ms. */
const redrawWait = 100;
/** After a warning was answered with `y` KoKo sends two Enters (§G3): a second prompt follows within this, in ms. */
const strayPromptWait = 30;
const cleaningWait = 2000;
/** What was typed ahead is echoed right behind the prompt; what is on its way, a round trip later. In ms. */
const typedAheadWait = 200;
/**
 * The same question without any output since a line answered it is asked anew only after this, in ms: a check takes its
 * time, and so does the echo over a slow line.
 */
const quietAfterAnswer = 5000;
/** Prompt-shaped and quiet for this long ends a command in a shell without marks, in ms (§K12). */
const fallbackQuiet = 800;
/** For a prompt whose very text is known. In ms. */
const knownPromptQuiet = 250;
/**
 * Shells without a start mark (dash, ash, ksh) may print their prompt before they take the line over from the kernel; what
 * is typed in between is echoed twice (ksh). In ms.
 */
const editorWait = 10;
/** The prompt is back 1 to 50 ms after a Ctrl-C (§F). In ms. */
const takenBackWait = 1000;
/** The start mark follows Enter within a round trip; readline swallows a Ctrl-C that comes before it. In ms. */
const startWait = 300;
/** bash prints the start mark and forks then; until the program has its own process group bash eats the signal. In ms. */
const forkWait = 30;
/** A prompt and the sequences around it. In bytes. */
const longestPromptRow = 4096;
/** An end mark without an echo in front of it is believed after this silence, in ms. */
const quietWithoutEcho = 1000;
/** KoKo's words stand right behind Enter; a program without a start mark may print anything later. In bytes. */
const kokoWordsWithin = 4096;

/** Marks and silence in, runs out: the part of command-engine §K4–K8 that follows an integrated (or markless) shell. */
export class Shell {
  readonly #ports: ShellPorts;
  readonly #options: ShellOptions;
  #phase: Phase = 'ready';
  #level: Pick<ShellLevel, 'startMarks' | 'keepsLines'>;
  /** The shell inside has ended; the next prompt is the outer one's. */
  #isBack = false;
  #run: ActiveRun | null = null;
  /** Output offset and time at which the last line was typed, and whether its start mark came. */
  #sentAt = 0;
  #sentLine = '';
  #sentTime = 0;
  #lineStarted = false;
  /** Where its start mark stood. */
  #startedAt = 0;
  /** Where KoKo's next words can stand: behind Enter, or behind the answer to the last ones. */
  #kokoFrom = 0;
  #ended: { readonly mark: EndMark; readonly at: number } | null = null;
  #promptStart = 0;
  #promptEnd = 0;
  #kokoAnswered = false;
  /** The person let the line typed last through, as far as KoKo asked. */
  #saidYes = false;
  /** A line went to a running program: KoKo may ask about it, or refuse it, as about a command. */
  #answerSent = false;
  /** Where the first answer to what the line typed last started was typed: KoKo's words behind it are about answers. */
  #answersFrom: number | null = null;
  /** What KoKo said to a line in the middle of a command. */
  #refusal: string | null = null;
  /** For a shell without marks. */
  readonly #prompts = new KnownPrompts();
  /** Where the output of the lines before ended: prompt and echo of the next one follow. */
  #outputBroke: number | null = null;
  /** A line of a running command was typed: what it echoed is no output. */
  #typedWhileRunning = false;
  /** What the person types waits in the app since the line was taken back. */
  #nothingAhead = false;
  /** The line editor still holds a refused line. */
  #lineStays = false;
  #lastOutputAt = 0;
  /** Where the output stood at the last line that answered: until more comes, the same question is no new one. */
  #answeredAt = -1;
  #cancelQuiet: (() => void) | null = null;
  #cancelSettle: (() => void) | null = null;
  #waiters = new Set<() => void>();

  constructor(ports: ShellPorts, options: ShellOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#level = options.level;
    if (!options.atPrompt) this.#phase = 'stuck';
    else if (!options.marks) this.#prompts.learn(ports.output.cursorLine(0));
    this.#promptEnd = ports.output.end;
    if (options.atPrompt && options.marks) this.#readyWithEditor();
  }

  get phase(): Phase {
    return this.#phase;
  }

  get run(): ActiveRun | null {
    return this.#run;
  }

  get lastOutputAt(): number {
    return this.#lastOutputAt;
  }

  // ---- in: bytes and marks --------------------------------------------------------------------------------------

  /** After the bytes and marks of one frame were handed over. */
  onFrame(): void {
    this.#lastOutputAt = this.#ports.clock.now();
    const run = this.#run;
    if (!run) {
      if (!this.#options.marks) this.#settleAtPrompt();
      return;
    }
    if (this.#phase === 'sent' || this.#answerSent) this.#lookForKoko(run);
    if (run.outcome.kind === 'needs-input') {
      run.becomes({ kind: 'running' });
      this.#ports.changed();
    }
    if (!this.#cancelQuiet) this.#watchQuiet();
    if (!run.stopping && this.#ports.output.end - run.outputStart > this.#options.maxOutputBytes) {
      this.#ports.overLimit(run);
    }
  }

  onMark(mark: Mark): void {
    const at = this.#ports.output.end;
    if (mark.kind === 'end') this.#promptStart = at;
    if (mark.kind === 'prompt') this.#promptEnd = at;
    // Elsewhere marks are redraws of the prompt: readline does that after a resize or Ctrl-L (§C).
    if (this.#phase === 'sent' || this.#phase === 'running') this.#onRunMark(mark, at);
    else if (mark.kind === 'start' && (this.#phase === 'ready' || this.#phase === 'tidying')) this.#onStartAhead(at);
    else if (mark.kind === 'prompt' && (this.#isBack || this.#phase === 'tidying' || this.#phase === 'stuck')) {
      this.#isBack = false;
      this.#tidy();
    }
  }

  /** A shell inside was integrated: the run that opened it is over, and commands go there. */
  entered(level: ShellLevel, note: string): void {
    const run = this.#run;
    const { output } = this.#ports;
    this.#level = level;
    this.#ended = null;
    const prompt =
      output
        .text(Math.max(run?.outputStart ?? 0, output.end - 4096))
        .split('\n')
        .at(-1) ?? '';
    this.#promptStart = output.end - Buffer.byteLength(prompt);
    this.#promptEnd = output.end;
    if (!run) {
      this.#tidy();
      return;
    }
    run.note = note;
    run.started = true;
    run.at(level);
    this.#endRun(run, { kind: 'done', exitCode: null }, Math.max(run.outputStart, this.#promptStart));
  }

  /** It was no shell after all, or could not be integrated. */
  notEntered(note: string): void {
    const run = this.#run;
    if (!run) return;
    run.note = note;
    this.#watchQuiet();
  }

  /** A mark of a shell outside came: those inside it have ended. */
  left(level: Pick<ShellLevel, 'startMarks' | 'keepsLines'>): void {
    this.#level = level;
    this.#isBack = true;
  }

  #onStartAhead(at: number): void {
    const run = this.#ports.startedAhead(plainString(this.#ports.output.text(this.#promptEnd, at)).trim());
    if (!run) return;
    this.#cancelSettle?.();
    this.#run = run;
    run.takeLine();
    this.#sent('');
    this.#onStart(run, at);
    this.#watchQuiet();
  }

  #onRunMark(mark: Mark, at: number): void {
    const run = this.#run;
    if (!run) return;
    switch (mark.kind) {
      case 'start':
        this.#onStart(run, at);
        return;
      case 'continuation':
        // tcsh reads a here-document after its start mark.
        if (this.#phase === 'sent' || run.linesLeft > 0) this.#onContinuation(run, at);
        return;
      case 'end':
        this.#ended = { mark, at };
        return;
      case 'prompt':
        // A redraw that was due before our Enter, or the prompt of an Enter that KoKo added (§G3): no echo in front of
        // it. A shell whose echo is off looks the same; silence tells (`#onQuiet`).
        if (this.#ended && (this.#isBack || run.stopping === 'incomplete' || this.#echoSeen()))
          this.#lineEnded(run, this.#ended);
        return;
      default:
        mark satisfies never;
        return;
    }
  }

  /** KoKo's refusal of one line leaves the shell waiting for the rest; without that line it would be another command. */
  #onContinuation(run: ActiveRun, at: number): void {
    this.#refusal ??= this.#refusedByKoko(at);
    if (run.heldBack || (run.by !== 'owner' && run.linesLeft === 0)) {
      // What is missing is for those keys to type that typed the rest, or the agent's to give up.
      run.becomes({ kind: 'needs-input', input: 'continuation', line: '' });
      this.#ports.changed();
      return;
    }
    if (this.#refusal !== null) {
      if (!run.stopping) this.#takeBack(run);
      return;
    }
    if (!this.#kokoAnswered) {
      this.#nextLine(run);
      return;
    }
    // A second continuation prompt follows the second Enter.
    this.#settleAfter(strayPromptWait, () => {
      this.#kokoAnswered = false;
      if (this.#run === run && !run.ended) this.#nextLine(run);
    });
  }

  /** What KoKo said to the line typed last; a wait for a reviewer may have printed much in between. */
  #refusedByKoko(end: number): string | null {
    const { output } = this.#ports;
    const at = Math.min(end, this.#answersFrom ?? end);
    const whole = at - this.#sentAt <= 2 * kokoWordsWithin;
    const region = whole
      ? output.text(this.#sentAt, at)
      : output.text(this.#sentAt, this.#sentAt + kokoWordsWithin) + output.text(at - kokoWordsWithin, at);
    return kokoRefusal(region, this.#saidYes);
  }

  /** Output of the line typed last begins at `at`; between it and the output of the lines before nothing counts. */
  #outputBegins(run: ActiveRun, at: number): void {
    if (!run.started) run.outputStart = at;
    else if (this.#outputBroke !== null) this.#ports.output.leaveOut(this.#outputBroke, at);
    this.#outputBroke = null;
    run.started = true;
  }

  #echoSeen(): boolean {
    if (this.#phase === 'running') return true;
    return !this.#level.keepsLines && this.#ports.output.echoEnded(this.#sentAt, this.#sentLine);
  }

  #onStart(run: ActiveRun, at: number): void {
    this.#level.startMarks = 'yes';
    if (run.by !== 'owner' && this.#phase === 'sent')
      this.#ports.begins(run, plainString(this.#ports.output.text(this.#promptEnd, at)).trim());
    // A DEBUG trap marks each simple command: the first counts (§A).
    if (this.#phase === 'running') return;
    this.#ended = null;
    this.#phase = 'running';
    this.#lineStarted = true;
    this.#startedAt = at;
    this.#outputBegins(run, at);
    this.#ports.output.modes.programStarted();
    if (run.outcome.kind === 'awaiting-review') {
      run.becomes({ kind: 'running' });
      this.#ports.changed();
    }
    this.#wake();
  }

  // ---- a run ----------------------------------------------------------------------------------------------------

  /** True when these lines can be typed in this tick. */
  readyFor(lines: readonly string[]): boolean {
    return this.#phase === 'ready' && this.#columnsFor(lines) <= this.#ports.keyboard.cols;
  }

  /** Resolves when they can: waits for a clean-up, and widens the row for long lines (§G2.5). */
  async prepare(lines: readonly string[], signal?: AbortSignal): Promise<void> {
    await this.#whileTidying(signal);
    if (this.#phase !== 'ready' || this.readyFor(lines)) return;
    this.#ports.keyboard.wantedCols = this.#columnsFor(lines);
    this.#tidy();
    await this.#whileTidying(signal);
  }

  /** Another size is wanted: at our prompt resolves when its redraw is over; a program is told at once. */
  async resize(): Promise<void> {
    if (this.#phase === 'ready') this.#tidy();
    else if (this.#phase !== 'tidying') this.#ports.keyboard.applySize();
    await this.#whileTidying();
  }

  #columnsFor(lines: readonly string[]): number {
    const prompt = columnsOf(this.#ports.output.cursorLine(this.#promptStart, this.#promptEnd));
    return prompt + Math.max(...lines.map(columnsOf)) + 2;
  }

  /** Only at `ready`. Types the first line in this tick. */
  start(run: ActiveRun): void {
    this.#run = run;
    this.#sendLine(run.takeLine() ?? '');
    this.#watchQuiet();
  }

  /** The person ends the line at our prompt with Enter; from here on it is a run like any other. */
  enteredByPerson(run: ActiveRun): void {
    this.#run = run;
    run.takeLine();
    this.#sent('');
    this.#ports.keyboard.line('');
    this.#watchQuiet();
  }

  /** Enter behind the rest of a line for which the shell waits. False where it waits for none. */
  restEntered(): boolean {
    const { outcome } = this.#run ?? {};
    if (this.#phase !== 'sent' || outcome?.kind !== 'needs-input' || outcome.input !== 'continuation') return false;
    this.#sent('');
    this.#run?.becomes({ kind: 'running' });
    this.#ports.changed();
    return true;
  }

  /** What stands behind our prompt, typed and not entered. */
  typedLine(): string {
    return plainString(this.#ports.output.text(this.#promptEnd));
  }

  /** It stays in the row when it is typed behind what stands there. */
  fits(text: string): boolean {
    const { output, keyboard } = this.#ports;
    const row = columnsOf(output.cursorLine(this.#promptStart, this.#promptEnd)) + columnsOf(this.typedLine());
    return row + columnsOf(text) + 2 <= keyboard.cols;
  }

  /** Only at `ready`: an empty line behind a clean input buffer; with a key that takes back what stands there. */
  cleanPrompt(takeBack: string | null): void {
    this.#ports.keyboard.wantedCols = this.#ports.keyboard.normalCols;
    if (takeBack === null) {
      this.#tidy();
      return;
    }
    this.#phase = 'tidying';
    this.#nothingAhead = true;
    this.#ports.keyboard.key(takeBack);
    // Between two keys readline can take the signal and not look at it before the next one (1 in 4000 beside load).
    this.#settleAfter(takenBackWait, () => {
      this.#ports.keyboard.key(takeBack);
      this.#settleAfter(cleaningWait, () => this.#becomeStuck());
    });
  }

  /** Resolves when no clean-up is under way. */
  tidied(): Promise<void> {
    return this.#whileTidying();
  }

  /** The person gave the terminal back: what waits is looked at again. */
  lookAgain(): void {
    if (this.#run) this.#watchQuiet();
  }

  /** A line or a key went to the program, or an answer to KoKo's own question: it runs again. */
  answered(what: 'line' | 'key' | 'yes-to-koko' | 'no-to-koko'): void {
    if (what === 'line') {
      this.#answerSent = true;
      this.#answersFrom ??= this.#ports.output.end;
      this.#answeredAt = this.#ports.output.end;
      this.#saidYes = false;
      this.#kokoFrom = this.#ports.output.end;
    } else if (what !== 'key') {
      this.#kokoAnswered = true;
      this.#saidYes = what === 'yes-to-koko';
      this.#kokoFrom = this.#ports.output.end;
    }
    this.#lastOutputAt = this.#ports.clock.now();
    const { outcome } = this.#run ?? {};
    // A console prints its answer behind the last line of a statement; what was typed before is echo.
    if (!this.#options.marks && outcome?.kind === 'needs-input' && outcome.input === 'continuation') this.#sent('');
    this.#run?.becomes({ kind: 'running' });
    this.#ports.changed();
    this.#watchQuiet();
  }

  /** Types a line that is no run of anybody's (`kill -9 %%`); the next prompt mark ends it. */
  typeAside(line: string): void {
    this.#phase = 'tidying';
    this.#ports.keyboard.line(line);
    this.#settleAfter(cleaningWait, () => this.#becomeStuck());
  }

  /** Resolves with true when the shell waits for a command, with false after `ms`. */
  async readyWithin(ms: number): Promise<boolean> {
    const until = this.#ports.clock.now() + ms;
    while (this.#phase !== 'ready' && this.#phase !== 'closed') {
      const left = until - this.#ports.clock.now();
      if (left <= 0) return false;
      await this.#wokenWithin(left);
    }
    return this.#phase === 'ready';
  }

  /**
   * Waits until Ctrl-C reaches the program: its line was typed, its start mark came, and it was forked; or KoKo asks. At
   * most 330 ms after Enter. Tells whether that was needed, or the run ended meanwhile.
   */
  async begun(): Promise<'just-now' | 'before' | 'over'> {
    const { clock } = this.#ports;
    const run = this.#run;
    if (!run || clock.now() - this.#sentTime >= startWait) return 'before';
    while (this.#phase === 'sent' && run.outcome.kind !== 'awaiting-review') {
      const left = this.#sentTime + startWait - clock.now();
      if (left <= 0) break;
      await this.#wokenWithin(left);
    }
    if (this.#phase === 'running') await this.readyWithin(forkWait);
    return run.ended ? 'over' : 'just-now';
  }

  closed(reason: string): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#cancelSettle?.();
    if (this.#run) this.#endRun(this.#run, { kind: 'closed', reason }, this.#ports.output.end);
    this.#stopQuiet();
    this.#wake();
  }

  #sendLine(line: string): void {
    this.#sent(line);
    this.#ports.keyboard.line(line);
  }

  #sent(line: string): void {
    this.#typedWhileRunning = this.#phase === 'running';
    if (!this.#typedWhileRunning) {
      this.#phase = 'sent';
      this.#lineStarted = false;
    }
    this.#ended = null;
    this.#saidYes = false;
    this.#answerSent = false;
    this.#answersFrom = null;
    this.#refusal = null;
    this.#sentAt = this.#ports.output.end;
    this.#kokoFrom = this.#sentAt;
    this.#sentLine = line;
    this.#sentTime = this.#ports.clock.now();
  }

  /** At P, or at B while lines are left. A blank line matters only inside a here-document or quotes. */
  #nextLine(run: ActiveRun): void {
    if (run.stopping) return;
    // What the line before printed may have blinded KoKo: the next one would be neither checked nor recorded.
    const line = this.#ports.output.modes.kokoBlind ? null : run.takeLine();
    if (line !== null) {
      if (this.#level.startMarks === 'yes') this.#sendLine(line);
      else {
        this.#settleAfter(editorWait, () => {
          if (this.#run === run && !run.stopping) this.#sendLine(line);
        });
      }
      return;
    }
    this.#takeBack(run);
  }

  /** Ctrl-C for a command that is not whole. */
  #takeBack(run: ActiveRun): void {
    run.stopping = 'incomplete';
    this.#ports.keyboard.key(this.#options.interruptKey);
    // bash can take it while it puts up its line editor, and then wait without a prompt: an empty line brings that.
    this.#settleAfter(takenBackWait, () => {
      if (this.#run === run) this.#ports.keyboard.line('');
    });
  }

  /** The prompt came back after one typed line. */
  #lineEnded(run: ActiveRun, ended: { readonly mark: EndMark; readonly at: number }): void {
    this.#ended = null;
    const { output } = this.#ports;
    run.at(ended.mark);
    if (this.#isBack) {
      // It ended the shell that it was typed into; what is left of it was meant for that one.
      this.#isBack = false;
      if (!run.started) this.#outputBegins(run, afterEcho(output.ring, this.#sentAt, this.#sentLine) ?? this.#sentAt);
      run.exitCode = ended.mark.exitCode;
      this.#endRun(run, { kind: 'done', exitCode: run.exitCode }, ended.at);
      return;
    }
    if (run.stopping === 'incomplete') {
      this.#endRun(run, this.#refusal === null ? incomplete : { kind: 'refused', text: this.#refusal }, ended.at);
      return;
    }
    // tcsh prints a start mark for the Enter with which KoKo takes a refused line back, too.
    const refusal = this.#refusedByKoko(this.#lineStarted ? this.#startedAt : ended.at);
    if (refusal !== null) {
      this.#endRun(run, { kind: 'refused', text: refusal }, ended.at);
      return;
    }
    if (!this.#lineStarted && this.#level.startMarks === 'unknown') this.#level.startMarks = 'no';
    if (this.#lineStarted) {
      run.exitCode = ended.mark.exitCode;
      if (this.#typedWhileRunning) {
        run.outputStart = afterEcho(output.ring, this.#sentAt, this.#sentLine) ?? run.outputStart;
      }
    } else if (this.#level.startMarks === 'no') {
      run.exitCode = ended.mark.exitCode;
      this.#outputBegins(run, afterEcho(output.ring, this.#sentAt, this.#sentLine) ?? this.#sentAt);
    } else {
      // No start mark: a syntax error, a comment, or nothing at all; the code is the old one (§C).
      const complaint = this.#complaint(ended.at);
      if (complaint !== '' && !run.stopping) {
        this.#lineStays = this.#level.keepsLines;
        this.#endRun(run, { kind: 'refused', text: complaint }, ended.at);
        return;
      }
    }
    if (run.linesLeft > 0 && !run.stopping && !run.heldBack && !output.modes.kokoBlind) {
      this.#phase = 'sent';
      this.#outputBroke = run.started ? outputEnd(output.ring, run.outputStart, ended.at) : null;
      this.#nextLine(run);
      return;
    }
    // A comment leaves the code of the command before; where the shell takes it for a command, it complains.
    const silent = run.runsNothing && plainString(output.text(run.outputStart, ended.at)).trim() === '';
    this.#endRun(run, { kind: 'done', exitCode: silent ? null : run.exitCode }, ended.at);
  }

  /** What the shell said to a line that it did not run. */
  #complaint(endedAt: number): string {
    const { output } = this.#ports;
    // fish writes its echo in pieces, and repeats the line below its complaint.
    const line = this.#level.keepsLines ? '' : this.#sentLine;
    const from = afterEcho(output.ring, this.#sentAt, line) ?? endedAt;
    return plainString(output.text(from, endedAt)).trim();
  }

  #endRun(run: ActiveRun, outcome: RunOutcome, at: number): void {
    if (run.linesLeft > 0 && outcome.kind !== 'closed') run.adds(`${run.linesLeft} of its lines were not typed.`);
    // The last line was refused, or printed nothing.
    if (run.started && this.#outputBroke !== null) this.#ports.output.leaveOut(this.#outputBroke, at);
    this.#outputBroke = null;
    const start = run.started ? run.outputStart : at;
    const end = run.started ? Math.max(start, outputEnd(this.#ports.output.ring, start, at)) : at;
    this.#run = null;
    this.#stopQuiet();
    this.#ports.keyboard.wantedCols = this.#ports.keyboard.normalCols;
    if (this.#phase !== 'closed') this.#tidy();
    run.ends(outcome, { start, end }, this.#ports.clock.now());
    this.#ports.runEnded(run);
  }

  // ---- between runs ---------------------------------------------------------------------------------------------

  /** At our prompt: cleans KoKo's input buffer (§F), sets the width, waits for strays; then the shell is ready. */
  #tidy(): void {
    this.#cancelSettle?.();
    this.#cancelSettle = null;
    this.#phase = 'tidying';
    if (this.#lineStays) {
      // fish draws its prompt again, and drops what was typed before that is done.
      this.#settleAfter(redrawWait, () => {
        this.#lineStays = false;
        this.#ports.keyboard.key(this.#options.interruptKey);
        this.#settleAfter(cleaningWait, () => this.#becomeStuck());
      });
      return;
    }
    const nothingAhead = this.#nothingAhead;
    this.#nothingAhead = false;
    if (this.#ports.keyboard.dirty && this.#ports.driven() && !nothingAhead) {
      this.#settleAfter(typedAheadWait, () => {
        // Enter would run what was typed ahead.
        if (this.typedLine().trim() === '') this.#cleanBuffer();
        else this.#readyWithEditor();
      });
      return;
    }
    if (this.#ports.keyboard.dirty) {
      this.#cleanBuffer();
      return;
    }
    if (this.#ports.keyboard.applySize()) {
      this.#settleAfter(redrawWait, () => this.#tidy());
      return;
    }
    if (this.#kokoAnswered) {
      this.#kokoAnswered = false;
      this.#settleAfter(strayPromptWait, () => this.#tidy());
      return;
    }
    this.#readyWithEditor();
  }

  #cleanBuffer(): void {
    this.#ports.keyboard.line('');
    const done = this.#options.marks ? () => this.#becomeStuck() : () => this.#tidy();
    this.#settleAfter(this.#options.marks ? cleaningWait : fallbackQuiet, done);
  }

  #readyWithEditor(): void {
    if (this.#level.startMarks === 'yes') {
      this.#becomeReady();
      return;
    }
    this.#phase = 'tidying';
    this.#settleAfter(editorWait, () => this.#becomeReady());
  }

  #becomeReady(): void {
    this.#phase = 'ready';
    this.#wake();
  }

  /** Without marks only the text of a prompt ends a clean-up or frees a stuck shell. */
  #settleAtPrompt(): void {
    if (this.#phase !== 'stuck' && this.#phase !== 'tidying') return;
    const seen = this.#prompts.recognise(this.#ports.output.cursorLine(0));
    const wasStuck = this.#phase === 'stuck';
    this.#settleAfter(seen === 'known' ? knownPromptQuiet : fallbackQuiet, () => {
      if (!wasStuck || this.#prompts.recognise(this.#ports.output.cursorLine(0)) !== 'none') this.#tidy();
      if (wasStuck) this.#ports.changed();
    });
  }

  #becomeStuck(): void {
    this.#phase = 'stuck';
    this.#wake();
    this.#ports.changed();
  }

  #settleAfter(ms: number, task: () => void): void {
    this.#cancelSettle?.();
    this.#cancelSettle = this.#ports.clock.after(ms, task);
  }

  #wokenWithin(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const woken = () => {
        cancel();
        this.#waiters.delete(woken);
        resolve();
      };
      const cancel = this.#ports.clock.after(ms, woken);
      this.#waiters.add(woken);
    });
  }

  async #whileTidying(signal?: AbortSignal): Promise<void> {
    while (this.#phase === 'tidying') {
      await new Promise<void>((resolve) => this.#waiters.add(resolve));
      signal?.throwIfAborted();
    }
  }

  #wake(): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const wake of waiters) wake();
  }

  // ---- silence --------------------------------------------------------------------------------------------------

  #lookForKoko(run: ActiveRun): void {
    const { output } = this.#ports;
    const asked = run.outcome.kind === 'awaiting-review';
    const inProgram = this.#level.startMarks === 'no' || this.#answerSent;
    if (inProgram && !asked && output.end - this.#kokoFrom > kokoWordsWithin) return;
    const region = output.text(this.#kokoFrom, this.#kokoFrom + kokoWordsWithin);
    const said = kokoWord(region);
    if (!said) return;
    if (said.kind === 'refused') {
      if (this.#answerSent) {
        this.#answerSent = false;
        run.adds(`JumpServer did not let the answer through: ${said.text}.`);
      }
      return;
    }
    if (
      asked &&
      said.kind === 'ticket' &&
      isApproved(output.text(Math.max(this.#kokoFrom, output.end - kokoWordsWithin)))
    ) {
      this.#kokoFrom = output.end;
      run.becomes({ kind: 'running' });
      this.#ports.changed();
      return;
    }
    if (run.outcome.kind === 'awaiting-review' && run.outcome.text === said.text) return;
    run.becomes({
      kind: 'awaiting-review',
      step: said.kind === 'ticket' ? 'ticket' : said.question,
      text: said.text,
    });
    this.#ports.changed();
    this.#wake();
  }

  /** fish drew its prompt again with the open line behind it, as after a resize, or when a job has ended. */
  #redrawnOpen(endedAt: number): boolean {
    if (!this.#level.keepsLines) return false;
    const line = this.#sentLine.trim();
    const complains = this.#complaint(endedAt)
      .split('\n')
      .some((said) => said.trim() !== '' && !said.trimEnd().endsWith(line) && !jobEnded.test(said));
    if (complains) return false;
    return plainString(this.#ports.output.text(this.#promptEnd)).trim() !== '';
  }

  #stopQuiet(): void {
    this.#cancelQuiet?.();
    this.#cancelQuiet = null;
  }

  /** One timer, moved on as output comes: nothing is armed per frame. */
  #watchQuiet(after: number = this.#firstLook): void {
    this.#cancelQuiet?.();
    this.#cancelQuiet = this.#ports.clock.after(after, () => {
      this.#cancelQuiet = null;
      const run = this.#run;
      if (!run || run.outcome.kind === 'awaiting-review') return;
      const quiet = this.#ports.clock.now() - this.#lastOutputAt;
      if (quiet < this.#firstLook) return this.#watchQuiet(this.#firstLook - quiet);
      this.#onQuiet(run, quiet);
    });
  }

  #onQuiet(run: ActiveRun, quiet: number): void {
    const { output } = this.#ports;
    if (this.#phase === 'sent' && this.#ended) {
      if (!this.#level.keepsLines && quiet < quietWithoutEcho) this.#watchQuiet(quietWithoutEcho - quiet);
      else if (this.#redrawnOpen(this.#ended.at)) this.#onContinuation(run, this.#ended.at);
      else this.#lineEnded(run, this.#ended);
      return;
    }
    // Before the start mark only the echo has come, or nothing.
    if (this.#phase === 'sent' && this.#level.startMarks === 'yes') {
      const echoed = output.text(this.#sentAt, this.#sentAt + kokoWordsWithin).includes('\n');
      if (this.#level.keepsLines && echoed) this.#onContinuation(run, output.end);
      return;
    }
    const echoEnd = this.#phase === 'sent' ? afterEcho(output.ring, this.#sentAt, this.#sentLine) : run.outputStart;
    if (echoEnd === null) return;
    if (this.#phase === 'sent' && !run.started) run.outputStart = echoEnd;
    const { input: guess, line } = output.classify(echoEnd);
    const input = !this.#options.marks && isContinuation(line) ? 'continuation' : guess;
    if (!this.#options.marks && this.#endedAtPrompt(run, { echoEnd, quiet, input })) return;
    if (input === null) return;
    if (output.end === this.#answeredAt && input !== 'fullscreen' && quiet < quietAfterAnswer) {
      this.#watchQuiet();
      return;
    }
    if (input === 'foreign-prompt' && quiet < quietBeforeForeignPrompt) {
      this.#watchQuiet(quietBeforeForeignPrompt - quiet);
      return;
    }
    if (input === 'fullscreen' && isMultiplexer(run.command)) run.note ??= multiplexerNote;
    if (input === 'foreign-prompt' && this.#ports.foreignPrompt(run)) return;
    run.becomes({ kind: 'needs-input', input, line: input === 'fullscreen' ? '' : line.slice(-200) });
    this.#ports.changed();
  }

  get #firstLook(): number {
    return this.#options.marks ? quietBeforeLook : knownPromptQuiet;
  }

  /** Without marks the text of the prompt ends a command (§K12). True when there is nothing else to look for now. */
  #endedAtPrompt(
    run: ActiveRun,
    { echoEnd, quiet, input }: { readonly echoEnd: number; readonly quiet: number; readonly input: InputKind | null },
  ): boolean {
    const { output } = this.#ports;
    const prompt = this.#prompts.find(output.text(Math.max(echoEnd, output.end - longestPromptRow)));
    if (prompt.seen !== 'known' && quiet < fallbackQuiet) {
      this.#watchQuiet(fallbackQuiet - quiet);
      return true;
    }
    if (prompt.seen === 'none' || (prompt.seen === 'shaped' && input === 'repl')) return false;
    const at = Math.max(echoEnd, output.end - prompt.bytes);
    this.#prompts.learn(prompt.line);
    this.#promptStart = at;
    this.#promptEnd = output.end;
    const said = kokoWord(output.text(this.#sentAt, this.#sentAt + kokoWordsWithin));
    if (said?.kind === 'refused') {
      this.#endRun(run, { kind: 'refused', text: said.text }, at);
      return true;
    }
    run.started = true;
    this.#endRun(run, { kind: 'done', exitCode: null }, at);
    return true;
  }
}

/** What fish says of a job between two lines. */
const jobEnded = /^\s*(?:fish: )?Job \d+, .* has ended\s*$/;

const incomplete: RunOutcome = {
  kind: 'refused',
  text: 'The command is not complete: the shell waited for more (an open quote, bracket or here-document).',
};
