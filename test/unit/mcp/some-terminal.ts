import type { Run, TerminalSummary, TerminalTarget } from '../../../main/terminals/terminal-model.ts';
import type { OutputText } from '../../../main/terminals/terminal-service.ts';

export const aTarget: TerminalTarget = {
  siteId: 'site_1',
  asset: { id: 'a-1', name: 'web-01', address: '10.1.0.1', type: 'linux' },
  account: { alias: 'acc-1', name: 'deploy', username: 'deploy' },
  protocol: 'ssh',
  connectMethod: 'web_cli',
};

export const aRun = (change: Partial<Run> = {}): Run => ({
  ...{ id: 'run_1', terminalId: 'term_1', command: 'true', startedAt: 0, durationMs: 12 },
  ...{ outcome: { kind: 'done', exitCode: 0 }, output: { start: 100, end: 100 }, user: '1000', cwd: '/srv' },
  ...change,
});

export const aTerminal = (change: Partial<TerminalSummary> = {}): TerminalSummary => ({
  ...{ id: 'term_1', target: aTarget, owner: { kind: 'agent', agentId: 'agent-1', name: 'claude' } },
  ...{ state: { kind: 'prompt' }, openedAt: 0, jumpserverSessionId: null, runs: [], outputEnd: 100 },
  ...{ size: { cols: 200, rows: 50 }, marks: true },
  ...change,
});

/** Reads from `text` as if it stood at `offset` in a terminal; ASCII only. */
export const readFrom =
  (text: string, offset: number) =>
  (from: number, maxBytes: number): OutputText => {
    const part = text.slice(from - offset, from - offset + maxBytes);
    return { text: part, start: from, end: from + part.length, gap: 0 };
  };
