import type { Clock } from '../errors/clock.ts';
import { Emitter } from '../errors/emitter.ts';
import type { KokoSession } from '../koko/frames.ts';
import { KokoConnection, type KokoPorts, KokoSilent } from '../koko/koko-connection.ts';
import { ActiveRun } from './active-run.ts';
import { decideNested } from './decide-nested.ts';
import { Driving } from './driving.ts';
import { Hand } from './hand.ts';
import { keyFrames } from './key-frames.ts';
import { Keyboard } from './keyboard.ts';
import { type Mark, MarkParser } from './mark-parser.ts';
import { keyBytes, type NamedKey } from './named-keys.ts';
import { cleanPrompt, type OpeningResult, openShell } from './opening.ts';
import { OpeningText } from './opening-text.ts';
import type { Edges } from './output-page.ts';
import { lastLine } from './plain-text.ts';
import type { ScreenTail } from './screen-tail.ts';
import { SecretScrubber } from './secret-scrubber.ts';
import { Shell } from './shell.ts';
import { fingerprint } from './shell-integration.ts';
import { type ShellLevel, ShellLevels } from './shell-levels.ts';
import { marksAgain, notTaught, shellInside } from './shell-notes.ts';
import { Stopper } from './stopper.ts';
import {
  heldTooMuch,
  keyLeft,
  kokoBlind,
  notAsked,
  notDriving,
  nothingToInterrupt,
  oneLineAtATime,
  pausedByPerson,
  secretNotAsked,
  secretNotTypeable,
  terminalBusy,
  terminalClosed,
  terminalPaused,
} from './terminal-errors.ts';
import type { Run, TerminalOwner, TerminalState, TerminalSummary, TerminalTarget } from './terminal-model.ts';
import { TerminalOutput } from './terminal-output.ts';
import { TerminalReader } from './terminal-reader.ts';
import type {
  BeforeTyping,
  Interruption,
  OutputText,
  RunRequest,
  ScreenText,
  TerminalSnapshot,
  Typing,
  WriteInput,
} from './terminal-service.ts';
import { longestLine, typeableLines } from './typeable.ts';
import { decideWrite } from './write-rules.ts';

export interface TerminalOptions {
  readonly id: string;
  readonly target: TerminalTarget;
  readonly owner: TerminalOwner;
  readonly clock: Clock;
  /** Cryptographic randomness. */
  readonly random: (bytes: number) => Uint8Array;
  readonly cols: number;
  readonly rows: number;
  /** A run that prints more bytes is stopped with Ctrl-C. */
  readonly maxOutputBytes: number;
  /** Called last before anything is typed for an agent, in the same turn; what it throws, nothing is typed. */
  readonly willType?: ((typing: Typing) => void) | undefined;
}

export interface OneTerminalEvents {
  changed: undefined;
  output: { readonly offset: number; readonly bytes: Uint8Array };
  resized: { readonly cols: number; readonly rows: number };
  'run-started': Run;
  'run-ended': Run;
}

/** The decision that it is a shell has been made by its prompt, whatever the asset is. */
const integrable = 'linux';

/** Runs that a summary keeps, and characters held back at the prompt. */
const runsKept = 50;
/** An echo comes at once; what looks like its beginning and is not continued within this is none. In ms. */
const echoWait = 150;
const heldAtMost = 20_000;

