import type {
  AppState,
  QuestionView,
  RunView,
  SessionView,
  SiteView,
  TerminalStateView,
  TerminalView,
} from '../../preload/contract.ts';
import type { AgentView } from '../../preload/contract-agents.ts';
import type { FolderGrant } from '../guard/folder-grants.ts';
import type { Raise } from '../guard/kill-switch.ts';
import type { OpenQuestion } from '../guard/question.ts';
import type { StandingPermission } from '../guard/standing-permissions.ts';
import type { SessionState, SiteSummary } from '../sites/site-model.ts';
import type { ListedCertificate } from '../sites/trusted-certificates.ts';
import { isRecorded } from '../terminals/recorded-answer.ts';
import type { Run, TerminalSummary } from '../terminals/terminal-model.ts';
import { standingView } from './approval-handlers.ts';

/** A tile shows a few runs and the focus view a column of them; older ones are in the journal. */
const MAX_RUNS = 50;

function sessionView(session: SessionState): SessionView {
  if (session.kind === 'signing-in') return { kind: 'signing-in', since: session.since };
  return session;
}

export function siteView(site: SiteSummary, certificates: readonly ListedCertificate[]): SiteView {
  return {
    id: site.id,
    name: site.name,
    baseUrl: site.baseUrl,
    practice: site.practice,
    session: sessionView(site.session),
    durableKey: site.durableKey,
    certificates: [...certificates],
  };
}

function runView(run: Run): RunView {
  const { outcome } = run;
  const text =
    outcome.kind === 'refused' || outcome.kind === 'awaiting-review'
      ? outcome.text
      : outcome.kind === 'closed'
        ? outcome.reason
        : outcome.kind === 'needs-input'
          ? outcome.line
          : '';
  return {
    id: run.id,
    command: run.command,
    startedAt: run.startedAt,
    durationMs: run.durationMs,
    outcome: outcome.kind,
    exitCode: outcome.kind === 'done' ? outcome.exitCode : null,
    text,
    byPerson: run.by === 'person',
  };
}

function stateView(terminal: TerminalSummary): TerminalStateView {
  const { state } = terminal;
  switch (state.kind) {
    case 'running':
      return { kind: 'running', since: state.since };
    case 'needs-input':
      return { kind: 'needs-input', input: state.input, since: state.since, recorded: recordsAnswer(terminal) };
    case 'awaiting-review':
      return { kind: 'awaiting-review', text: state.text };
    default:
      return state;
  }
}

/** A secret that JumpServer would store in clear. */
function recordsAnswer({ runs }: TerminalSummary): boolean {
  const outcome = runs.at(-1)?.outcome;
  return outcome?.kind === 'needs-input' && outcome.input === 'password' && isRecorded(outcome.line);
}

export function terminalView(
  terminal: TerminalSummary,
  names: { readonly site: string; readonly agent: string },
  questions: readonly OpenQuestion[] = [],
): TerminalView {
  const { target, owner } = terminal;
  return {
    id: terminal.id,
    siteId: target.siteId,
    siteName: names.site,
    asset: target.asset.name,
    address: target.asset.address,
    account: target.account.username || target.account.name,
    agentId: owner.kind === 'agent' ? owner.agentId : null,
    agentName: owner.kind === 'agent' ? names.agent || owner.name : '',
    state: stateView(terminal),
    hand: terminal.hand,
    openedAt: terminal.openedAt,
    jumpserverSessionId: terminal.jumpserverSessionId,
    runs: terminal.runs.slice(-MAX_RUNS).map(runView),
    cols: terminal.size.cols,
    rows: terminal.size.rows,
    marks: terminal.marks,
    shell: terminal.shell,
    questionId: questions.find((question) => terminalAskedAbout(question) === terminal.id)?.id ?? null,
  };
}

