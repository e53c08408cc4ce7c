import { defaults } from '../../../main/settings/settings-shape.ts';
import type { AppState, RunView, SiteView, TerminalStateView, TerminalView } from '../../../preload/contract.ts';
import type { AgentView } from '../../../preload/contract-agents.ts';

export const user = { id: 'u1', username: 'alice', name: 'Alice' };

export function aRun(over: Partial<RunView> = {}): RunView {
  return {
    id: 'run_1',
    command: 'uptime',
    startedAt: 1000,
    durationMs: 20,
    outcome: 'done',
    exitCode: 0,
    text: '',
    byPerson: false,
    ...over,
  };
}

export function aTerminal(state: TerminalStateView, over: Partial<TerminalView> = {}): TerminalView {
  return {
    id: 'term_1',
    siteId: 's1',
    siteName: 'Prod',
    asset: 'web-01',
    address: '10.0.0.1',
    account: 'deploy',
    agentId: 'a1',
    agentName: 'claude-code',
    state,
    hand: { by: 'agent' },
    openedAt: 1000,
    jumpserverSessionId: null,
    runs: [],
    cols: 200,
    rows: 50,
    marks: true,
    shell: { level: 1, depth: 0, user: '1000', userName: null, cwd: '/srv' },
    questionId: null,
    ...over,
  };
}

export function anAgent(over: Partial<AgentView> = {}): AgentView {
  return {
    id: 'a1',
    name: 'claude-code',
    client: 'claude-code',
    version: '1',
    colour: 'blue',
    pid: 1,
    executable: 'node',
    verified: true,
    host: null,
    projectFolder: '/src/infra',
    connectedAt: 1,
    awaySince: null,
    calls: 0,
    lastCallAt: null,
    runs: 0,
    runsThisHour: 0,
    hold: null,
    limits: { terminals: null, runsPerHour: null },
    effective: { terminals: 6, runsPerHour: 600 },
    ...over,
  };
}

export function aSite(session: SiteView['session'], over: Partial<SiteView> = {}): SiteView {
  return {
    id: 's1',
    name: 'Prod',
    baseUrl: 'https://jms.example',
    practice: false,
    session,
    durableKey: { state: 'off' },
    certificates: [],
    ...over,
  };
}

export function anAppState(over: Partial<AppState> = {}): AppState {
  return {
    version: '0.1.0',
    runtime: { electron: '45.0.0', testRuntime: false },
    vault: { state: 'keychain', why: 'ok' },
    raised: false,
    raise: null,
    recordings: { kind: 'on' },
    sites: [],
    defaultSiteId: null,
    settings: defaults,
    settingsFromEnvironment: {},
    settingsWanted: null,
    desktop: { tray: 'present', closeAsked: false, raiseShortcut: 'holds' },
    folderGrants: [],
    agents: [],
    agentLimits: { terminals: 6, runsPerHour: 600 },
    terminals: [],
    journalProblem: null,
    bridgeCommand: ['drawbridge', 'mcp'],
    locale: 'en',
    practiceRunning: false,
    takenOver: null,
    proposal: null,
    focusedTerminalId: null,
    questions: [],
    standing: [],
    questionWanted: null,
    notices: [],
    ...over,
  };
}