/** One live shell behind KoKo: one connection, one owner, at most one run at a time. Nothing pauses its socket: all its consumers are bounded. */
export class Terminal {
  readonly events = new Emitter<OneTerminalEvents>();
  readonly id: string;
  readonly target: TerminalTarget;
  readonly owner: TerminalOwner;
  readonly openedAt: number;
  /** When an owner last did something, in ms since the epoch. */
  lastUsedAt: number;
  readonly #options: TerminalOptions;
  readonly #clock: Clock;
  readonly #levels = new ShellLevels();
  readonly #loginId: string;
  readonly #parser: MarkParser;
  readonly #output: TerminalOutput;
  readonly reader: TerminalReader;
  #opening: OpeningText;
  readonly #sink = {
    bytes: (chunk: Uint8Array) => this.#onBytes(chunk),
    mark: (mark: Mark, id: string) => this.#onMark(mark, id),
  };
  #connection: KokoConnection | null = null;
  #keyboard: Keyboard | null = null;
  #shell: Shell | null = null;
  #session: KokoSession | null = null;
  #marks = false;
  #openingId = '';
  #openingMark: Extract<Mark, { kind: 'end' }> | null = null;
  #lockedBy: string | null = null;
  #closed: { readonly reason: string; readonly at: number } | null = null;
  #runs: ActiveRun[] = [];
  #runCount = 0;
  #held = '';
  #stopper: Stopper | null = null;
  readonly #hand: Hand;
  #driving: Driving | null = null;
  /** The person's run whose text is not known in full yet: nobody was told of it. */
  #unnamed: ActiveRun | null = null;
  /** While a shell inside is being integrated, nobody else may type. */
  #entering: Promise<void> | null = null;
  #triedToEnter: ActiveRun | null = null;
  /** A secret was typed to this run: until it ends, its output is searched for it. */
  #scrubber: { readonly run: ActiveRun; readonly secret: SecretScrubber; cancel: () => void } | null = null;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.id = options.id;
    this.target = options.target;
    this.owner = options.owner;
    this.openedAt = options.clock.now();
    this.lastUsedAt = this.openedAt;
    this.#hand = new Hand(options.owner.kind, options.clock);
    this.#loginId = this.#newMarkId();
    this.#parser = new MarkParser(this.#loginId);
    this.#opening = new OpeningText(options.clock);
    this.#output = new TerminalOutput(
      options,
      (offset, bytes) => this.events.emit('output', { offset, bytes }),
      (size) => this.events.emit('resized', size),
    );
    this.reader = new TerminalReader({
      output: this.#output,
      clock: options.clock,
      onOutput: (listener) => this.events.on('output', listener),
      newestRun: () => this.#runs.at(-1),
      isClosed: () => this.#closed !== null,
    });
  }

  /**
   * Connects with a one-use token and readies the shell. Throws what KokoConnection.connect throws, and `terminal-closed`;
   * after KokoSilent it may be called again. `mayStaySilent`: a session without a word is taken as it is.
   */
  async open(
    koko: KokoPorts,
    link: { readonly kokoUrl: string; readonly tokenId: string; readonly mayStaySilent?: boolean },
    signal?: AbortSignal,
  ): Promise<void> {
    const { cols, rows } = this.#options;
    const connection = new KokoConnection(koko, { ...link, cols, rows });
    this.#connection = connection;
    this.#keyboard = new Keyboard(connection, this.#output, { cols, rows });
    connection.events.on('output', (bytes) => this.#receive(bytes));
    connection.events.on('locked', ({ by }) => this.#setLock(by));
    connection.events.on('unlocked', () => this.#setLock(null));
    connection.events.on('closed', ({ reason }) => this.#onClosed(reason));
    this.#session = await connection.connect(signal);
    const abort = () => this.close('The opening was given up.');
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const keyboard = this.#keyboard;
      const result = await openShell(this.#opening.port(keyboard), this.#loginId, this.target.asset.type);
      if (result.kind === 'no-prompt' && link.mayStaySilent === false && this.#opening.silent) {
        this.#abandon(connection);
        throw new KokoSilent('The session on the asset opened and then said nothing.');
      }
      this.#begin(keyboard, result);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  get state(): TerminalState {
    if (this.#closed) return { kind: 'closed', ...this.#closed };
    if (this.#lockedBy !== null) return { kind: 'locked', by: this.#lockedBy };
    const shell = this.#shell;
    if (!shell) return { kind: 'opening' };
    const run = shell.run;
    if (!run) {
      if (shell.phase !== 'stuck') return { kind: 'prompt' };
      const input = this.#output.classify(0).input ?? 'plain';
      return { kind: 'needs-input', runId: null, input, since: shell.lastOutputAt };
    }
    switch (run.outcome.kind) {
      case 'needs-input':
        // Whoever sits at the emulator gives it.
        if (this.#hand.attached && !this.#hand.taken) return { kind: 'running', runId: run.id, since: run.startedAt };
        return { kind: 'needs-input', runId: run.id, input: run.outcome.input, since: shell.lastOutputAt };
      case 'awaiting-review':
        return { ...run.outcome, runId: run.id };
      default:
        return { kind: 'running', runId: run.id, since: run.startedAt };
    }
  }

  summary(): TerminalSummary {
    return {
      id: this.id,
      target: this.target,
      owner: this.owner,
      state: this.state,
      hand: this.#hand.view,
      openedAt: this.openedAt,
      jumpserverSessionId: this.#session?.id ?? null,
      runs: this.#runs.map((run) => this.#view(run)),
      outputEnd: this.#output.end,
      size: {
        cols: this.#keyboard?.cols ?? this.#options.cols,
        rows: this.#keyboard?.rows ?? this.#options.rows,
      },
      marks: this.#marks,
      shell: this.#levels.place,
    };
  }

  /** The person took it from its agent: the agent's calls wait. */
  get taken(): boolean {
    return this.#hand.taken;
  }

  /** True as soon as its agent may type again, false when `ms` are over. */
  agentsWithin(ms: number, signal?: AbortSignal): Promise<boolean> {
    return this.#hand.agentsWithin(ms, signal);
  }

  /** The person drives from now on; what runs goes on. False where they drive already. Throws `terminal-closed`. */
  takeOver(): boolean {
    if (this.#closed) throw terminalClosed(this.#closed.reason);
    if (!this.#hand.take()) return false;
    this.#held = '';
    // What an emulator typed and is not sent yet would come between their keys.
    this.#driving?.stop();
    const run = this.#shell?.run;
    if (run) {
      run.heldBack = true;
      run.adds('The person took over while it ran.');
      run.tell();
    }
    this.events.emit('changed', undefined);
    return true;
  }

  /** At our prompt what the person left there is taken away first. Throws `write-not-allowed` where they do not drive. */
  async handBack(): Promise<void> {
    if (!this.#hand.taken) throw notDriving();
    await this.#driving?.clean();
    if (!this.#hand.taken) return;
    this.#driving?.stop();
    this.#hand.giveBack();
    this.lastUsedAt = this.#clock.now();
    // What stands half typed in another shell must not be entered by teaching it.
    if (this.#keyboard?.dirty) this.#triedToEnter = this.#shell?.run ?? null;
    this.#shell?.lookAgain();
    this.events.emit('changed', undefined);
  }

  /** Keys of the person, as a terminal emulator sends them. Throws `write-not-allowed`, `terminal-closed`, `terminal-paused`. */
  type(data: string): void {
    if (!this.#hand.byPerson) throw notDriving();
    this.#driver().type(keyFrames(data));
  }

  /** Its owner's emulator types from now on, key by key, and says how large it is. */
  attach(): void {
    this.#hand.attach();
    this.events.emit('changed', undefined);
  }

  get attached(): boolean {
    return this.#hand.attached;
  }

  /** Keys of the owner's emulator. Throws `paused-by-person`, `write-not-allowed`, `terminal-closed`, `terminal-paused`. */
  typeAttached(data: string): void {
    if (this.#hand.taken) throw pausedByPerson(this.id);
    this.#driver().type(keyFrames(data));
  }

  /** Throws `paused-by-person`, `terminal-closed`. */
  async resize(size: { readonly cols: number; readonly rows: number }): Promise<void> {
    if (this.#closed) throw terminalClosed(this.#closed.reason);
    if (this.#hand.taken) throw pausedByPerson(this.id);
    this.lastUsedAt = this.#clock.now();
    this.#keyboard?.want(size);
    // Behind the keys of an emulator nothing waits: its window has that size already.
    if (this.#hand.attached) this.#keyboard?.applySize();
    else await this.#shell?.resize();
    this.events.emit('changed', undefined);
  }

  /** See Driving. */
  async paste(text: string): Promise<void> {
    if (!this.#hand.byPerson) throw notDriving();
    await this.#driver().paste(text);
  }

  /**
   * Throws `command-not-typeable`, `terminal-busy`, `terminal-paused`, `paused-by-person`, `terminal-closed`; when the signal fires the command
   * is interrupted, and the signal's reason thrown.
   */
  async run(request: Pick<RunRequest, 'command' | 'patienceMs' | 'signal' | 'beforeTyping'>): Promise<Run> {
    const lines = typeableLines(request.command);
    const shell = this.#idleShell();
    if (!shell.readyFor(lines)) await shell.prepare(lines, request.signal);
    this.#idleShell();
    if (lines.length > 1 && !this.#marks) throw oneLineAtATime();
    if (this.#output.modes.kokoBlind) throw kokoBlind(this.id);
    if (shell.phase !== 'ready') throw terminalBusy(this.id, 'another command came first');
    request.signal?.throwIfAborted();
    const { command } = request;
    this.#willType(
      { kind: 'command', command, runId: this.#nextRunId(), terminal: this.summary() },
      request.beforeTyping,
    );
    const run = this.#newRun(request.command, lines, 'owner');
    shell.start(run);
    this.#started(run);
    try {
      await run.news(this.#clock, request.patienceMs, request.signal);
    } catch (reason) {
      await this.#cancelled(run);
      throw reason;
    }
    return this.#view(run);
  }

  /** Null when there is no such run any more. */
  async waitForRun(runId: string, patienceMs: number, signal?: AbortSignal): Promise<Run | null> {
    const run = this.#runs.find((one) => one.id === runId);
    if (!run) return null;
    this.lastUsedAt = this.#clock.now();
    await run.news(this.#clock, patienceMs, signal);
    return this.#view(run);
  }

  /** Throws `write-not-allowed` and what `run` throws. */
  async write(
    owner: TerminalOwner['kind'],
    input: WriteInput,
    patienceMs: number,
    signal?: AbortSignal,
    beforeTyping?: BeforeTyping,
  ): Promise<Run | null> {
    this.lastUsedAt = this.#clock.now();
    await this.#entering;
    signal?.throwIfAborted();
    if (owner === 'agent' && this.#hand.taken) throw pausedByPerson(this.id);
    const before = this.state;
    let what: Parameters<Shell['answered']>[0] = 'key';
    const decision = decideWrite(this.#stateNow(), owner, input);
    switch (decision.kind) {
      case 'refuse':
        throw decision.error;
      case 'hold':
        if (this.#held.length + decision.text.length > heldAtMost) throw heldTooMuch(heldAtMost);
        this.#held += decision.text;
        return null;
      case 'forget-held':
        this.#held = '';
        return null;
      case 'run-held': {
        const held = this.#held;
        const command = held + decision.text;
        this.#held = '';
        if (command.trim() === '') return null;
        return this.run({
          command,
          patienceMs,
          ...(signal ? { signal } : {}),
          beforeTyping: (typing) => {
            this.#held = held;
            beforeTyping?.(typing);
          },
        });
      }
      case 'interrupt':
        return (await this.interrupt()).run;
      case 'line':
        if (owner === 'agent' && this.#output.modes.kokoBlind) throw kokoBlind(this.id);
        // It could be a command to a shell inside; a key that is left in KoKo's buffer would hide it (§G1 #13).
        if (owner === 'agent' && this.#keyboard?.dirty) throw keyLeft();
        this.#willType({ kind: 'input', input, terminal: this.summary() }, beforeTyping, owner);
        what = 'line';
        this.#keyboard?.line(decision.text);
        break;
      case 'key':
        if (before.kind === 'awaiting-review') what = decision.key === 'y' ? 'yes-to-koko' : 'no-to-koko';
        this.#willType({ kind: 'input', input, terminal: this.summary() }, beforeTyping, owner);
        this.#keyboard?.key(this.#bytesOf(decision.key));
        break;
      default:
        return decision satisfies never;
    }
    const run = this.#shell?.run ?? null;
    this.#shell?.answered(what);
    try {
      await run?.news(this.#clock, patienceMs, signal);
    } catch (reason) {
      if (run) await this.#cancelled(run);
      throw reason;
    }
    return run ? this.#view(run) : null;
  }

  /** Throws `write-not-allowed` unless that program still waits for a secret at that prompt. */
  async typeSecret(
    { prompt, secret }: { readonly prompt: string; readonly secret: string },
    patienceMs: number,
    signal?: AbortSignal,
  ): Promise<Run | null> {
    const run = this.#shell?.run ?? null;
    const asked = this.state.kind === 'needs-input' && run?.outcome.kind === 'needs-input' ? run.outcome : null;
    if (!run || asked?.input !== 'password' || asked.line !== prompt) throw secretNotAsked();
    if (secret === '' || /[\x00-\x1f\x7f-\x9f]/.test(secret) || Buffer.byteLength(secret) > longestLine)
      throw secretNotTypeable();
    this.lastUsedAt = this.#clock.now();
    this.#scrub(secret);
    this.#keyboard?.line(secret);
    this.#shell?.answered('line');
    await run.news(this.#clock, patienceMs, signal);
    return this.#view(run);
  }

  wouldType(owner: TerminalOwner['kind'], input: WriteInput): Typing | null {
    const decision = decideWrite(this.#stateNow(), owner, input);
    switch (decision.kind) {
      case 'run-held': {
        const command = this.#held + decision.text;
        return command.trim() === ''
          ? null
          : { kind: 'command', command, runId: this.#nextRunId(), terminal: this.summary() };
      }
      case 'line':
      case 'key':
        return { kind: 'input', input, terminal: this.summary() };
      default:
        return null;
    }
  }

  /** Throws `write-not-allowed` where JumpServer asks nothing, `terminal-paused`. */
  answerReview(yes: boolean, note: string): void {
    if (this.#lockedBy !== null) throw terminalPaused(this.#lockedBy);
    const run = this.#shell?.run;
    const { outcome } = run ?? {};
    if (!run || outcome?.kind !== 'awaiting-review' || outcome.step === 'ticket') throw notAsked();
    if (note !== '') run.note = note;
    // KoKo takes a lone character only (command-engine §G3).
    this.#keyboard?.key(yes ? 'y' : 'n');
    this.#shell?.answered(yes ? 'yes-to-koko' : 'no-to-koko');
  }

  /** Throws `nothing-to-interrupt`, `terminal-paused`, `terminal-closed`. Calls at the same time share one climb. */
  async interrupt(): Promise<Interruption> {
    if (this.#entering) {
      // It takes a second or two, and ends the run.
      const run = this.#shell?.run ?? null;
      await this.#entering;
      if (run?.ended) return { stopped: true, keys: [], note: '', run: this.#view(run) };
    }
    if (this.#closed) throw terminalClosed(this.#closed.reason);
    if (this.#lockedBy !== null) throw terminalPaused(this.#lockedBy);
    const run = this.#shell?.run ?? null;
    if (!this.#stopper || (!run && this.#shell?.phase !== 'stuck')) throw nothingToInterrupt();
    this.lastUsedAt = this.#clock.now();
    const stopping = await this.#stopper.stop(run);
    return { ...stopping, run: run ? this.#view(run) : null };
  }

  readOutput(from: number, maxBytes: number, edges?: Edges): OutputText {
    return this.#output.read(from, maxBytes, this.#closed !== null, edges);
  }

  readScreen(): Promise<ScreenText> {
    return this.#output.screenText();
  }

  snapshot(): Promise<TerminalSnapshot> {
    return this.#output.snapshot();
  }

  tail(lines: number): Promise<ScreenTail> {
    return this.#output.tail(lines);
  }

  /** Ends the session on the asset; output and runs stay readable. */
  close(reason: string): void {
    this.#connection?.close(reason);
    this.#onClosed(reason);
  }

  dispose(): void {
    this.close('Drawbridge closed it.');
    this.#output.dispose();
    this.events.dispose();
  }

  // ---- private --------------------------------------------------------------------------------------------------

  /** For another attempt: it ends unheard. */
  #abandon(connection: KokoConnection): void {
    connection.events.dispose();
    connection.close('It stayed silent.');
    this.#connection = null;
    this.#keyboard = null;
    this.#session = null;
  }

  #receive(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#parser.push(bytes, this.#sink);
    this.#releaseSoon();
    if (this.#shell && !this.#entering) this.#shell.onFrame();
    else this.#opening.onFrame();
  }

  #onBytes(bytes: Uint8Array): void {
    this.#show(this.#scrubber ? this.#scrubber.secret.push(bytes) : bytes);
  }

  /** What was held back because it could be the beginning of a secret. */
  #release(): boolean {
    const held = this.#scrubber?.secret.flush();
    if (!held || held.length === 0) return false;
    this.#show(held);
    return true;
  }

  /** The end of a prompt must not wait for what never comes. */
  #releaseSoon(): void {
    const scrubber = this.#scrubber;
    if (!scrubber) return;
    scrubber.cancel();
    scrubber.cancel = this.#clock.after(echoWait, () => {
      if (!this.#release()) return;
      if (this.#shell && !this.#entering) this.#shell.onFrame();
      else this.#opening.onFrame();
    });
  }

  #show(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#output.modes.push(chunk);
    if (!this.#shell || this.#entering) this.#opening.append(chunk);
    // The integration line and its echo carry the mark id and are nobody's output (§B).
    if (!this.#opening.hidden) this.#output.append(chunk);
  }

  #onMark(mark: Mark, id: string): void {
    this.#release();
    // What a run left open ends behind it.
    if (mark.kind !== 'end') this.#output.endOpenSequence();
    this.#followMark(mark, id);
    if (mark.kind === 'end') this.#output.endOpenSequence();
  }

  #followMark(mark: Mark, id: string): void {
    const shell = this.#shell;
    const current = this.#levels.current;
    if (!shell || (this.#entering && id === this.#openingId)) {
      if (mark.kind === 'end') this.#openingMark = mark;
      if (mark.kind === 'prompt') this.#opening.onPromptMark();
      return;
    }
    if (this.#entering) {
      // Our own shell that lost its prompt marks still prints its start mark.
      if (mark.kind !== 'end' && mark.kind !== 'prompt') return;
      // Only the shell around it prints this: the one that was to be integrated has ended.
      this.#opening.close('The shell inside has ended.');
      this.#opening.hidden = false;
    }
    if (id !== current?.id) {
      if (!this.#levels.returnedTo(id)) return;
      if (this.#levels.current) shell.left(this.#levels.current);
      this.events.emit('changed', undefined);
    } else if (this.#entering && mark.kind === 'end') shell.left(current);
    if (mark.kind === 'end') this.#levels.at(mark);
    shell.onMark(mark);
  }

  #begin(keyboard: Keyboard, result: OpeningResult): void {
    this.#opening.hidden = false;
    this.#marks = result.kind === 'marks';
    const level = this.#newLevel(this.#loginId, result, false);
    if (this.#marks) this.#levels.enter(level);
    const shell = new Shell(
      {
        clock: this.#clock,
        keyboard,
        output: this.#output,
        changed: () => this.events.emit('changed', undefined),
        runEnded: (run) => this.#onRunEnded(run),
        overLimit: (run) => this.#onOverLimit(run),
        driven: () => this.#hand.driven,
        begins: (run, line) => this.#isNamed(run, line),
        startedAhead: (line) => {
          if (!this.#hand.driven || line === '') return null;
          this.#unnamed = this.#newRun(line, [line], this.#typist);
          return this.#unnamed;
        },
        foreignPrompt: (run) => this.#onForeignPrompt(run),
      },
      {
        marks: this.#marks,
        level,
        interruptKey: this.#interruptKey(),
        maxOutputBytes: this.#options.maxOutputBytes,
        atPrompt: result.kind !== 'no-prompt',
      },
    );
    this.#shell = shell;
    this.#stopper = new Stopper({
      ...{ clock: this.#clock, shell, keyboard, output: this.#output, interruptKey: this.#interruptKey() },
      jobControl: this.#marks,
    });
    this.#driving = new Driving({
      ...{ clock: this.#clock, shell, keyboard, interruptKey: this.#interruptKey() },
      state: () => this.state,
      ours: () => this.#entering ?? this.#stopper?.climbing ?? null,
      entered: (line, isWhole) => {
        const run = this.#newRun(line, [line], this.#typist);
        if (!isWhole) this.#unnamed = run;
        shell.enteredByPerson(run);
        if (isWhole) this.#started(run);
      },
      run: (lines) => {
        const run = this.#newRun(lines.join('\n'), lines, this.#typist);
        shell.start(run);
        this.#started(run);
      },
      secretTyped: (secret) => this.#scrub(secret),
      asksForSecret: () => {
        const now = this.#stateNow();
        return now.kind === 'needs-input' && now.input === 'password';
      },
    });
    if (this.#closed) shell.closed(this.#closed.reason);
    this.events.emit('changed', undefined);
  }

  /** 96 bits: no program can guess it and forge an exit code; never shown to agents (command-engine §D). */
  #newMarkId(): string {
    return Buffer.from(this.#options.random(12)).toString('hex');
  }

  /** bash ≥ 5.1, zsh, fish and tcsh print a start mark; dash, ash and ksh do not, an old bash may lack it. */
  #newLevel(id: string, result: OpeningResult, inside: boolean): ShellLevel {
    const kind = result.kind === 'marks' ? result.shell : 'unknown';
    const startMarks = result.kind !== 'marks' ? 'no' : kind === 'unknown' ? 'unknown' : 'yes';
    const { user = null, userName = null, cwd = null } = this.#openingMark ?? {};
    return { id, inside, startMarks, keepsLines: kind === 'fish', user, userName, cwd };
  }

  /** §A "marks lost", §K10. True when the shell behind that prompt is being integrated. */
  #onForeignPrompt(run: ActiveRun): boolean {
    const keyboard = this.#keyboard;
    if (!this.#marks || !keyboard || this.#entering || this.#lockedBy !== null || run.stopping) return false;
    // A line of ours would stand between the keys of the person.
    if (this.#hand.driven) return false;
    if (this.#output.modes.kokoBlind || this.#levels.full || this.#triedToEnter === run) return false;
    const before = this.#output.text(Math.max(run.outputStart, this.#output.end - 4096));
    const { bracketedPaste } = this.#output.modes;
    const fish = fingerprint(before) === 'fish';
    const decision = decideNested({ command: run.command, line: lastLine(before), bracketedPaste, fish });
    if (decision.kind === 'leave') {
      run.note = decision.note;
      return false;
    }
    this.#triedToEnter = run;
    this.#entering = this.#enter(keyboard, before, decision.kind === 'inside').finally(() => {
      this.#entering = null;
    });
    return true;
  }

  /** Types the integration line into the shell that waits, with an id of its own; never rejects. */
  async #enter(keyboard: Keyboard, before: string, inside: boolean): Promise<void> {
    const id = this.#newMarkId();
    this.#parser.accept(id);
    this.#openingId = id;
    this.#openingMark = null;
    const opening = new OpeningText(this.#clock, before);
    this.#opening = opening;
    const port = opening.port(keyboard);
    try {
      if (keyboard.dirty) await cleanPrompt(port);
      const result = await openShell(port, id, integrable);
      opening.hidden = false;
      if (result.kind !== 'marks') {
        this.#shell?.notEntered(notTaught);
        return;
      }
      const level = this.#newLevel(id, result, inside);
      this.#levels.enter(level);
      this.#shell?.entered(level, inside ? shellInside(this.#levels.place) : marksAgain);
    } catch {
      // Closed, or the shell outside spoke: whoever waits has heard it.
      opening.hidden = false;
    }
  }

  #interruptKey(): string {
    return this.#session?.ctrlCAsCtrlZ ? '\x1a' : '\x03';
  }

  #bytesOf(key: NamedKey): string {
    const { applicationCursor } = this.#output.modes;
    return keyBytes(key, { applicationCursor, backspaceAsCtrlH: this.#session?.backspaceAsCtrlH ?? false });
  }

  get #typist(): 'person' | 'emulator' {
    return this.#hand.byPerson ? 'person' : 'emulator';
  }

  #driver(): Driving {
    if (this.#closed) throw terminalClosed(this.#closed.reason);
    if (this.#lockedBy !== null) throw terminalPaused(this.#lockedBy);
    if (!this.#hand.driven) throw notDriving();
    if (!this.#driving) throw terminalBusy(this.id, 'it is still opening');
    this.lastUsedAt = this.#clock.now();
    return this.#driving;
  }

  #started(run: ActiveRun): ActiveRun {
    this.events.emit('run-started', this.#view(run));
    this.events.emit('changed', undefined);
    return run;
  }

  #isNamed(run: ActiveRun, line: string): void {
    if (this.#unnamed !== run) return;
    this.#unnamed = null;
    // What was typed ahead is echoed below.
    const [first = ''] = line.split('\n');
    if (first.trim() !== '') run.isNamed(first.trim());
    this.#started(run);
  }

  #view(run: ActiveRun): Run {
    const view = run.view(this.#output.end);
    return this.#hand.taken && !run.ended ? { ...view, taken: true } : view;
  }

  #scrub(secret: string): void {
    const run = this.#shell?.run;
    if (run) this.#scrubber = { run, secret: new SecretScrubber(secret), cancel: () => {} };
  }

  /** What was allowed is written down before it is done. */
  #willType(typing: Typing, beforeTyping: BeforeTyping | undefined, by: TerminalOwner['kind'] = this.owner.kind): void {
    beforeTyping?.(typing);
    if (by === 'agent') this.#options.willType?.(typing);
  }

  #nextRunId(): string {
    return runIdOf(this.#runCount + 1);
  }

  #newRun(command: string, lines: readonly string[], by: ActiveRun['by']): ActiveRun {
    this.#runCount += 1;
    const startedAt = this.#clock.now();
    this.lastUsedAt = startedAt;
    this.#held = '';
    const run = new ActiveRun({
      id: runIdOf(this.#runCount),
      terminalId: this.id,
      command,
      lines,
      startedAt,
      by: this.owner.kind === 'person' ? 'person' : by,
      offset: this.#output.end,
    });
    this.#runs = [...this.#runs.slice(1 - runsKept), run];
    this.#output.runStarts(run.id);
    return run;
  }

  /** A program that asks for a secret has asked before it was quiet for long enough to say so. */
  #stateNow(): TerminalState {
    const { state } = this;
    if (state.kind !== 'running' || !this.#shell?.run?.started) return state;
    const { input } = this.#output.classify(this.#shell.run.outputStart);
    return input === 'password' ? { ...state, kind: 'needs-input', input } : state;
  }

  #idleShell(): Shell {
    const { state } = this;
    if (this.#hand.taken && state.kind !== 'closed') throw pausedByPerson(this.id);
    switch (state.kind) {
      case 'closed':
        throw terminalClosed(state.reason);
      case 'locked':
        throw terminalPaused(state.by);
      case 'prompt':
        if (this.#shell) return this.#shell;
        break;
      default:
    }
    throw terminalBusy(this.id, doing(state));
  }

  /** Nobody waits for it any more: nothing of it may be left behind (design §4). */
  async #cancelled(run: ActiveRun): Promise<void> {
    if (this.#shell?.run !== run || this.#lockedBy !== null || this.#hand.taken) return;
    await this.#stopper?.stop(run);
    if (!run.ended) this.close('Its command was cancelled and could not be stopped; the terminal was hung up.');
  }

  #onOverLimit(run: ActiveRun): void {
    if (this.#lockedBy !== null || this.#hand.driven) return;
    const limit = Math.round(this.#options.maxOutputBytes / 1e5) / 10;
    run.note = `Stopped with Ctrl-C: it printed more than ${limit} MB. Redirect to a file, or use head, tail or grep.`;
    void this.#stopper?.stop(run);
  }

  #onRunEnded(run: ActiveRun): void {
    if (this.#scrubber?.run === run) {
      this.#release();
      this.#scrubber.cancel();
      this.#scrubber = null;
    }
    this.lastUsedAt = this.#clock.now();
    if (this.#unnamed === run && run.command === '') {
      // An Enter at an empty prompt.
      this.#unnamed = null;
      this.#runs = this.#runs.filter((one) => one !== run);
      this.events.emit('changed', undefined);
      return;
    }
    this.#isNamed(run, '');
    this.events.emit('run-ended', this.#view(run));
    this.events.emit('changed', undefined);
  }

  #setLock(by: string | null): void {
    this.#lockedBy = by;
    this.events.emit('changed', undefined);
  }

  #onClosed(reason: string): void {
    if (this.#closed) return;
    this.#closed = { reason, at: this.#clock.now() };
    this.#opening.close(reason);
    this.#shell?.closed(reason);
    this.events.emit('changed', undefined);
  }
}

const runIdOf = (count: number): string => `run_${count}`;

export function doing(state: TerminalState): string {
  if (state.kind === 'opening') return 'it is still opening';
  if (state.kind === 'awaiting-review') return 'JumpServer waits for an answer about its command';
  if (state.kind === 'needs-input') return `a program waits for input (${state.input})`;
  return 'a command runs in it';
}
