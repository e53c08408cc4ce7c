import { type Clock, sleep } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Emitter } from '../errors/emitter.ts';
import { KokoThrottled } from '../koko/koko-connection.ts';
import { type SocketTransport, UpgradeRefused } from '../koko/socket-transport.ts';
import type { Log } from '../log/log.ts';
import type { Edges } from './output-page.ts';
import { type Pace, Pacing } from './pacing.ts';
import { Terminal } from './terminal.ts';
import { bridgeRaised, terminalBusy, terminalLimit, terminalNotFound, turnedAway } from './terminal-errors.ts';
import type { Run, TerminalOwner, TerminalSummary, TerminalTarget } from './terminal-model.ts';
import type {
  BeforeTyping,
  Interruption,
  OutputText,
  RunRequest,
  ScreenText,
  TerminalEvents,
  TerminalService,
  TerminalSnapshot,
  Typing,
  WriteInput,
} from './terminal-service.ts';

export interface TerminalLink {
  /** One use. */
  readonly tokenId: string;
  readonly transport: SocketTransport;
  /** `wss://host/koko/ws/terminal/` */
  readonly kokoUrl: string;
}

export interface TerminalPoolPorts {
  /** A new connection token and the way to KoKo; called anew for each attempt. Throws DrawbridgeErrors. */
  connect(target: TerminalTarget, signal: AbortSignal): Promise<TerminalLink>;
  /**
   * The upgrade answered 302: finds out whether the session is lost (a throttled user gets a 302 too, jumpserver-live §7.2).
   * When it resolves, one more attempt is made; it throws what the site said where the session cannot be known.
   */
  readonly refused?: (target: TerminalTarget, signal: AbortSignal) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** Cryptographic randomness. */
  readonly random: (bytes: number) => Uint8Array;
  readonly limits?: Partial<TerminalLimits>;
}

export interface TerminalLimits {
  readonly perAgent: number;
  readonly inAll: number;
  /** Null for the practice site in bench and chaos. */
  readonly pacing: Pace | null;
  /** A terminal without a run for this long is closed, in ms. */
  readonly idleMs: number;
  readonly maxOutputBytes: number;
  /** Of agents' terminals; a person's view scales. */
  readonly cols: number;
  readonly rows: number;
}

const defaultLimits: TerminalLimits = {
  perAgent: 6,
  inAll: 24,
  pacing: { atOnce: 3, perMinute: 6 },
  // KoKo's own idle limit is 30 min as well (SECURITY_MAX_IDLE_TIME, protocol §7.8).
  idleMs: 30 * 60_000,
  maxOutputBytes: 5_000_000,
  cols: 200,
  rows: 50,
};

/** How long a second call waits for a busy terminal before it opens another, in ms (design §4). */
const busyWait = 2000;
const closedKeptMs = 10 * 60_000;
const reapEvery = 30_000;
const attempts = 3;

/** All terminals of the app: who owns them, how many there may be, how fast they open, and when they end. */
export class TerminalPool implements TerminalService {
  readonly #ports: TerminalPoolPorts;
  readonly #limits: TerminalLimits;
  readonly #events = new Emitter<TerminalEvents>();
  readonly #terminals = new Map<string, Terminal>();
  /** Openings under way, by terminal id: a second caller joins, `close` and the kill switch end them. */
  readonly #openings = new Map<string, { readonly done: Promise<void>; readonly abort: AbortController }>();
  readonly #pacing = new Map<string, Pacing>();
  #cancelReaper: (() => void) | null = null;
  #disposed = false;

  constructor(ports: TerminalPoolPorts) {
    this.#ports = ports;
    this.#limits = { ...defaultLimits, ...ports.limits };
    this.#armReaper();
  }

