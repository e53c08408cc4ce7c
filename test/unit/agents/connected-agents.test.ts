import { describe, expect, it } from 'vitest';
import { AWAY_MS, ConnectedAgents } from '../../../main/agents/connected-agents.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { TerminalSummary } from '../../../main/terminals/terminal-model.ts';
import type { Hello } from '../../../mcp-bridge/wire.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { aTerminal } from '../mcp/some-terminal.ts';

const hello = (change: Partial<Hello> = {}): Hello => ({
  ...{ type: 'hello', wire: 1, nonce: 'n', proof: 'p', mode: 'mcp', pid: 42, executable: '/usr/bin/node' },
  ...{ cwd: '/project', bridgeVersion: '0.1.0', agentId: 'agent-1', resumeKey: 'secret' },
  ...change,
});

const here = { verified: true, host: null };

function agentsWith(terminals: readonly TerminalSummary[]) {
  const clock = new FakeClock(0);
  const closed: string[] = [];
  const agents = new ConnectedAgents({
    clock,
    log: silentLog,
    terminals: {
      list: () => terminals,
      on: () => () => {},
      closeAllOf: (id, reason) => {
        closed.push(`${id}: ${reason}`);
        return Promise.resolve();
      },
    },
  });
  return { clock, closed, agents };
}

describe('connected agents', () => {
  it('keep their terminals for 60 s without their socket, and not longer', async () => {
    const { clock, closed, agents } = agentsWith([aTerminal()]);
    const hangUp = () => {};
    const { agent } = agents.arrive(hello(), here, hangUp);
    agents.leave(agent, hangUp, false);
    expect(agents.list()).toMatchObject([{ id: 'agent-1', awaySince: 0 }]);
    await clock.advance(AWAY_MS - 1);
    expect(closed).toEqual([]);
    await clock.advance(1);
    expect(closed).toEqual(['agent-1: its agent went away and did not come back within 60 s']);
    expect(agents.list()).toEqual([]);
  });

  it('come back in time with their resume key', async () => {
    const { clock, closed, agents } = agentsWith([aTerminal()]);
    const first = () => {};
    const { agent } = agents.arrive(hello(), here, first);
    agents.leave(agent, first, false);
    await clock.advance(AWAY_MS - 1);
    expect(() => agents.arrive(hello({ resumeKey: 'guessed' }), here, () => {})).toThrow('already uses this agent id');
    expect(agents.arrive(hello(), here, () => {})).toMatchObject({ agent, resumed: true });
    await clock.advance(AWAY_MS * 2);
    expect(closed).toEqual([]);
    expect(agents.list()).toMatchObject([{ awaySince: null }]);
  });

  it('are forgotten at once where they have no terminals', () => {
    const { agents } = agentsWith([]);
    const hangUp = () => {};
    const { agent } = agents.arrive(hello(), here, hangUp);
    agents.leave(agent, hangUp, false);
    expect(agents.list()).toEqual([]);
  });

  it('hang up the older of two connections of one agent, whose end then means nothing', () => {
    const { agents } = agentsWith([aTerminal()]);
    const ends: string[] = [];
    const older = () => void ends.push('older');
    const { agent } = agents.arrive(hello(), here, older);
    agents.arrive(hello(), here, () => void ends.push('newer'));
    expect(ends).toEqual(['older']);
    agents.leave(agent, older, false);
    expect(agent.connected).toBe(true);
  });

  it('do not come back after the person disconnected them', () => {
    const { agents, closed } = agentsWith([aTerminal()]);
    const ends: string[] = [];
    agents.arrive(hello(), here, () => void ends.push('hung up'));
    agents.disconnect('agent-1');
    expect(ends).toEqual(['hung up']);
    expect(closed).toEqual(['agent-1: the person disconnected this agent']);
    expect(() => agents.arrive(hello(), here, () => {})).toThrow('The person disconnected this agent.');
  });

  it('say who they are in one short line, and tell of each change', () => {
    const { agents } = agentsWith([]);
    const { agent } = agents.arrive(hello(), { verified: false, host: null }, () => {});
    const seen: string[] = [];
    agents.on('did-change', ([first]) => void seen.push(`${first?.name} ${first?.calls}`));
    agent.introduce({ name: `Claude\u202e\n${'x'.repeat(100)}`, version: '1' });
    agent.countCall();
    expect(seen[0]).toMatch(/^Claude {2}x{52} 0$/);
    expect(seen[1]).toMatch(/ 1$/);
    expect(agents.list()[0]?.verified).toBe(false);
  });
});
