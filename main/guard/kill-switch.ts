import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Emitter } from '../errors/emitter.ts';
import type { Log } from '../log/log.ts';

export interface KillSwitchPorts {
  /** Whether the bridge was raised when the app ended. */
  load(): boolean;
  /** Keeps it over a restart. */
  save(raised: boolean): void;
  /** Stops what agents run now (TerminalService.interruptAllAgents). */
  interruptAll(): Promise<void>;
  readonly log: Log;
}

export interface KillSwitchEvents {
  'did-change': { readonly raised: boolean };
}

/** "Raise the bridge": every agent stops at once, and stays stopped over restarts until the person lowers it. */
export class KillSwitch {
  readonly #ports: KillSwitchPorts;
  readonly #events = new Emitter<KillSwitchEvents>();
  #raised: boolean;

  constructor(ports: KillSwitchPorts) {
    this.#ports = ports;
    this.#raised = ports.load();
  }

  get raised(): boolean {
    return this.#raised;
  }

  on<Name extends keyof KillSwitchEvents>(name: Name, listener: (event: KillSwitchEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** Refuses new calls from this moment on; resolves when the running commands have been interrupted. */
  async raise(): Promise<void> {
    this.#set(true);
    await this.#ports.interruptAll();
  }

  /** The person's act alone: nothing that an agent can reach calls this. */
  lower(): void {
    this.#set(false);
  }

  dispose(): void {
    this.#events.dispose();
  }

  #set(raised: boolean): void {
    if (this.#raised === raised) return;
    this.#raised = raised;
    try {
      this.#ports.save(raised);
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
