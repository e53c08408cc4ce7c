import type { Clock } from '../errors/clock.ts';
import type { TerminalTarget } from '../terminals/terminal-model.ts';
import { type ApprovalRequest, Approvals } from './approvals.ts';
import { bridgeRaised, type KillSwitch } from './kill-switch.ts';
import type { Questions } from './question.ts';

/** What an agent is about to cause. */
export type AgentAction =
  | { readonly kind: 'look'; readonly agentId: string }
  | { readonly kind: 'ask-sign-in'; readonly agentId: string }
  | { readonly kind: 'open-terminal'; readonly agentId: string; readonly target: TerminalTarget }
  | { readonly kind: 'run'; readonly agentId: string; readonly target: TerminalTarget; readonly command: string }
  | { readonly kind: 'write'; readonly agentId: string; readonly terminalId: string; readonly input: string }
  | { readonly kind: 'interrupt' | 'close'; readonly agentId: string; readonly terminalId: string };

export type Decision = { readonly kind: 'allow' } | { readonly kind: 'refuse'; readonly why: 'bridge-raised' };

export interface GuardPorts {
  readonly killSwitch: KillSwitch;
  readonly questions: Questions;
  readonly clock: Clock;
  /** The person started the app so, where no window can ask (`--allow-commands`). */
  readonly commandsWithoutAsking: () => boolean;
}

/** More than there can be terminals; older ones have ended. */
const MAX_PROGRAMS = 200;

/** Every act of an agent passes here (design §6): the kill switch, and until policies exist a question before each command on a real site. */
export class Guard {
  readonly #ports: GuardPorts;
  readonly #approvals: Approvals;
  /** Programs that the person lets an agent type into: `terminal run`, the newest last. */
  readonly #programs = new Set<string>();

  constructor(ports: GuardPorts) {
    this.#ports = ports;
    this.#approvals = new Approvals(ports);
    ports.killSwitch.on('did-change', ({ raised }) => {
      if (!raised) return;
      this.#approvals.withdraw(bridgeRaised());
      this.#programs.clear();
    });
  }

  decide(_action: AgentAction): Decision {
    return this.#ports.killSwitch.raised ? { kind: 'refuse', why: 'bridge-raised' } : { kind: 'allow' };
  }

  /** Throws `bridge-raised`. */
  permit(action: AgentAction): void {
    if (this.decide(action).kind === 'refuse') throw bridgeRaised();
  }

  /** Whether the person is asked before anything is typed there. Nothing is at stake on the practice site. */
  asksFor(site: { readonly practice: boolean }): boolean {
    return !site.practice && !this.#ports.commandsWithoutAsking();
  }

  /** Resolves when the person said yes to exactly this; throws as `Approvals.ask` does. */
  approve(request: ApprovalRequest, patienceMs: number, signal: AbortSignal): Promise<void> {
    return this.#approvals.ask(request, patienceMs, signal);
  }

  /** As `approve`, once for each program that runs. */
  async approveInput(
    program: { readonly terminalId: string; readonly runId: string },
    request: ApprovalRequest,
    patienceMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const key = `${program.terminalId} ${program.runId}`;
    if (this.#programs.has(key)) return;
    await this.#approvals.ask(request, patienceMs, signal);
    this.#programs.add(key);
    const [oldest] = this.#programs;
    if (oldest !== undefined && this.#programs.size > MAX_PROGRAMS) this.#programs.delete(oldest);
  }

  /** Aborts with `bridge-raised` as soon as the bridge is raised; `release` when the call is over. */
  untilRaised(): { readonly signal: AbortSignal; release(): void } {
    const { killSwitch } = this.#ports;
    const controller = new AbortController();
    if (killSwitch.raised) controller.abort(bridgeRaised());
    const release = killSwitch.on('did-change', ({ raised }) => {
      if (raised) controller.abort(bridgeRaised());
    });
    return { signal: controller.signal, release };
  }
}
