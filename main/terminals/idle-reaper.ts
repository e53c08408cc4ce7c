import type { Clock } from '../errors/clock.ts';
import { duration } from '../errors/duration.ts';
import { Rounds } from '../errors/rounds.ts';
import type { Terminal } from './terminal.ts';

export interface ReaperPorts {
  readonly clock: Clock;
  readonly terminals: () => Iterable<Terminal>;
  /** A terminal without a run for this long is closed, in ms. */
  readonly idleMs: (terminal: Terminal) => number;
  /** A shorter pause between two looks than usual; null where none was asked for. */
  readonly everyMs: () => number | null;
  /** A person has it open in front of them, or something is about to be typed: it is not closed. */
  readonly needed: (terminal: Terminal) => boolean;
  /** Nobody works on the site any more, so nothing of it is kept alive (main/sites/session-watch.ts). */
  readonly siteIdle: (siteId: string) => boolean;
  readonly close: (terminal: Terminal, reason: string) => void;
  readonly forget: (terminal: Terminal, reason: string) => void;
}

const reapEvery = 30_000;
/** A closed one stays readable for so long. */
const closedKeptMs = 10 * 60_000;
/** Its agent hears of it so long before the end, or a sixth of the idle time if that is less. */
const warnedBefore = 5 * 60_000;

/** Closes terminals that wait unused at their prompt, and forgets closed ones. What runs, asks or is locked is never closed. */
export class IdleReaper {
  readonly #ports: ReaperPorts;
  readonly #rounds: Rounds;

  constructor(ports: ReaperPorts) {
    this.#ports = ports;
    this.#rounds = new Rounds(
      ports.clock,
      () => Math.min(reapEvery, ports.everyMs() ?? reapEvery),
      () => this.#reap(),
    );
  }

  /** Milliseconds until it is closed, where that is so near that its agent should hear of it; else null. */
  closesIn(terminal: Terminal): number | null {
    if (terminal.state.kind !== 'prompt' || this.#ports.needed(terminal)) return null;
    const idleMs = this.#ports.idleMs(terminal);
    const left = terminal.lastUsedAt + idleMs - this.#ports.clock.now();
    return left <= Math.min(warnedBefore, idleMs / 6) ? Math.max(0, left) : null;
  }

  /** Somebody may want it looked after more often. */
  hurry(): void {
    this.#rounds.hurry();
  }

  dispose(): void {
    this.#rounds.dispose();
  }

  #reap(): void {
    const { terminals, idleMs, needed, siteIdle, close, forget, clock } = this.#ports;
    const now = clock.now();
    for (const terminal of [...terminals()]) {
      const { state } = terminal;
      if (state.kind === 'closed') {
        if (now - state.at >= closedKeptMs) forget(terminal, state.reason);
      } else if (state.kind === 'prompt' && !needed(terminal)) {
        const idle = idleMs(terminal);
        if (now - terminal.lastUsedAt >= idle) close(terminal, `Nothing ran in it for ${duration(idle)}.`);
        else if (siteIdle(terminal.target.siteId))
          close(terminal, 'Nobody has worked on its site for a while, so nothing there is kept alive.');
      }
    }
  }
}
