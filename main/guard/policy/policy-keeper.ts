import { Emitter } from '../../errors/emitter.ts';
import { cautiousPolicy, defaultPolicy, type Policy, type PolicyFault, policyText, readPolicy } from './policy.ts';

export interface PolicyKeeperPorts {
  /** The file that the person may edit; undefined where there is none. */
  readonly read: () => string | undefined;
  readonly write: (text: string) => void;
  /** What the person accepted last, with its mark; kept in the settings. */
  readonly accepted: () => { readonly text: string; readonly mac: string } | null;
  readonly accept: (accepted: { readonly text: string; readonly mac: string }) => void;
  readonly seal: { of(text: string): Promise<string>; holds(text: string, mac: string): Promise<boolean> };
}

/** A file that was changed by another hand than the window's: it does nothing until the person accepts it. */
export interface PolicyDifference {
  readonly holds: string;
  readonly file: string;
  readonly faults: readonly PolicyFault[];
}

export interface PolicyKeeperEvents {
  'did-change': { readonly policy: Policy };
  /** The person made another policy hold than before: for the journal. */
  'did-accept': { readonly policy: Policy };
}

/**
 * The policy that holds, and the file in which it is kept. The window alone changes it (design §6): what it accepts is
 * marked under a key in the vault, and a file that differs from that is shown as a difference.
 */
export class PolicyKeeper {
  readonly #ports: PolicyKeeperPorts;
  readonly #events = new Emitter<PolicyKeeperEvents>();
  #policy: Policy = cautiousPolicy;
  /** What holds could not be vouched for: every command asks until the person accepts a policy. */
  #doubtful = false;

  constructor(ports: PolicyKeeperPorts) {
    this.#ports = ports;
  }

  on<Name extends keyof PolicyKeeperEvents>(
    name: Name,
    listener: (event: PolicyKeeperEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  /** At the start, and again when the vault has been unlocked. Never rejects: without the vault nothing that was kept is vouched for. */
  async load(): Promise<void> {
    const { accepted, seal, read } = this.#ports;
    const kept = accepted();
    if (kept === null) {
      // Nobody ever made one; a file that somebody put there waits for the person.
      this.#set(defaultPolicy, read() !== undefined && read() !== policyText(defaultPolicy));
      return;
    }
    const holds = await seal.holds(marked(kept.text), kept.mac).catch(() => false);
    const { policy } = readPolicy(kept.text);
    this.#set(holds && policy ? policy : cautiousPolicy, !(holds && policy));
  }

  get policy(): Policy {
    return this.#doubtful ? cautiousPolicy : this.#policy;
  }

  get doubtful(): boolean {
    return this.#doubtful;
  }

  /** The file where it says something else than what holds; null where it does not. */
  difference(): PolicyDifference | null {
    const file = this.#ports.read();
    const holds = policyText(this.#policy);
    if (file === undefined || (!this.#doubtful && file === holds)) return null;
    const { policy, faults } = readPolicy(file);
    if (!this.#doubtful && policy && policyText(policy) === holds) return null;
    return { holds, file, faults };
  }

  /** The person's own text, from the window. Answers with the faults that keep it from holding; then nothing is changed. */
  async save(text: string): Promise<readonly PolicyFault[]> {
    const { policy, faults } = readPolicy(text);
    if (policy === null) return faults;
    const normal = policyText(policy);
    const mac = await this.#ports.seal.of(marked(normal));
    const isAnother = this.#doubtful || normal !== policyText(this.#policy);
    this.#ports.write(normal);
    this.#ports.accept({ text: normal, mac });
    this.#set(policy, false);
    if (isAnother) this.#events.emit('did-accept', { policy });
    return [];
  }

  /** What holds goes back into the file. */
  async keep(): Promise<void> {
    await this.save(policyText(this.#policy));
  }

  #set(policy: Policy, doubtful: boolean): void {
    this.#policy = policy;
    this.#doubtful = doubtful;
    this.#events.emit('did-change', { policy: this.policy });
  }
}

const marked = (text: string): string => JSON.stringify(['policy', text]);
