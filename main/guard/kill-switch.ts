import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Emitter } from '../errors/emitter.ts';
import type { Log } from '../log/log.ts';
import type { StoppedTerminal } from '../terminals/terminal-service.ts';

export interface KillSwitchPorts {
  /** Since when the bridge was raised when the app ended (ms since the epoch); null: it was lowered. */
  load(): number | null;
  /** Keeps it over a restart. */
  save(since: number | null): void;
  /** Stops what agents run now (TerminalService.interruptAllAgents). */
  interruptAll(): Promise<readonly StoppedTerminal[]>;
  readonly now: () => number;
  readonly log: Log;
}

export interface KillSwitchEvents {
  'did-change': { readonly raised: boolean };
  /** All that could be stopped has stopped. */
  'did-stop': readonly StoppedTerminal[];
}

/** The raised bridge as the window shows it. */
export interface Raise {
  /** Ms since the epoch. */
  readonly since: number;
  readonly why: 'by-person' | 'changed-outside';
  /** What became of agents' terminals; null while they are being stopped, and after a restart. */
  readonly stopped: readonly StoppedTerminal[] | null;
}

/** "Raise the bridge": every agent stops at once, and stays stopped over restarts until the person lowers it. */
export class KillSwitch {
  readonly #ports: KillSwitchPorts;
  readonly #events = new Emitter<KillSwitchEvents>();
  #raise: Raise | null;

  constructor(ports: KillSwitchPorts) {
    this.#ports = ports;
    const since = ports.load();
    this.#raise = since === null ? null : { since, why: 'by-person', stopped: null };
  }

  get raised(): boolean {
    return this.#raise !== null;
  }

  /** Null while it is lowered. */
  get state(): Raise | null {
    return this.#raise;
  }

  on<Name extends keyof KillSwitchEvents>(name: Name, listener: (event: KillSwitchEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** Refuses new calls from this moment on; resolves when the running commands have been interrupted. */
  async raise(why: Raise['why'] = 'by-person'): Promise<void> {
    const raise: Raise = this.#raise ?? { since: this.#ports.now(), why, stopped: null };
    this.#set(raise);
    const stopped = await this.#ports.interruptAll();
    if (this.#raise?.since !== raise.since) return;
    // A second raise finds what the first one stopped at rest.
    this.#raise = { ...raise, stopped: raise.stopped ?? stopped };
    this.#events.emit('did-stop', stopped);
  }

  /** The person's act alone: nothing that an agent can reach calls this. */
  lower(): void {
    this.#set(null);
  }

  dispose(): void {
    this.#events.dispose();
  }

  #set(raise: Raise | null): void {
    const raised = raise !== null;
    if (this.raised === raised) return;
    this.#raise = raise;
    try {
      this.#ports.save(raise?.since ?? null);
    } catch (error) {
      // It holds for this run of the app all the same.
      this.#ports.log.error('the raised state could not be kept', { raised, error: String(error) });
    }
    this.#events.emit('did-change', { raised });
  }
}

export const bridgeRaised = (): DrawbridgeError =>
  new DrawbridgeError({
    code: 'bridge-raised',
    message: 'The person has raised the bridge: no agent may do anything on any server.',
    nextStep: 'Stop, tell the person what you were about to do, and wait until they lower the bridge in Drawbridge.',
    actor: 'person',
  });
