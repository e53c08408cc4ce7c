import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';
import { AgentServer } from '../../../main/agents/agent-socket.ts';
import { serveFor } from '../../../main/agents/chosen-sites.ts';
import { type CliServices, serveCli } from '../../../main/agents/cli-requests.ts';
import { ConnectedAgents } from '../../../main/agents/connected-agents.ts';
import { ownDoorAnswers } from '../../../main/agents/own-door.ts';
import { wantedLimits } from '../../../main/agents/wanted-limits.ts';
import { Doctor } from '../../../main/doctor/doctor.ts';
import { type Clock, systemClock } from '../../../main/errors/clock.ts';
import { AgentHolds } from '../../../main/guard/agent-holds.ts';
import { putReviewsToPerson } from '../../../main/guard/command-reviews.ts';
import type { FolderGrant } from '../../../main/guard/folder-grants.ts';
import { Guard } from '../../../main/guard/guard.ts';
import { KillSwitch } from '../../../main/guard/kill-switch.ts';
import { defaultPolicy, type Policy } from '../../../main/guard/policy/policy.ts';
import { Questions } from '../../../main/guard/question.ts';
import { UserChanges } from '../../../main/guard/user-changes.ts';
import { Journal } from '../../../main/journal/journal.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { AgentIdentity } from '../../../main/mcp/agent-identity.ts';
import { fileServices } from '../../../main/mcp/file-services.ts';
import type { LineChannel } from '../../../main/mcp/line-channel.ts';
import { serveMcp, toolsKey } from '../../../main/mcp/mcp-server.ts';
import { TargetResolver } from '../../../main/mcp/target-resolver.ts';
import { randomBoundary } from '../../../main/mcp/untrusted-text.ts';
import type { SitesPort } from '../../../main/sites/sites-port.ts';
import type { TerminalService } from '../../../main/terminals/terminal-service.ts';
import { Seal } from '../../../main/vault/seal.ts';
import { runtimeDirectory } from '../../../mcp-bridge/directories.ts';
import { SomeVault } from '../../support/some-vault.ts';

export const APP_VERSION = '0.1.0-test';

/** The part of the app that faces agents, wired as main/index.ts wires it. */
export class AgentSide {
  readonly agents: ConnectedAgents;
  /** What agents' environments ask of the limits. */
  readonly wanted: ReturnType<typeof wantedLimits>;
  readonly files: ReturnType<typeof fileServices>;
  readonly killSwitch: KillSwitch;
  readonly holds: AgentHolds;
  /** How many commands an agent may run within an hour. */
  runsPerHour: number | null = null;
  /** Every command on a site that looks real asks, until a test says otherwise. */
  policy: Policy = { ...defaultPolicy, mode: 'ask-always' };
  readonly proposals: string[] = [];
  /** What `import` is answered by. */
  importing: CliServices['takeOver']['run'] = () => Promise.reject(new Error('not in these tests'));
  readonly questions: Questions;
  /** Whether there is a window to ask in. */
  windowed = true;
  readonly directory: string;
  readonly home: string;
  readonly journal: Journal;
  readonly #server: AgentServer;
  readonly #targets: TargetResolver;
  readonly #doctor: Doctor;
  readonly #guard: Guard;
  readonly #stopReviews: () => void;
  readonly #serveMcp: (channel: LineChannel, agent: AgentIdentity) => { dispose(): void };
  readonly #users: UserChanges;

