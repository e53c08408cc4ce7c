import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Emitter } from '../errors/emitter.ts';
import { AgentNotices } from './agent-notices.ts';
import { IdleReaper } from './idle-reaper.ts';
import type { AttemptPorts } from './opening-attempts.ts';
import type { Edges } from './output-page.ts';
import { mayUse } from './ownership.ts';
import { defaultLimits, type TerminalLimits } from './pool-limits.ts';
import { ShellChoice } from './shell-choice.ts';
import { ShellClaims } from './shell-claims.ts';
import type { Terminal } from './terminal.ts';
import { bridgeRaised, terminalBusy, terminalClosed, terminalNotFound } from './terminal-errors.ts';
import type { Run, TerminalOwner, TerminalSummary, TerminalTarget } from './terminal-model.ts';
import { TerminalOpenings } from './terminal-openings.ts';
import type { TerminalReader } from './terminal-reader.ts';
import type {
  BeforeTyping,
  Interruption,
  OpeningWait,
  OutputText,
  RunOnRequest,
  RunRequest,
  ScreenText,
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
  #disposed = false;

  constructor(ports: TerminalPoolPorts) {
    this.#ports = ports;
    this.#limits = { ...defaultLimits, ...ports.limits };
    const needed = ({ id }: Terminal) => this.#claims.has(id) || (ports.watched?.(id) ?? false);
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
      idleMs: () => this.#limits.idleMs,
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

  run(id: string, request: RunRequest): Promise<Run> {
    return this.#try(() => {
      const terminal = this.#find(id, request.owner);
      if (this.#claims.has(id)) throw terminalBusy(id, 'another command comes first');
      return terminal.run(request);
    });
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

  interrupt(id: string, owner?: TerminalOwner): Promise<Interruption> {
    return this.#try(() => this.#find(id, owner).interrupt());
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

  async close(id: string, owner: TerminalOwner | undefined, reason: string): Promise<void> {
    this.#close(this.#find(id, owner), reason, owner === undefined ? 'told' : 'known');
  }

  async closeAllOf(agentId: string, reason: string): Promise<void> {
    for (const terminal of this.#ofAgents(agentId)) this.#close(terminal, reason, 'known');
    this.#notices.forgetAgent(agentId);
  }

  /** New calls are the guard's to refuse; here everything under way ends: openings are given up, runs get the ladder. */
  async interruptAllAgents(): Promise<void> {
    const all = this.#ofAgents();
    for (const terminal of all) this.#openings.giveUp(terminal.id, bridgeRaised());
    await Promise.allSettled(all.map((terminal) => terminal.interrupt()));
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

const isLost = (error: unknown): boolean =>
  error instanceof DrawbridgeError && (error.code === 'terminal-busy' || error.code === 'terminal-closed');
