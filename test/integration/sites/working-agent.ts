import { randomBytes } from 'node:crypto';
import { type Clock, systemClock } from '../../../main/errors/clock.ts';
import { closeFormerUsersTerminals } from '../../../main/guard/former-user.ts';
import type { KillSwitch } from '../../../main/guard/kill-switch.ts';
import type { Policy } from '../../../main/guard/policy/policy.ts';
import { Questions } from '../../../main/guard/question.ts';
import { probeSite } from '../../../main/jumpserver/probe.ts';
import { silentLog } from '../../../main/log/log.ts';
import { kokoLink } from '../../../main/sites/koko-link.ts';
import type { SignInReason, SignInResult } from '../../../main/sites/site-model.ts';
import { SiteRegistry } from '../../../main/sites/site-registry.ts';
import { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { memoryKeys } from '../../support/memory-keys.ts';
import { NodeSiteTransport } from '../../support/node-site-transport.ts';
import { signInThrough } from '../../support/practice-login.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, type Workshop } from '../agents/bridge-process.ts';
import { Disk } from './one-person.ts';

/**
 * An agent at work through the real bridge, on a practice site that is signed in to by the real `Site`: everything between
 * the agent and the shell but Electron. The person signs in when `letIn` is called.
 */
export class WorkingAgent {
  readonly practice: PracticeSite;
  readonly transport: NodeSiteTransport;
  readonly registry: SiteRegistry;
  readonly terminals: TerminalPool;
  readonly client: Awaited<ReturnType<typeof connectAgent>>;
  /** Every time that a sign-in window would have opened. */
  readonly prompts: SignInReason[];
  readonly questions: Questions;
  readonly #side: AgentSide;
  readonly #stop: () => void;
  readonly #door: Door;

  private constructor(
    parts: Pick<WorkingAgent, 'practice' | 'transport' | 'registry' | 'terminals' | 'client'>,
    side: AgentSide,
    door: Door,
  ) {
    this.practice = parts.practice;
    this.transport = parts.transport;
    this.registry = parts.registry;
    this.terminals = parts.terminals;
    this.client = parts.client;
    this.prompts = door.prompts;
    this.#side = side;
    this.#door = door;
    const { registry: sites, terminals } = parts;
    let ids = 0;
    this.questions = new Questions({ clock: systemClock, newId: () => `q${++ids}`, canAsk: () => true });
    this.#stop = closeFormerUsersTerminals({ sites, terminals, questions: this.questions, log: silentLog });
  }

  /** `real` as a site that the person added by its address: commands are asked about. */
  static async start(
    workshop: Workshop,
    options: PracticeSiteOptions = {},
    real = false,
    clock: Clock = systemClock,
    /** Of what faces the agent: its patience, and how long questions stand. */
    agentClock: Clock = systemClock,
  ): Promise<WorkingAgent> {
    const practice = await PracticeSite.start({ connectDelayMs: 0, looksReal: real, ...options });
    const transport = new NodeSiteTransport();
    const door = new Door(practice, transport);
    const disk = new Disk();
    const registry = new SiteRegistry({
      clock,
      log: silentLog,
      vault: disk.vault,
      stored: () => [],
      store: () => {},
      defaultSite: () => null,
      storeDefault: () => {},
      newId: () => 'site_1',
      createTransport: () => transport,
      trust: async () => false,
      forgetTrust: () => {},
      probe: (url) => probeSite(url, () => new NodeSiteTransport()),
      keys: memoryKeys(),
      keepAliveWhileIdleMs: () => 3_600_000,
      signIn: (site, reason, signal) => door.ask(reason, () => site.arrived(), signal),
    });
    await registry.add({ baseUrl: practice.url });
    const site = registry.find(undefined);
    const terminals = new TerminalPool({
      clock,
      log: silentLog,
      random: randomBytes,
      limits: { pacing: null },
      connect: (target, signal) => kokoLink(registry, { target, what: 'a terminal', socket: 'terminal', signal }),
      refused: async () => {
        const verdict = await site.reportLost();
        if (verdict.kind === 'unknown') throw verdict.error;
      },
    });
    const home = workshop.home();
    const side = await AgentSide.start(home, registry, terminals, agentClock);
    const client = await connectAgent(workshop.bridge, home);
    door.open();
    await site.whenSignedIn({ kind: 'person' });
    door.shut();
    door.prompts.length = 0;
    return new WorkingAgent({ practice, transport, registry, terminals, client }, side, door);
  }

  /** What waits for the person because an agent wants to type. */
  get asked(): Questions {
    return this.#side.questions;
  }

  /** Of the bridges that reach this app. */
  get home(): string {
    return this.#side.home;
  }

  /** From here on other rules hold. */
  set policy(policy: Policy) {
    this.#side.policy = policy;
  }

  /** From here on there is nowhere to ask the person. */
  closeWindow(): void {
    this.#side.windowed = false;
  }

  /** Raises and lowers. */
  get killSwitch(): KillSwitch {
    return this.#side.killSwitch;
  }

  get site() {
    return this.registry.find(undefined);
  }

  /** The text of a tool's answer; an error's text begins with `ERROR `. */
  async call(name: string, args: Record<string, unknown> = {}): Promise<string> {
    const result = await this.client.callTool({ name, arguments: args });
    const content = Array.isArray(result.content) ? result.content : [];
    const text = content.map((part: { text?: string }) => part.text ?? '').join('\n');
    return result.isError === true ? `ERROR ${text}` : text;
  }

  /** Resolves when a sign-in window is up. */
  whenAsked(): Promise<void> {
    return this.#door.asked;
  }

  /** The person signs in, now and at once from here on; as somebody else where told so. */
  letIn(who: keyof PracticeSite['users'] = 'alice'): void {
    this.#door.who = who;
    this.#door.open();
  }

  async dispose(): Promise<void> {
    this.#stop();
    this.questions.dispose();
    await this.client.close();
    await this.#side.dispose();
    await this.terminals.dispose();
    await this.registry.dispose();
    await this.practice.dispose();
  }
}

/** The sign-in window, as a person uses it. */
class Door {
  readonly prompts: SignInReason[] = [];
  who: keyof PracticeSite['users'] = 'alice';
  asked: Promise<void>;
  readonly #practice: PracticeSite;
  readonly #transport: NodeSiteTransport;
  #tellAsked: () => void = () => {};
  #opened: Promise<void> = Promise.resolve();
  #open: () => void = () => {};

  constructor(practice: PracticeSite, transport: NodeSiteTransport) {
    this.#practice = practice;
    this.#transport = transport;
    this.asked = Promise.resolve();
    this.shut();
  }

  open(): void {
    this.#open();
  }

  /** From here on somebody has to let agents in again. */
  shut(): void {
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
    this.asked = new Promise((resolve) => {
      this.#tellAsked = resolve;
    });
  }

  async ask(
    reason: SignInReason,
    arrived: () => Promise<{ readonly id: string; readonly username: string; readonly name: string } | null>,
    signal: AbortSignal,
  ): Promise<SignInResult> {
    this.prompts.push(reason);
    this.#tellAsked();
    const gone = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    await Promise.race([this.#opened, gone]);
    await signInThrough(this.#transport, this.#practice.url, this.#practice.users[this.who]);
    const user = await arrived();
    return user ? { kind: 'signed-in', user } : { kind: 'failed', message: 'nobody is signed in' };
  }
}
