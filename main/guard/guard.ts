import type { Clock } from '../errors/clock.ts';
import type { SitesPort } from '../sites/sites-port.ts';
import type { TerminalTarget } from '../terminals/terminal-model.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';
import type { AgentHolds } from './agent-holds.ts';
import { Approvals, ApprovalVoid, type Permission, type Wait } from './approvals.ts';
import type { CommandPlace } from './command-place.ts';
import { type Decision, decideAction } from './decide-action.ts';
import { commandLike } from './file-act.ts';
import { bridgeRaised, type KillSwitch } from './kill-switch.ts';
import { concernsPractice, decidePolicy, type PolicyDecision, type PolicyTarget } from './policy/decide-policy.ts';
import type { Policy } from './policy/policy.ts';
import { refusedByPolicy } from './policy/policy-errors.ts';
import type { Questions } from './question.ts';
import { fits, terminalOf, type WantedTyping } from './wanted-typing.ts';

/** What an agent is about to cause. */
export type AgentAction =
  | { readonly kind: 'look'; readonly agentId: string }
  | { readonly kind: 'ask-sign-in'; readonly agentId: string }
  | { readonly kind: 'open-terminal'; readonly agentId: string; readonly target: TerminalTarget }
  /** A command, or input for what runs. */
  | { readonly kind: 'type'; readonly agentId: string; readonly siteId: string }
  | { readonly kind: 'interrupt' | 'close'; readonly agentId: string; readonly terminalId: string };

export interface GuardPorts {
  readonly killSwitch: KillSwitch;
  readonly holds: Pick<AgentHolds, 'assertFree'>;
  /** Throws `journal-unavailable` while nothing can be recorded. */
  readonly journal: { assertWritable(): void };
  readonly questions: Questions;
  readonly sites: Pick<SitesPort, 'on' | 'find'>;
  readonly terminals: Pick<TerminalService, 'on'>;
  readonly clock: Clock;
  /** What agents may type where. */
  readonly policy: { readonly policy: Policy };
  /** The start switch of machines without a display: nobody is asked. */
  readonly commandsWithoutAsking: () => boolean;
}

/**
 * Every act of an agent passes here (design §6): the kill switch, and on a real site the person, before anything is typed.
 * What may pass without asking, and what is refused, is the policy's to say (docs/technical/policy.md).
 */
export class Guard {
  readonly #ports: GuardPorts;
  readonly #approvals: Approvals;
  readonly #off: readonly (() => void)[];

