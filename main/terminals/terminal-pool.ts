import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Emitter } from '../errors/emitter.ts';
import { AgentNotices } from './agent-notices.ts';
import { IdleReaper } from './idle-reaper.ts';
import type { AttemptPorts } from './opening-attempts.ts';
import type { Edges } from './output-page.ts';
import { mayUse, sameOwner, sameTarget } from './ownership.ts';
import { defaultLimits, type TerminalLimits } from './pool-limits.ts';
import type { ScreenTail } from './screen-tail.ts';
import { ShellChoice } from './shell-choice.ts';
import { ShellClaims } from './shell-claims.ts';
import { doing, type Terminal } from './terminal.ts';
import {
  bridgeRaised,
  handedBackBusy,
  pausedByPerson,
  terminalBusy,
  terminalClosed,
  terminalNotFound,
} from './terminal-errors.ts';
import type { Run, TerminalOwner, TerminalSummary, TerminalTarget } from './terminal-model.ts';
import { TerminalOpenings } from './terminal-openings.ts';
import type { TerminalReader } from './terminal-reader.ts';
import type {
  BeforeTyping,
  Interruption,
  OpeningWait,
  OutputText,
  PersonsNote,
  RunOnRequest,
  RunRequest,
  ScreenText,
  StoppedTerminal,
  TerminalEvents,
  TerminalService,
  TerminalSnapshot,
  Typing,
  WriteInput,
} from './terminal-service.ts';

export interface TerminalPoolPorts extends AttemptPorts {
  /** Cryptographic randomness. */
  readonly random: (bytes: number) => Uint8Array;
  readonly limits?: Partial<TerminalLimits>;
  /** A person has this terminal open at full size: it is not closed for being idle. */
  readonly watched?: (terminalId: string) => boolean;
  /** Another cap on terminals than all agents' for this one; null: none of its own. */
  readonly ownCap?: (agentId: string) => number | null;
  /** What an agent asked for; only less than the person's is heeded. Null: nothing. */
  readonly ownIdleMs?: (agentId: string) => number | null;
  /** The shortest pause between two looks for idle ones that an agent asked for; null: ours. */
  readonly lookEveryMs?: () => number | null;
  /** Called last before anything is typed for an agent, in the same turn; when it throws, nothing is typed. */
  readonly willType?: (typing: Typing) => void;
  /** Nobody works on the site any more: its session is not kept alive (main/sites/session-watch.ts). */
  readonly siteIdle?: (siteId: string) => boolean;
}

/** A shell may be lost to somebody else, or turn out to be dead, between its choice and the typing. */
const choices = 5;

/** All terminals of the app: who owns them, which one a command gets, and when they end. */
export class TerminalPool implements TerminalService {
  #limits: TerminalLimits;
  readonly #ports: TerminalPoolPorts;
  readonly #events = new Emitter<TerminalEvents>();
  readonly #terminals = new Map<string, Terminal>();
  readonly #claims = new ShellClaims();
  readonly #notices = new AgentNotices();
  readonly #openings: TerminalOpenings;
  readonly #choice: ShellChoice;
  readonly #reaper: IdleReaper;
  /** Agents that are gone while the person drives a terminal of theirs: it ends when they hand it back. */
  readonly #gone = new Map<string, string>();
  #disposed = false;