function terminalAskedAbout(question: OpenQuestion): string | undefined {
  if (question.topic === 'run-command') return question.place?.terminalId;
  switch (question.topic) {
    case 'type-input':
    case 'command-review':
    case 'terminal-secret':
      return question.terminalId;
    default:
      return undefined;
  }
}

function raiseView(raise: Raise | null): AppState['raise'] {
  if (raise === null) return null;
  const stopped = raise.stopped?.map((one) => ({ ...one, keys: [...one.keys] })) ?? null;
  return { ...raise, stopped };
}

function questionView(question: OpenQuestion): QuestionView {
  switch (question.topic) {
    case 'confirm-identity':
      return { ...question, methods: [...question.methods] };
    case 'run-command':
      return { ...question, why: [...question.why] };
    case 'raw-terminal':
    case 'file-act':
      return { ...question, why: [...question.why] };
    default:
      return question;
  }
}

export interface StateSources {
  readonly version: string;
  readonly electron: string;
  readonly testRuntime: boolean;
  locale(): AppState['locale'];
  readonly bridgeCommand: readonly string[];
  sites(): readonly SiteSummary[];
  certificates(siteId: string): readonly ListedCertificate[];
  defaultSite(): string | undefined;
  readonly preferences: {
    all(): AppState['settings'];
    fromEnvironment(): AppState['settingsFromEnvironment'];
  };
  agents(): readonly AgentView[];
  agentLimits(): AppState['agentLimits'];
  terminals(): readonly TerminalSummary[];
  vault(): AppState['vault'];
  raised(): boolean;
  raise(): Raise | null;
  practiceRunning(): boolean;
  takenOver(): AppState['takenOver'];
  notices(): AppState['notices'];
  questions(): readonly OpenQuestion[];
  journalProblem(): { readonly message: string; readonly nextStep: string } | null;
  recordings(): AppState['recordings'];
  standing(): readonly StandingPermission[];
  folderGrants(): readonly FolderGrant[];
  questionWanted(): AppState['questionWanted'];
  proposal(): AppState['proposal'];
  focusedTerminalId(): string | null;
  settingsWanted(): string | null;
  desktop(): AppState['desktop'];
}

/** Everything the window and the tray show, from the services as they are now. */
export function appStateFrom(sources: StateSources): AppState {
  const sites = sources.sites();
  const questions = sources.questions();
  const agents = sources.agents();
  const nameOf = new Map([...sites, ...agents].map(({ id, name }) => [id, name]));
  return {
    version: sources.version,
    runtime: { electron: sources.electron, testRuntime: sources.testRuntime },
    vault: sources.vault(),
    raised: sources.raised(),
    raise: raiseView(sources.raise()),
    sites: sites.map((site) => siteView(site, sources.certificates(site.id))),
    defaultSiteId: sources.defaultSite() ?? null,
    settings: sources.preferences.all(),
    settingsFromEnvironment: sources.preferences.fromEnvironment(),
    agents: [...agents],
    agentLimits: sources.agentLimits(),
    terminals: sources.terminals().map((terminal) => {
      const { target, owner } = terminal;
      const agent = owner.kind === 'agent' ? (nameOf.get(owner.agentId) ?? '') : '';
      return terminalView(terminal, { site: nameOf.get(target.siteId) ?? '', agent }, questions);
    }),
    bridgeCommand: [...sources.bridgeCommand],
    locale: sources.locale(),
    practiceRunning: sources.practiceRunning(),
    takenOver: sources.takenOver(),
    notices: sources.notices(),
    questions: questions.map(questionView),
    journalProblem: sources.journalProblem(),
    recordings: sources.recordings(),
    standing: sources.standing().map(standingView),
    folderGrants: sources
      .folderGrants()
      .map(({ client, project, folder, since }) => ({ client, project, folder, since })),
    questionWanted: sources.questionWanted(),
    proposal: sources.proposal(),
    focusedTerminalId: sources.focusedTerminalId(),
    settingsWanted: sources.settingsWanted(),
    desktop: sources.desktop(),
  };
}
