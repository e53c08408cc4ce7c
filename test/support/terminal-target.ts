import type { TerminalOwner, TerminalTarget } from '../../main/terminals/terminal-model.ts';

export const someTarget: TerminalTarget = {
  siteId: 'site_1',
  asset: { id: 'asset_1', name: 'web-01', address: '10.0.0.1', type: 'linux' },
  account: { alias: 'acc_1', name: 'ops', username: 'ops' },
  protocol: 'ssh',
  connectMethod: 'web_cli',
};

export function agent(agentId: string): TerminalOwner {
  return { kind: 'agent', agentId, name: `Agent ${agentId}` };
}