  constructor(ports: TerminalPoolPorts) {
    this.#ports = ports;
    this.#limits = { ...defaultLimits, ...ports.limits };
    const needed = ({ id, taken, attached }: Terminal) =>
      taken || attached || this.#claims.has(id) || (ports.watched?.(id) ?? false);
    this.#openings = new TerminalOpenings({
      ...ports,
      limits: () => this.#limits,
      terminals: this.#terminals,
      needed,
      made: (terminal) => this.#made(terminal),
      close: (terminal, reason) => this.#close(terminal, reason, 'told'),
      remove: (terminal, reason) => this.#remove(terminal, reason),
    });
    this.#choice = new ShellChoice({
      clock: ports.clock,
      terminals: this.#terminals,
      openings: this.#openings,
      claims: this.#claims,
    });
    this.#reaper = new IdleReaper({
      clock: ports.clock,
      terminals: () => this.#terminals.values(),
      idleMs: ({ owner }) =>
        Math.min(
          this.#limits.idleMs,
          (owner.kind === 'agent' ? ports.ownIdleMs?.(owner.agentId) : null) ?? Number.POSITIVE_INFINITY,
        ),
      everyMs: () => ports.lookEveryMs?.() ?? null,
      needed,
      siteIdle: (siteId) => ports.siteIdle?.(siteId) ?? false,
      close: (terminal, reason) => this.#close(terminal, reason, 'told'),
      forget: (terminal, reason) => this.#remove(terminal, reason),
    });
  }

  /** From now on; terminals beyond a lowered cap stay open until they end. */
  setLimits(limits: Partial<TerminalLimits>): void {
    this.#limits = { ...this.#limits, ...limits };
    this.#openings.look();
  }

  /** An agent that wants its terminals looked after more often may have come. */
  hurry(): void {
    this.#reaper.hurry();
  }

  on<Name extends keyof TerminalEvents>(name: Name, listener: (event: TerminalEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  list(owner?: TerminalOwner): readonly TerminalSummary[] {
    return [...this.#terminals.values()].filter((one) => mayUse(one.owner, owner)).map((one) => this.#summary(one));
  }

  get(id: string, owner?: TerminalOwner): TerminalSummary {
    return this.#summary(this.#find(id, owner));
  }

  takeNotices(agentId: string): readonly string[] {
    for (const terminal of this.#ofAgents(agentId)) {
      const inMs = this.#reaper.closesIn(terminal);
      if (inMs !== null) this.#notices.closesSoon(terminal.summary(), agentId, terminal.lastUsedAt, inMs);
    }
    return this.#notices.take(agentId);
  }

  takeNotes(agentId: string): readonly PersonsNote[] {
    return this.#notices.takeNotes(agentId);
  }

  async open(
    target: TerminalTarget,
    owner: TerminalOwner,
    signal?: AbortSignal,
    wait: OpeningWait = {},
  ): Promise<TerminalSummary> {
    const opening = this.#openings.forsaken(target, owner) ?? this.#openings.begin(target, owner);
    await opening.join({ ...wait, ...(signal ? { signal } : {}) });
    return this.#summary(opening.terminal);
  }

  async runOn(target: TerminalTarget, request: RunOnRequest): Promise<Run> {
    const { clock } = this.#ports;
    const until = clock.now() + request.patienceMs;
    for (let choice = 1; ; choice += 1) {
      if (!request.fresh) {
        const left = Math.max(0, until - clock.now());
        await this.handedBack({ target }, request.owner, left, request.signal);
      }
      const { claim, opened } = await this.#choice.choose(target, request, until);
      const { terminal, release } = claim;
      // From then on its state says that it is taken.
      const forget = terminal.events.on('run-started', release);
      try {
        return await terminal.run({ ...request, patienceMs: Math.max(0, until - clock.now()) });
      } catch (error) {
        // Nothing was typed: somebody was quicker, or the shell had died.
        if (opened || choice >= choices || !isLost(error)) throw error;
      } finally {
        forget();
        release();
      }
    }
  }

  async run(id: string, request: RunRequest): Promise<Run> {
    const until = this.#ports.clock.now() + request.patienceMs;
    await this.handedBack({ id }, request.owner, request.patienceMs, request.signal);
    const terminal = this.#find(id, request.owner);
    if (this.#claims.has(id)) throw terminalBusy(id, 'another command comes first');
    return terminal.run({ ...request, patienceMs: Math.max(0, until - this.#ports.clock.now()) });
  }

  async handedBack(
    where: { readonly id: string } | { readonly target: TerminalTarget },
    owner: TerminalOwner,
    patienceMs: number,
    signal?: AbortSignal,
  ): Promise<void> {
    if (owner.kind === 'person') return;
    const until = this.#ports.clock.now() + patienceMs;
    for (;;) {
      const taken = 'id' in where ? this.#takenById(where.id, owner) : this.#takenOn(where.target, owner);
      if (!taken) return;
      const left = Math.max(0, until - this.#ports.clock.now());
      if (!(await taken.agentsWithin(left, signal))) throw pausedByPerson(taken.id);
      if ('id' in where) return;
      const { state } = taken;
      // What they left behind is not to be got around by another terminal either.
      if (state.kind === 'needs-input' || state.kind === 'running') throw handedBackBusy(taken.id, doing(state));
    }
  }

  takeOver(id: string): void {
    const terminal = this.#find(id, undefined);
    if (!terminal.takeOver()) return;
    if (terminal.owner.kind === 'agent') this.#notices.takenOver(terminal.summary(), terminal.owner.agentId);
    this.#events.emit('taken-over', { terminal: this.#summary(terminal) });
  }

  async handBack(id: string, note: string): Promise<void> {
    const terminal = this.#find(id, undefined);
    const { owner } = terminal;
    const given = terminal.handBack();
    await given;
    if (terminal.taken || owner.kind !== 'agent') return;
    const words = note.trim();
    if (terminal.state.kind !== 'closed') this.#notices.handedBack(terminal.summary(), owner.agentId, words);
    this.#events.emit('handed-back', { terminal: this.#summary(terminal), note: words });
    const reason = this.#gone.get(owner.agentId);
    if (reason !== undefined) this.#close(terminal, reason, 'known');
  }

  type(id: string, data: string): void {
    this.#find(id, undefined).type(data);
  }

  attach(id: string, owner: TerminalOwner): void {
    this.#find(id, owner).attach();
  }

  typeAttached(id: string, owner: TerminalOwner, data: string): void {
    this.#find(id, owner).typeAttached(data);
  }

  resize(id: string, owner: TerminalOwner, size: { readonly cols: number; readonly rows: number }): Promise<void> {
    return this.#try(() => this.#find(id, owner).resize(size));
  }

  paste(id: string, text: string): Promise<void> {
    return this.#try(() => this.#find(id, undefined).paste(text));
  }

  async waitForRun(id: string, runId: string, patienceMs: number, signal?: AbortSignal): Promise<Run> {
    const run = await this.#find(id, undefined).waitForRun(runId, patienceMs, signal);
    if (run) return run;
    throw new DrawbridgeError({
      code: 'bad-argument',
      message: 'This terminal knows no such run; it keeps the last 50.',
      nextStep: 'Read the terminal instead.',
      actor: 'agent',
    });
  }

  write(
    id: string,
    owner: TerminalOwner,
    input: WriteInput,
    patienceMs: number,
    signal?: AbortSignal,
    beforeTyping?: BeforeTyping,
  ): Promise<Run | null> {
    // The person may take over any terminal.
    return this.#try(() =>
      this.#find(id, owner.kind === 'person' ? undefined : owner).write(
        owner.kind,
        input,
        patienceMs,
        signal,
        beforeTyping,
      ),
    );
  }

  typeSecret(
    id: string,
    owner: TerminalOwner,
    answer: { readonly prompt: string; readonly secret: string },
    patienceMs: number,
    signal?: AbortSignal,
  ): Promise<Run | null> {
    return this.#try(() =>
      this.#find(id, owner.kind === 'person' ? undefined : owner).typeSecret(answer, patienceMs, signal),
    );
  }

  wouldType(id: string, owner: TerminalOwner, input: WriteInput): Typing | null {
    return this.#find(id, owner.kind === 'person' ? undefined : owner).wouldType(owner.kind, input);
  }

  answerReview(id: string, yes: boolean, note: string): void {
    this.#find(id, undefined).answerReview(yes, note);
  }

  async interrupt(id: string, owner?: TerminalOwner): Promise<Interruption> {
    const terminal = this.#find(id, owner);
    if (owner?.kind === 'agent' && terminal.taken) throw pausedByPerson(id);
    const interruption = await terminal.interrupt();
    if (owner === undefined)
      this.#events.emit('stopped-by-person', { terminal: this.#summary(terminal), interruption });
    return interruption;
  }

  readOutput(id: string, owner: TerminalOwner | undefined, from: number, maxBytes: number, edges?: Edges): OutputText {
    return this.#find(id, owner).readOutput(from, maxBytes, edges);
  }

  reader(id: string, owner?: TerminalOwner): TerminalReader {
    return this.#find(id, owner).reader;
  }

  readScreen(id: string, owner?: TerminalOwner): Promise<ScreenText> {
    return this.#try(() => this.#find(id, owner).readScreen());
  }

  snapshot(id: string): Promise<TerminalSnapshot> {
    return this.#try(() => this.#find(id, undefined).snapshot());
  }

  tail(id: string, lines: number): Promise<ScreenTail> {
    return this.#try(() => this.#find(id, undefined).tail(lines));
  }

  async close(id: string, owner: TerminalOwner | undefined, reason: string): Promise<void> {
    const terminal = this.#find(id, owner);
    if (owner?.kind === 'agent' && terminal.taken) throw pausedByPerson(id);
    this.#close(terminal, reason, owner === undefined ? 'told' : 'known');
  }

  async closeAllOf(agentId: string, reason: string): Promise<void> {
    for (const terminal of this.#ofAgents(agentId)) {
      // Not under the hands of the person.
      if (terminal.taken) this.#gone.set(agentId, reason);
      else this.#close(terminal, reason, 'known');
    }
    this.#notices.forgetAgent(agentId);
  }

  /** New calls are the guard's to refuse; here everything under way ends: openings are given up, runs get the ladder. */
  async interruptAllAgents(): Promise<readonly StoppedTerminal[]> {
    // What the person drives goes on.
    const all = this.#ofAgents().filter(({ taken, state }) => !taken && state.kind !== 'closed');
    const opening = new Set(all.filter(({ state }) => state.kind === 'opening'));
    for (const terminal of all) this.#openings.giveUp(terminal.id, bridgeRaised());
    return Promise.all(all.map((one) => (opening.has(one) ? stoppedAs(one, 'not-opened') : this.#stopForRaise(one))));
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#reaper.dispose();
    await this.#openings.dispose();
    for (const terminal of this.#terminals.values()) terminal.dispose();
    this.#terminals.clear();
    this.#events.dispose();
  }

  // ---- private --------------------------------------------------------------------------------------------------

  #find(id: string, owner: TerminalOwner | undefined): Terminal {
    const terminal = this.#terminals.get(id);
    if (!terminal || !mayUse(terminal.owner, owner)) throw terminalNotFound();
    return terminal;
  }

  async #stopForRaise(terminal: Terminal): Promise<StoppedTerminal> {
    const { clock } = this.#ports;
    const from = clock.now();
    try {
      const { stopped, keys, run } = await terminal.interrupt();
      const how = stopped ? 'stopped' : 'goes-on';
      return { ...stoppedAs(terminal, how), command: run?.command ?? '', keys, tookMs: clock.now() - from };
    } catch {
      // Nothing ran, or it closed in this moment; an administrator who locked it lets nobody press a key.
      return stoppedAs(terminal, terminal.state.kind === 'locked' ? 'goes-on' : 'idle');
    }
  }

  #takenById(id: string, owner: TerminalOwner): Terminal | undefined {
    const terminal = this.#find(id, owner);
    return terminal.taken ? terminal : undefined;
  }

  /** The one that the owner has to wait for: the person took it, and no other one there is free. */
  #takenOn(target: TerminalTarget, owner: TerminalOwner): Terminal | undefined {
    const there = [...this.#terminals.values()].filter(
      (one) => one.state.kind !== 'closed' && sameOwner(one.owner, owner) && sameTarget(one.target, target),
    );
    if (there.some((one) => this.#claims.isFree(one))) return undefined;
    return there.find(({ taken }) => taken);
  }

  #ofAgents(agentId?: string): readonly Terminal[] {
    return [...this.#terminals.values()].filter(
      ({ owner }) => owner.kind === 'agent' && (agentId === undefined || owner.agentId === agentId),
    );
  }

  #summary(terminal: Terminal): TerminalSummary {
    const summary = terminal.summary();
    const status = this.#openings.statusOf(terminal.id);
    if (summary.state.kind !== 'opening' || status?.kind !== 'queued') return summary;
    const { position, etaMs, waitsFor } = status;
    return { ...summary, state: { kind: 'opening', queued: { position, etaMs, waitsFor } } };
  }

  #made(terminal: Terminal): void {
    this.#terminals.set(terminal.id, terminal);
    const { events, id } = terminal;
    let closed = false;
    events.on('changed', () => {
      this.#events.emit('changed', this.#summary(terminal));
      if (!closed && terminal.state.kind === 'closed') {
        closed = true;
        this.#ended(terminal, terminal.state.reason);
      }
      this.#claims.offer(terminal);
      this.#openings.look();
    });
    events.on('output', (chunk) => this.#events.emit('output', { id, ...chunk }));
    events.on('resized', (size) => this.#events.emit('resized', { id, ...size }));
    events.on('run-started', (run) => {
      this.#openings.used(id);
      this.#events.emit('run-started', { terminal: terminal.summary(), run });
    });
    events.on('run-ended', (run) => this.#events.emit('run-ended', { terminal: terminal.summary(), run }));
    this.#events.emit('changed', this.#summary(terminal));
  }

  /** `known`: its owner asked for it, and is not told. */
  #close(terminal: Terminal, reason: string, to: 'known' | 'told'): void {
    if (to === 'known') this.#notices.knows(terminal.id);
    this.#openings.giveUp(terminal.id, terminalClosed(reason));
    terminal.close(reason);
  }

  #ended(terminal: Terminal, reason: string): void {
    const { id, owner } = terminal;
    if (owner.kind === 'agent' && !this.#openings.has(id))
      this.#notices.closed(terminal.summary(), owner.agentId, reason);
    this.#openings.used(id);
  }

  #remove(terminal: Terminal, reason: string): void {
    this.#notices.knows(terminal.id);
    terminal.close(reason);
    terminal.dispose();
    this.#notices.forgetTerminal(terminal.id);
    if (this.#terminals.delete(terminal.id)) this.#events.emit('removed', { id: terminal.id });
  }

  /** Turns a synchronous throw into a rejection. */
  async #try<Result>(work: () => Promise<Result>): Promise<Result> {
    return work();
  }
}

const stoppedAs = ({ id }: Terminal, how: StoppedTerminal['how']): StoppedTerminal => ({
  ...{ terminalId: id, how, command: '', keys: [], tookMs: 0 },
});

const isLost = (error: unknown): boolean =>
  error instanceof DrawbridgeError &&
  (error.code === 'terminal-busy' || error.code === 'terminal-closed' || error.code === 'paused-by-person');