  private constructor(
    home: string,
    sites: SitesPort,
    terminals: TerminalService,
    clock: Clock,
    signInByText: CliServices['signInByText'],
    journal: Journal,
  ) {
    this.journal = journal;
    this.home = home;
    this.directory = runtimeDirectory({ env: { DRAWBRIDGE_HOME: home }, platform: process.platform, home });
    let kept: number | null = null;
    this.killSwitch = new KillSwitch({
      load: () => kept,
      save: (since) => {
        kept = since;
      },
      now: () => clock.now(),
      interruptAll: () => terminals.interruptAllAgents(),
      log: silentLog,
    });
    this.#targets = new TargetResolver({ sites, clock });
    let asked = 0;
    this.questions = new Questions({ clock, newId: () => `question_${++asked}`, canAsk: () => this.windowed });
    this.holds = new AgentHolds({ clock, keyOf: (id) => id, limitOf: () => this.runsPerHour });
    terminals.on('run-started', ({ terminal: { owner } }) => {
      if (owner.kind === 'agent') this.holds.countRun(owner.agentId);
    });
    this.#guard = new Guard({
      ...{ killSwitch: this.killSwitch, holds: this.holds, questions: this.questions, sites, terminals, clock },
      policy: this,
      journal,
      commandsWithoutAsking: () => false,
    });
    this.#users = new UserChanges({
      ...{ terminals, guard: this.#guard, questions: this.questions, killSwitch: this.killSwitch, clock },
      siteName: (siteId) => sites.find(siteId).summary().name,
    });
    this.agents = new ConnectedAgents({ terminals, clock, log: silentLog });
    this.wanted = wantedLimits(this.agents);
    let granted: readonly FolderGrant[] = [];
    this.files = fileServices({
      ...{
        clock,
        log: silentLog,
        sites,
        killSwitch: this.killSwitch,
        agents: this.agents,
        guard: this.#guard,
        journal,
      },
      questions: this.questions,
      siteName: (id) => sites.find(id).summary().name,
      random: randomBytes,
      limits: () => ({ inAll: 4, idleMs: 3_600_000 }),
      ownLimits: (id) => this.wanted.files(id),
      lookEveryMs: () => this.wanted.fileLookMs(),
      stored: () => granted,
      store: (list) => {
        granted = list;
      },
      seal: new Seal(new SomeVault()),
      keeps: () => true,
      home: homedir(),
      commandsWithoutAsking: () => false,
      onChange: () => {},
    });
    const services = {
      ...{ appVersion: APP_VERSION, sites, terminals, clock, targets: this.#targets, log: silentLog },
      guard: this.#guard,
      users: this.#users,
      files: this.files,
      boundary: randomBoundary,
      folders: { data: home, runtime: this.directory },
      surroundings: () => ({ display: this.windowed, vault: 'keychain' as const, commandsWithoutAsking: false }),
    };
    this.#doctor = new Doctor({
      ...{ app: { version: APP_VERSION, electron: '45.0.0', testRuntime: false }, sites, clock, log: silentLog },
      doorAnswers: () => ownDoorAnswers(this.directory),
      raised: () => this.killSwitch.raised,
      vault: () => ({ state: 'keychain', why: 'ok' }),
      trayHost: async () => 'present',
      folders: [this.directory],
      computer: { platform: 'linux', env: { DISPLAY: ':7' } },
      local: async () => [],
      route: () => undefined,
    });
    const doctor = this.#doctor;
    const takeOver: CliServices['takeOver'] = { run: (former, signal) => this.importing(former, signal) };
    const desk = {
      show: () => void this.proposals.push('show'),
      proposeSite: ({ url }: { url: string }) => void this.proposals.push(`add ${url}`),
      proposeRemoval: (id: string) => void this.proposals.push(`remove ${id}`),
    };
    this.#stopReviews = putReviewsToPerson({
      siteName: (siteId) => sites.find(siteId).summary().name,
      ...{ terminals, questions: this.questions, log: silentLog },
    });
    this.agents.on('did-change', (here) => this.#guard.keepOnlyAgents(here.map(({ id }) => id)));
    this.#serveMcp = (channel, agent) => serveFor(services, agent, (own) => serveMcp(own, channel, agent));
    this.#server = new AgentServer({
      ...{ directory: this.directory, appVersion: APP_VERSION, toolsKey: toolsKey(APP_VERSION) },
      ...{ agents: this.agents, clock, log: silentLog },
      serveMcp: this.#serveMcp,
      serveCli: (channel, agent) =>
        serveFor({ ...services, desk, doctor, journal, signInByText, takeOver }, agent, (own) =>
          serveCli(own, channel, agent),
        ),
    });
  }

  static async start(
    home: string,
    sites: SitesPort,
    terminals: TerminalService,
    clock: Clock = systemClock,
    signInByText: CliServices['signInByText'] = () => Promise.reject(new Error('not in these tests')),
  ): Promise<AgentSide> {
    const journal = await Journal.open({
      ...{ folder: path.join(home, 'journal'), vault: new SomeVault(), clock, log: silentLog },
    });
    const side = new AgentSide(home, sites, terminals, clock, signInByText, journal);
    await side.#server.listen();
    return side;
  }

  /** MCP without socket and bridge. */
  serveHere(channel: LineChannel, agent: AgentIdentity): { dispose(): void } {
    return this.#serveMcp(channel, agent);
  }

  async dispose(): Promise<void> {
    await this.files.dispose();
    this.agents.dispose();
    await this.#server.dispose();
    this.#stopReviews();
    this.#guard.dispose();
    this.#users.dispose();
    this.questions.dispose();
    this.#doctor.dispose();
    this.#targets.dispose();
    this.killSwitch.dispose();
    await this.journal.dispose();
  }
}
