import type { TerminalTarget } from '../terminals/terminal-model.ts';
import { bridgeRaised, type KillSwitch } from './kill-switch.ts';

/** What an agent is about to cause. */
export type AgentAction =
  | { readonly kind: 'look'; readonly agentId: string }
  | { readonly kind: 'ask-sign-in'; readonly agentId: string }
  | { readonly kind: 'open-terminal'; readonly agentId: string; readonly target: TerminalTarget }
  | { readonly kind: 'run'; readonly agentId: string; readonly target: TerminalTarget; readonly command: string }
  | { readonly kind: 'write'; readonly agentId: string; readonly terminalId: string; readonly input: string }
  | { readonly kind: 'interrupt' | 'close'; readonly agentId: string; readonly terminalId: string };

export type Decision = { readonly kind: 'allow' } | { readonly kind: 'refuse'; readonly why: 'bridge-raised' };

/** Every act of an agent passes here (design §6). Today the kill switch is the only rule; policies come with their own issue. */
export class Guard {
  readonly #killSwitch: KillSwitch;

  constructor(ports: { readonly killSwitch: KillSwitch }) {
    this.#killSwitch = ports.killSwitch;
  }

  decide(_action: AgentAction): Decision {
    return this.#killSwitch.raised ? { kind: 'refuse', why: 'bridge-raised' } : { kind: 'allow' };
  }

  /** Throws `bridge-raised`. */
  permit(action: AgentAction): void {
    if (this.decide(action).kind === 'refuse') throw bridgeRaised();
  }

  /** Aborts with `bridge-raised` as soon as the bridge is raised; `release` when the call is over. */
  untilRaised(): { readonly signal: AbortSignal; release(): void } {
    const controller = new AbortController();
    if (this.#killSwitch.raised) controller.abort(bridgeRaised());
    const release = this.#killSwitch.on('did-change', ({ raised }) => {
      if (raised) controller.abort(bridgeRaised());
    });
    return { signal: controller.signal, release };
  }
}