  constructor(ports: GuardPorts) {
    this.#ports = ports;
    this.#approvals = new Approvals(ports);
    const forgetSite = (siteId: string) => this.#approvals.drop(({ target }) => target.siteId === siteId);
    this.#off = [
      ports.killSwitch.on('did-change', ({ raised }) => {
        if (raised) this.#approvals.refuseAll('The bridge was raised.');
      }),
      // What was allowed was allowed to the one who was signed in.
      ports.sites.on('did-change-user', ({ siteId }) => forgetSite(siteId)),
      ports.sites.on('did-sign-out', ({ siteId }) => forgetSite(siteId)),
      ports.sites.on('did-remove', ({ id }) => forgetSite(id)),
      ports.terminals.on('changed', (terminal) => {
        const { id, state } = terminal;
        this.#approvals.standing.see(terminal);
        if (state.kind === 'closed') this.#approvals.drop((wanted) => terminalOf(wanted) === id);
      }),
    ];
  }

  decide(action: AgentAction): Decision {
    const { killSwitch, sites } = this.#ports;
    return decideAction(action.kind, {
      raised: killSwitch.raised,
      watched: action.kind === 'type' && this.#isWatched(sites.find(action.siteId).summary()),
    });
  }

  /** The policy that holds. */
  get policy(): Policy {
    return this.#ports.policy.policy;
  }

  /** What the policy says of this, whoever asks. */
  judge(wanted: Pick<WantedTyping, 'target' | 'what'>): PolicyDecision {
    const { siteId, asset, account } = wanted.target;
    const { name, practice } = this.#ports.sites.find(siteId).summary();
    const target: PolicyTarget = {
      ...{ site: name, practice, asset: asset.name, address: asset.address, type: asset.type },
      ...{ nodes: asset.nodes ?? [], account: account.username || account.name },
    };
    if (wanted.what.kind === 'raw-terminal')
      return decidePolicy(this.#ports.policy.policy, target, { kind: 'raw-terminal' });
    if (wanted.what.kind !== 'file') return decidePolicy(this.#ports.policy.policy, target, wanted.what);
    // Judged as the command that would do the same: a file is no way round the policy.
    const act = { kind: 'command', command: commandLike(wanted.what.act) } as const;
    return decidePolicy(this.#ports.policy.policy, { ...target, type: '' }, act);
  }

  /** Nothing that is typed there is looked at: the practice site, where no entry or rule names it. */
  #isWatched({ practice, name }: { readonly practice: boolean; readonly name: string }): boolean {
    return practice && !concernsPractice(this.#ports.policy.policy, name);
  }

  /** For what needs no answer of the person. Throws `bridge-raised`, `journal-unavailable`, `paused-by-person` or `agent-limit-reached`. */
  permit(action: Exclude<AgentAction, { readonly kind: 'type' }>): void {
    if (this.decide(action).kind !== 'allow') throw bridgeRaised();
    // To look, to interrupt and to close stay possible whatever happens.
    if (action.kind === 'open-terminal' || action.kind === 'ask-sign-in') this.#ports.journal.assertWritable();
    if (action.kind === 'open-terminal') this.#ports.holds.assertFree(action.agentId);
  }

  /** Whether what is typed on this site is looked at first; the person may have to be asked. Throws `bridge-raised`, `journal-unavailable`, `paused-by-person` or `agent-limit-reached`. */
  asksBeforeTyping(agentId: string, siteId: string): boolean {
    const decision = this.decide({ kind: 'type', agentId, siteId });
    if (decision.kind === 'refuse') throw bridgeRaised();
    this.#ports.holds.assertFree(agentId);
    this.#ports.journal.assertWritable();
    return decision.kind === 'ask';
  }

  /**
   * The person's permission to type this, used as it is typed. Throws `bridge-raised`, `pending-approval`,
   * `refused-by-policy`, `declined-by-person`, `approval-timed-out`, `could-not-ask`, or the signal's reason.
   */
  async allowTyping(wanted: WantedTyping, wait: Wait): Promise<Permission> {
    const { siteId } = wanted.target;
    // What JumpServer's rules will not see is the person's to say, on a practice site too.
    const always = wanted.what.kind === 'file' && wanted.what.act.kind === 'script';
    if (!this.asksBeforeTyping(wanted.agent.id, siteId) && !always) return { use: () => {} };
    const decision = this.judge(wanted);
    if (decision.verdict === 'refuse') throw refusedByPolicy(decision);
    if ((decision.verdict === 'allow' && !always) || this.#ports.commandsWithoutAsking()) {
      return {
        use: (typing) => {
          // What was judged is what is typed, and where.
          if (!fits(wanted, typing)) throw new ApprovalVoid();
        },
      };
    }
    return this.#approvals.allow(wanted, this.#ports.sites.find(siteId).summary().name, decision.why, wait);
  }

  /** The places for which this command was asked about, and may still be run. */
  placesAskedFor(wanted: WantedTyping): readonly CommandPlace[] {
    return this.#approvals.placesAskedFor(wanted);
  }

  /** What the person allowed for some minutes. */
  get standing(): Approvals['standing'] {
    return this.#approvals.standing;
  }

  /** Whether a call of this agent waits for the person now. */
  waitsForPerson(agentId: string): boolean {
    return this.#approvals.waits(agentId);
  }

  /** The agents that are there: the questions of all others are withdrawn. */
  keepOnlyAgents(ids: readonly string[]): void {
    this.#approvals.drop(({ agent }) => !ids.includes(agent.id));
  }

  /** Aborts with `bridge-raised` as soon as the bridge is raised; `release` when the call is over. */
  untilRaised(): { readonly signal: AbortSignal; release(): void } {
    const controller = new AbortController();
    if (this.#ports.killSwitch.raised) controller.abort(bridgeRaised());
    const release = this.#ports.killSwitch.on('did-change', ({ raised }) => {
      if (raised) controller.abort(bridgeRaised());
    });
    return { signal: controller.signal, release };
  }

  dispose(): void {
    for (const off of this.#off) off();
    this.#approvals.dispose();
  }
}
