import type { Edges } from '../../../main/terminals/output-page.ts';
import type { Run, TerminalSummary, TerminalTarget } from '../../../main/terminals/terminal-model.ts';
import { TerminalOutput } from '../../../main/terminals/terminal-output.ts';

export const aTarget: TerminalTarget = {
  siteId: 'site_1',
  asset: { id: 'a-1', name: 'web-01', address: '10.1.0.1', type: 'linux' },
  account: { alias: 'acc-1', name: 'deploy', username: 'deploy' },
  protocol: 'ssh',
  connectMethod: 'web_cli',
};

export const aRun = (change: Partial<Run> = {}): Run => ({
  ...{ id: 'run_1', terminalId: 'term_1', command: 'true', startedAt: 0, durationMs: 12 },
  ...{
    outcome: { kind: 'done', exitCode: 0 },
    output: { start: 100, end: 100 },
    user: '1000',
    cwd: '/srv',
    userName: null,
  },
  ...change,
});

const shellAfter = ({ user, userName, cwd }: Pick<Run, 'user' | 'userName' | 'cwd'> = aRun()) => ({
  ...{ level: 1, depth: 0, user, userName, cwd },
});

export const aTerminal = (change: Partial<TerminalSummary> = {}): TerminalSummary => ({
  ...{ id: 'term_1', target: aTarget, owner: { kind: 'agent', agentId: 'agent-1', name: 'claude' } },
  ...{
    state: { kind: 'prompt' },
    hand: { by: 'agent' },
    openedAt: 0,
    jumpserverSessionId: null,
    runs: [],
    outputEnd: 100,
  },
  ...{ size: { cols: 200, rows: 50 }, marks: true, shell: shellAfter(change.runs?.at(-1)) },
  ...change,
});

/** Reads from `text` as if it stood at `offset` in a terminal. */
export function readFrom(text: string, offset: number) {
  const output = new TerminalOutput({ cols: 200, rows: 50 }, () => {});
  output.append(Buffer.from(`${'.'.repeat(offset - 1)}\n${text}`));
  return (from: number, maxBytes: number, edges?: Edges) => output.read(from, maxBytes, true, edges);
}