  on<Name extends keyof TerminalEvents>(name: Name, listener: (event: TerminalEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  list(owner?: TerminalOwner): readonly TerminalSummary[] {
    return [...this.#terminals.values()].filter((one) => mayUse(one, owner)).map((one) => one.summary());
  }

  get(id: string, owner?: TerminalOwner): TerminalSummary {
    return this.#find(id, owner).summary();
  }

  async open(target: TerminalTarget, owner: TerminalOwner, signal?: AbortSignal): Promise<TerminalSummary> {
    const terminal = this.#begin(target, owner);
    const opening = this.#openings.get(terminal.id);
    const stop = () => opening?.abort.abort(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    try {
      await opening?.done;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
    return terminal.summary();
  }

  async runOn(target: TerminalTarget, request: RunRequest & { readonly fresh?: boolean }): Promise<Run> {
    const until = this.#ports.clock.now() + request.patienceMs;
    for (let attempt = 1; ; attempt += 1) {
      const terminal = await this.#terminalFor(target, request);
      const opening = this.#openings.get(terminal.id);
      if (opening) await this.#patiently(opening.done, until - this.#ports.clock.now(), request.signal);
      try {
        return await terminal.run({ ...request, patienceMs: Math.max(0, until - this.#ports.clock.now()) });
      } catch (error) {
        // Another call of the same agent joined the same opening and came first.
        if (attempt >= attempts || !(error instanceof DrawbridgeError) || error.code !== 'terminal-busy') throw error;
      }
    }
  }

  async #terminalFor(target: TerminalTarget, request: RunRequest & { readonly fresh?: boolean }): Promise<Terminal> {
    const mine = request.fresh ? [] : this.#onTarget(target, request.owner);
    const idle = mine.find((one) => one.state.kind === 'prompt') ?? (await this.#firstIdle(mine, request));
    if (idle) return idle;
    try {
      return this.#begin(target, request.owner);
    } catch (error) {
      const busy = mine.find((one) => one.state.kind !== 'closed');
      if (!busy || !(error instanceof DrawbridgeError) || error.code !== 'terminal-limit') throw error;
      throw terminalBusy(busy.id, 'and no more terminals may be opened');
    }
  }

  run(id: string, request: RunRequest): Promise<Run> {
    return this.#try(() => this.#find(id, request.owner).run(request));
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

  wouldType(id: string, owner: TerminalOwner, input: WriteInput): Typing | null {
    return this.#find(id, owner.kind === 'person' ? undefined : owner).wouldType(owner.kind, input);
  }

  interrupt(id: string, owner?: TerminalOwner): Promise<Interruption> {
    return this.#try(() => this.#find(id, owner).interrupt());
  }

  readOutput(id: string, owner: TerminalOwner | undefined, from: number, maxBytes: number, edges?: Edges): OutputText {
    return this.#find(id, owner).readOutput(from, maxBytes, edges);
  }

  readScreen(id: string, owner?: TerminalOwner): Promise<ScreenText> {
    return this.#try(() => this.#find(id, owner).readScreen());
  }

  snapshot(id: string): Promise<TerminalSnapshot> {
    return this.#try(() => this.#find(id, undefined).snapshot());
  }

  async close(id: string, owner: TerminalOwner | undefined, reason: string): Promise<void> {
    this.#close(this.#find(id, owner), reason);
  }

  async closeAllOf(agentId: string, reason: string): Promise<void> {
    for (const terminal of this.#ofAgents(agentId)) this.#close(terminal, reason);
  }

  /** New calls are the guard's to refuse; here everything under way ends: openings are given up, runs get the ladder. */
  async interruptAllAgents(): Promise<void> {
    const all = this.#ofAgents();
    for (const terminal of all) this.#openings.get(terminal.id)?.abort.abort(bridgeRaised());
    await Promise.allSettled(all.map((terminal) => terminal.interrupt()));
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#cancelReaper?.();
    for (const { abort } of this.#openings.values()) abort.abort(terminalLimit('Drawbridge is closing.'));
    await Promise.allSettled([...this.#openings.values()].map(({ done }) => done));
    for (const terminal of this.#terminals.values()) terminal.dispose();
    this.#terminals.clear();
    for (const pacing of this.#pacing.values()) pacing.dispose();
    this.#events.dispose();
  }

  // ---- opening --------------------------------------------------------------------------------------------------

  /** Makes the terminal and starts to open it. Throws `terminal-limit`. */
  #begin(target: TerminalTarget, owner: TerminalOwner): Terminal {
    if (this.#disposed) throw terminalLimit('Drawbridge is closing.');
    const open = [...this.#terminals.values()].filter((one) => one.state.kind !== 'closed');
    if (open.length >= this.#limits.inAll)
      throw terminalLimit(`Drawbridge has ${open.length} terminals open, its limit.`);
    if (owner.kind === 'agent' && open.filter((one) => mayUse(one, owner)).length >= this.#limits.perAgent) {
      throw terminalLimit(`This agent has ${this.#limits.perAgent} terminals open, its limit.`);
    }
    const { clock, random } = this.#ports;
    const { cols, rows, maxOutputBytes } = this.#limits;
    const id = `term_${Buffer.from(random(16)).toString('base64url')}`;
    const terminal = new Terminal({ id, target, owner, clock, random, cols, rows, maxOutputBytes });
    this.#terminals.set(id, terminal);
    this.#relay(terminal);
    const abort = new AbortController();
    const done = this.#openTerminal(terminal, abort.signal).finally(() => this.#openings.delete(id));
    // Whoever waits sees the failure; without a waiter it is in the log and the list.
    done.catch(() => {});
    this.#openings.set(id, { done, abort });
    this.#events.emit('changed', terminal.summary());
    return terminal;
  }

  async #openTerminal(terminal: Terminal, signal: AbortSignal): Promise<void> {
    let release: (() => void) | null = null;
    try {
      release = await this.#pacingOf(terminal.target.siteId).begin(signal);
      await this.#attempt(terminal, signal);
    } catch (error) {
      const reason = error instanceof DrawbridgeError ? error.message : 'It could not be opened.';
      this.#ports.log.warn('A terminal could not be opened', { terminal: terminal.id, reason });
      this.#remove(terminal, reason);
      throw error;
    } finally {
      release?.();
    }
  }

  /** Each attempt takes a new token: KoKo consumes it at the upgrade (protocol §6.3). */
  async #attempt(terminal: Terminal, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#ports;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { transport, ...link } = await this.#ports.connect(terminal.target, signal);
        await terminal.open({ transport, clock, log }, link, signal);
        return;
      } catch (error) {
        if (signal.aborted) throw error;
        const { refused } = this.#ports;
        const upgrade = error instanceof DrawbridgeError && error.cause instanceof UpgradeRefused ? refused : undefined;
        if (attempt >= attempts) throw upgrade ? turnedAway(error) : error;
        if (error instanceof KokoThrottled) await sleep(clock, error.waitMs, signal);
        else if (upgrade) await upgrade(terminal.target, signal);
        else throw error;
      }
    }
  }

  async #patiently(opening: Promise<void>, ms: number, signal?: AbortSignal): Promise<void> {
    const given = new AbortController();
    const late = sleep(
      this.#ports.clock,
      Math.max(0, ms),
      signal ? AbortSignal.any([signal, given.signal]) : given.signal,
    );
    late.catch(() => {});
    try {
      await Promise.race([
        opening,
        late.then(() => {
          throw new DrawbridgeError({
            code: 'timed-out',
            message: 'The terminal is still opening.',
            nextStep: 'Send the command again; it joins the terminal that is being opened.',
            actor: 'agent',
          });
        }),
      ]);
    } finally {
      given.abort();
    }
  }

  // ---- finding --------------------------------------------------------------------------------------------------

  #find(id: string, owner: TerminalOwner | undefined): Terminal {
    const terminal = this.#terminals.get(id);
    if (!terminal || !mayUse(terminal, owner)) throw terminalNotFound();
    return terminal;
  }

  #onTarget(target: TerminalTarget, owner: TerminalOwner): readonly Terminal[] {
    return [...this.#terminals.values()].filter(
      (one) => sameOwner(one.owner, owner) && sameTarget(one.target, target) && one.state.kind !== 'closed',
    );
  }

  /** The first of them that is free within 2 s; an opening one is worth the whole patience. */
  async #firstIdle(mine: readonly Terminal[], request: RunRequest): Promise<Terminal | undefined> {
    const opening = mine.find((one) => this.#openings.has(one.id));
    if (opening) return opening;
    const busy = mine.filter((one) => one.state.kind === 'running');
    if (busy.length === 0) return undefined;
    return new Promise((resolve, reject) => {
      const removers = busy.map((one) =>
        one.events.on('changed', () => {
          if (one.state.kind === 'prompt') finish(one);
        }),
      );
      const finish = (found: Terminal | undefined) => {
        cancel();
        for (const remove of removers) remove();
        request.signal?.removeEventListener('abort', onAbort);
        resolve(found);
      };
      const onAbort = () => {
        reject(request.signal?.reason);
        finish(undefined);
      };
      const cancel = this.#ports.clock.after(Math.min(busyWait, request.patienceMs), () => finish(undefined));
      request.signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  #ofAgents(agentId?: string): readonly Terminal[] {
    return [...this.#terminals.values()].filter(
      ({ owner }) => owner.kind === 'agent' && (agentId === undefined || owner.agentId === agentId),
    );
  }

  #pacingOf(siteId: string): Pacing {
    const known = this.#pacing.get(siteId);
    if (known) return known;
    const pacing = new Pacing(this.#ports.clock, this.#limits.pacing);
    this.#pacing.set(siteId, pacing);
    return pacing;
  }

  // ---- ending ---------------------------------------------------------------------------------------------------

  #close(terminal: Terminal, reason: string): void {
    this.#openings.get(terminal.id)?.abort.abort(terminalLimit(reason));
    terminal.close(reason);
  }

  #remove(terminal: Terminal, reason: string): void {
    terminal.close(reason);
    terminal.dispose();
    if (this.#terminals.delete(terminal.id)) this.#events.emit('removed', { id: terminal.id });
  }

  #armReaper(): void {
    this.#cancelReaper = this.#ports.clock.after(reapEvery, () => {
      this.#reap();
      this.#armReaper();
    });
  }

  #reap(): void {
    const now = this.#ports.clock.now();
    for (const terminal of this.#terminals.values()) {
      const { state } = terminal;
      if (state.kind === 'closed') {
        if (now - state.at >= closedKeptMs) this.#remove(terminal, state.reason);
      } else if (state.kind === 'prompt' && now - terminal.lastUsedAt >= this.#limits.idleMs) {
        this.#close(terminal, `Nothing ran in it for ${Math.round(this.#limits.idleMs / 60_000)} minutes.`);
      }
    }
  }

  #relay(terminal: Terminal): void {
    terminal.events.on('changed', () => this.#events.emit('changed', terminal.summary()));
    terminal.events.on('output', (chunk) => this.#events.emit('output', { id: terminal.id, ...chunk }));
    terminal.events.on('run-started', (run) => this.#events.emit('run-started', { terminal: terminal.summary(), run }));
    terminal.events.on('run-ended', (run) => this.#events.emit('run-ended', { terminal: terminal.summary(), run }));
  }

  /** Turns a synchronous throw into a rejection. */
  async #try<Result>(work: () => Promise<Result>): Promise<Result> {
    return work();
  }
}

/** `undefined` is the person, who sees all. */
function mayUse(terminal: Terminal, owner: TerminalOwner | undefined): boolean {
  return owner === undefined || sameOwner(terminal.owner, owner);
}

function sameOwner(one: TerminalOwner, other: TerminalOwner): boolean {
  if (one.kind === 'person' || other.kind === 'person') return one.kind === other.kind;
  return one.agentId === other.agentId;
}

function sameTarget(one: TerminalTarget, other: TerminalTarget): boolean {
  return (
    one.siteId === other.siteId &&
    one.asset.id === other.asset.id &&
    one.account.alias === other.account.alias &&
    one.protocol === other.protocol &&
    one.connectMethod === other.connectMethod
  );
}
