import type { Clock } from '../errors/clock.ts';
import { fairOrder, nextBegin, ofLastMinute, type Pace, type TurnFacts, timeToTurn } from './opening-turns.ts';
import { tooManyWait } from './terminal-errors.ts';

/** Where a queued opening stands. */
export interface QueuePlace {
  /** 1 is next. */
  readonly position: number;
  /** Milliseconds until it begins; null where that hangs on a terminal being closed. */
  readonly etaMs: number | null;
  /** What it waits for: the site's pace, the caps, or JumpServer that asked for quiet. */
  readonly waitsFor: 'pace' | 'room' | 'quiet';
}

/** One opening's way through the queue. */
export interface Turn {
  /** Resolves when it may begin; rejects with what `leave` was given. */
  readonly begins: Promise<void>;
  /** Null once it has begun. */
  place(): QueuePlace | null;
  /** It is begun anew (a new token): that counts for the pace. */
  again(): void;
  /** Out of the queue, at once; does nothing once it has begun. */
  leave(reason: unknown): void;
  /** The opening has ended, well or not. */
  over(): void;
}

export interface OpeningQueuePorts {
  readonly clock: Clock;
  readonly pace: () => Pace | null;
  /** Whether this owner may have one terminal more, now. */
  readonly hasRoom: (owner: string) => boolean;
  /** The same, closing something for it where that is allowed. */
  readonly makeRoom: (owner: string) => boolean;
}

/** More than this waiting, for one site and of one owner, is a flood and not work. */
const longestQueue = 96;
const longestOfOne = 32;
/** Until one has been measured (command-engine §I: 0.7 s alone, 7.5 s where 20 open at once). */
const firstGuessMs = 1500;

interface Entry {
  readonly owner: string;
  readonly begin: () => void;
}

/** Openings of one site under way, waiting, and of the last minute. */
interface Line {
  waiting: Entry[];
  begun: number[];
  underWay: Map<Entry, number>;
  quietUntil: number;
  usualMs: number;
  cancelTimer: () => void;
}

/**
 * Lets openings begin one after another: as the site's pace and the caps allow, owners taking turns. KoKo's service
 * budget of 300 calls a minute is shared by all its users; exceeding it loses audit rows of everybody (command-engine §I).
 */
export class OpeningQueue {
  readonly #ports: OpeningQueuePorts;
  readonly #lines = new Map<string, Line>();
  /** Counts turns: who was served when. */
  readonly #served = new Map<string, number>();
  #turns = 0;
  /** Making room closes a terminal, which is told here too. */
  #advancing = false;

  constructor(ports: OpeningQueuePorts) {
    this.#ports = ports;
  }

  /** `on` is told in the turn in which it is queued, or begins, maybe before this returns. Throws `terminal-limit` where too many wait already. */
  enter(siteId: string, owner: string, on: { queued(): void; begins(): void }): Turn {
    const line = this.#lineOf(siteId);
    const ofOwner = line.waiting.filter((one) => one.owner === owner).length;
    if (ofOwner >= longestOfOne || line.waiting.length >= longestQueue) throw tooManyWait(ofOwner, line.waiting.length);
    let settle = { go: () => {}, stop: (_: unknown) => {} };
    const begins = new Promise<void>((go, stop) => {
      settle = { go, stop };
    });
    const begin = () => {
      on.begins();
      settle.go();
    };
    const entry: Entry = { owner, begin };
    line.waiting.push(entry);
    on.queued();
    const turn: Turn = {
      begins,
      place: () => this.#placeOf(line, entry),
      again: () => {
        line.begun = [...ofLastMinute(line.begun, this.#ports.clock.now()), this.#ports.clock.now()];
      },
      leave: (reason) => {
        if (!line.waiting.includes(entry)) return;
        line.waiting = line.waiting.filter((one) => one !== entry);
        settle.stop(reason);
        this.#advance(line);
      },
      over: () => this.#over(line, entry),
    };
    this.#advance(line);
    return turn;
  }

  /** JumpServer asked for quiet: nothing begins on the site before. */
  quiet(siteId: string, ms: number): void {
    const line = this.#lineOf(siteId);
    line.quietUntil = Math.max(line.quietUntil, this.#ports.clock.now() + ms);
    this.#advance(line);
  }

  /** Room or pace may have changed. */
  look(): void {
    for (const line of this.#lines.values()) this.#advance(line);
  }

  dispose(): void {
    for (const line of this.#lines.values()) line.cancelTimer();
    this.#lines.clear();
  }

  #lineOf(siteId: string): Line {
    const known = this.#lines.get(siteId);
    if (known) return known;
    const line: Line = {
      waiting: [],
      begun: [],
      underWay: new Map(),
      quietUntil: 0,
      usualMs: firstGuessMs,
      cancelTimer: () => {},
    };
    this.#lines.set(siteId, line);
    return line;
  }

  #advance(line: Line): void {
    if (this.#advancing) return;
    this.#advancing = true;
    try {
      this.#beginAll(line);
    } finally {
      this.#advancing = false;
    }
  }

  #beginAll(line: Line): void {
    line.cancelTimer();
    line.cancelTimer = () => {};
    while (line.waiting.length > 0) {
      const facts = this.#factsOf(line);
      const at = nextBegin(facts);
      if (at === null) return;
      if (at > facts.now) {
        line.cancelTimer = this.#ports.clock.after(at - facts.now, () => this.#advance(line));
        return;
      }
      // Whoever is held up by a cap does not hold up others.
      const full = new Set<string>();
      const next = fairOrder(line.waiting, this.#served).find(({ owner }) => {
        if (full.has(owner)) return false;
        if (this.#ports.makeRoom(owner)) return true;
        full.add(owner);
        return false;
      });
      if (!next) return;
      this.#begin(line, next, facts.now);
    }
  }

  #begin(line: Line, entry: Entry, now: number): void {
    line.waiting = line.waiting.filter((one) => one !== entry);
    line.begun.push(now);
    line.underWay.set(entry, now);
    this.#turns += 1;
    // Whoever was served longest ago stands first in the map, and is forgotten first.
    this.#served.delete(entry.owner);
    this.#served.set(entry.owner, this.#turns);
    if (this.#served.size > longestQueue) this.#served.delete([...this.#served.keys()][0] ?? '');
    entry.begin();
  }

  #over(line: Line, entry: Entry): void {
    const since = line.underWay.get(entry);
    if (since === undefined) return;
    line.underWay.delete(entry);
    line.usualMs = 0.7 * line.usualMs + 0.3 * (this.#ports.clock.now() - since);
    this.#advance(line);
  }

  #placeOf(line: Line, entry: Entry): QueuePlace | null {
    const index = fairOrder(line.waiting, this.#served).indexOf(entry);
    if (index < 0) return null;
    const position = index + 1;
    if (!this.#ports.hasRoom(entry.owner)) return { position, etaMs: null, waitsFor: 'room' };
    const facts = this.#factsOf(line);
    const waitsFor = facts.quietUntil > facts.now ? 'quiet' : 'pace';
    return { position, etaMs: timeToTurn(position, facts), waitsFor };
  }

  #factsOf(line: Line): TurnFacts {
    const now = this.#ports.clock.now();
    line.begun = ofLastMinute(line.begun, now);
    return { ...line, pace: this.#ports.pace(), now, underWay: [...line.underWay.values()] };
  }
}
