import { type Clock, sleep } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Throttled } from '../errors/throttled.ts';
import { KokoSilent } from '../koko/koko-connection.ts';
import { type SocketTransport, UpgradeRefused } from '../koko/socket-transport.ts';
import type { Log } from '../log/log.ts';
import type { Terminal } from './terminal.ts';
import { throttledFor, turnedAway } from './terminal-errors.ts';
import type { TerminalTarget } from './terminal-model.ts';

export interface TerminalLink {
  /** One use. */
  readonly tokenId: string;
  readonly transport: SocketTransport;
  /** `wss://host/koko/ws/terminal/` */
  readonly kokoUrl: string;
  /** Ends the token: the opening was given up before KoKo took it, or as it did. */
  giveUp?(): void;
}

export interface AttemptPorts {
  /** A new connection token and the way to KoKo; called anew for each attempt. Throws DrawbridgeErrors. */
  connect(target: TerminalTarget, signal: AbortSignal): Promise<TerminalLink>;
  /**
   * The upgrade answered 302: finds out whether the session is lost (a throttled user gets a 302 too, jumpserver-live §7.2).
   * When it resolves, one more attempt is made; it throws what the site said where the session cannot be known.
   */
  readonly refused?: (target: TerminalTarget, signal: AbortSignal) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AttemptWatch {
  /** JumpServer asked for quiet, in ms. */
  throttled(ms: number): void;
  /** Another attempt begins. */
  again(): void;
}

/** Attempts that fail by silence or refusal; being told to wait is no failure. */
const attempts = 3;
/** A budget that does not recover in so many waits, or asks for so long, is told instead. */
const throttlesBorne = 5;
const longestQuietMs = 5 * 60_000;

/** Opens a terminal, with a new token for each attempt: KoKo consumes it at the upgrade (protocol §6.3). */
export async function attemptOpening(
  terminal: Terminal,
  ports: AttemptPorts,
  watch: AttemptWatch,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  let throttles = 0;
  for (;;) {
    let giveUp: TerminalLink['giveUp'];
    try {
      const { transport, ...link } = await ports.connect(terminal.target, signal);
      giveUp = link.giveUp;
      // What stays silent twice is as it is: a device may have no prompt that we know.
      const mayStaySilent = failures > 0;
      await terminal.open({ transport, clock: ports.clock, log: ports.log }, { ...link, mayStaySilent }, signal);
      return;
    } catch (error) {
      if (signal.aborted) giveUp?.();
      signal.throwIfAborted();
      const asked = await whatToDo(error, terminal.target, ports, signal);
      if (asked instanceof Throttled) {
        throttles += 1;
        if (throttles > throttlesBorne || asked.waitMs > longestQuietMs) throw throttledFor(asked);
        watch.throttled(asked.waitMs);
        await sleep(ports.clock, asked.waitMs, signal);
      } else {
        failures += 1;
        if (asked !== null || failures >= attempts) throw asked ?? givenUp(error);
      }
      ports.log.info('A terminal is opened anew', { terminal: terminal.id, why: nameOf(error) });
      watch.again();
    }
  }
}

/** Throttled: wait. Null: try again. Anything else is what the caller is told. */
async function whatToDo(
  error: unknown,
  target: TerminalTarget,
  { refused }: AttemptPorts,
  signal: AbortSignal,
): Promise<unknown> {
  if (error instanceof Throttled || !(error instanceof DrawbridgeError)) return error;
  if (error instanceof KokoSilent) return null;
  if (!(error.cause instanceof UpgradeRefused) || !refused) return error;
  try {
    await refused(target, signal);
    return null;
  } catch (verdict) {
    signal.throwIfAborted();
    return verdict;
  }
}

function givenUp(error: unknown): unknown {
  return error instanceof DrawbridgeError && error.cause instanceof UpgradeRefused ? turnedAway(error) : error;
}

const nameOf = (error: unknown): string => (error instanceof DrawbridgeError ? error.message : 'unknown');
