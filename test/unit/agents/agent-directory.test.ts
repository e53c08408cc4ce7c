import { describe, expect, it } from 'vitest';
import { AgentDirectory } from '../../../main/agents/agent-directory.ts';
import { AgentProfiles } from '../../../main/agents/agent-profiles.ts';
import { ConnectedAgents } from '../../../main/agents/connected-agents.ts';
import { AgentHolds } from '../../../main/guard/agent-holds.ts';
import { silentLog } from '../../../main/log/log.ts';
import { SettingsStore } from '../../../main/settings/settings-store.ts';
import type { Hello } from '../../../mcp-bridge/wire.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const hello = (agentId: string, cwd: string): Hello => ({
  ...{ type: 'hello', wire: 1, nonce: 'n', proof: 'p', mode: 'mcp', pid: 42, executable: '/usr/bin/node' },
  ...{ cwd, bridgeVersion: '0.1.0', agentId, resumeKey: 'secret' },
});

/** Everything but the sockets; `file` is what a settings file would hold. */
function directoryOver(file: { value: unknown }) {
  const clock = new FakeClock(0);
  const settings = new SettingsStore({
    file: 'settings.json',
    read: () => (file.value === undefined ? undefined : JSON.stringify(file.value)),
    write(value) {
      file.value = structuredClone(value);
      return null;
    },
    keepAside: () => '',
    onNotice: () => {},
  });
  const agents = new ConnectedAgents({
    clock,
    log: silentLog,
    terminals: { list: () => [], closeAllOf: () => Promise.resolve(), on: () => () => {} },
  });
  const holds = new AgentHolds({
    clock,
    keyOf: (id) => directory.keyOf(id),
    limitOf: (id) => directory.limitOf(id, 'runsPerHour'),
  });
  const directory: AgentDirectory = new AgentDirectory({
    ...{ agents, holds, profiles: new AgentProfiles(settings) },
    limits: () => ({ terminals: 6, runsPerHour: settings.get().agentRunsPerHour }),
    storeRunsPerHour: (agentRunsPerHour) => settings.update({ agentRunsPerHour }),
    onChange: () => {},
  });
  const arrive = (id: string, client: string, cwd: string) => {
    const { agent } = agents.arrive(hello(id, cwd), { verified: true, host: null }, () => {});
    agent.introduce({ name: client, version: '1' });
  };
  return { directory, holds, arrive };
}

describe('what the person made of an agent', () => {
  it('holds for the same client in the same project, over connections and restarts, and for no other', () => {
    const file = { value: undefined };
    const before = directoryOver(file);
    before.arrive('a', 'codex', '/infra');
    before.directory.rename('a', '  Night\u202e shift ');
    before.directory.paint('a', 'copper');
    before.directory.limit('a', 'terminals', '2');
    before.directory.limit('a', 'runsPerHour', '50');

    const after = directoryOver(file);
    after.arrive('b', 'codex', '/infra');
    after.arrive('c', 'codex', '/api');
    const [same, other] = after.directory.list();
    expect(same).toMatchObject({ name: 'Night  shift', client: 'codex', colour: 'copper' });
    expect(same?.effective).toEqual({ terminals: 2, runsPerHour: 50 });
    expect(after.directory.limitOf('b', 'terminals')).toBe(2);
    expect(other).toMatchObject({ name: 'codex', limits: { terminals: null, runsPerHour: null } });
    expect(other?.effective).toEqual({ terminals: 6, runsPerHour: 600 });
  });

  it('goes before the limit of all agents, which the person sets too', () => {
    const { directory, arrive } = directoryOver({ value: undefined });
    arrive('a', 'codex', '/infra');
    arrive('b', 'claude-code', '/infra');
    directory.limit('a', 'runsPerHour', '50');
    directory.limitAll('1000');
    expect(directory.list().map(({ effective }) => effective.runsPerHour)).toEqual([50, 1000]);
    directory.limitAll('');
    expect(directory.list().map(({ effective }) => effective.runsPerHour)).toEqual([50, null]);
    expect(() => directory.limitAll('none')).toThrow('is not used');
  });

  it('is taken back by nothing typed', () => {
    const { directory, arrive } = directoryOver({ value: undefined });
    arrive('a', 'codex', '/infra');
    directory.rename('a', 'Night shift');
    directory.limit('a', 'terminals', '2');
    directory.rename('a', ' ');
    directory.limit('a', 'terminals', '');
    expect(directory.list()[0]).toMatchObject({ name: 'codex', limits: { terminals: null } });
  });

  it.each(['0', '65', '1.5', '-1', 'many', '1e3'])('refuses %j as a cap on terminals, and changes nothing', (typed) => {
    const { directory, arrive } = directoryOver({ value: undefined });
    arrive('a', 'codex', '/infra');
    expect(() => directory.limit('a', 'terminals', typed)).toThrow('is not used');
    expect(directory.list()[0]?.limits.terminals).toBeNull();
  });

  it('gives agents that are there together colours of their own, and an agent the same at every start', () => {
    const { directory, arrive } = directoryOver({ value: undefined });
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) arrive(id, `client-${id}`, '/infra');
    const colours = directory.list().map(({ colour }) => colour);
    expect(new Set(colours).size).toBe(6);
    const again = directoryOver({ value: undefined });
    again.arrive('x', 'client-a', '/infra');
    expect(again.directory.list()[0]?.colour).toBe(colours[0]);
  });

  it('shares one hold among the connections of one client and project', () => {
    const { directory, holds, arrive } = directoryOver({ value: undefined });
    arrive('a', 'cli', '/infra');
    arrive('b', 'cli', '/infra');
    arrive('c', 'cli', '/api');
    holds.pause('a');
    expect(directory.list().map(({ hold }) => hold?.kind ?? null)).toEqual(['by-person', 'by-person', null]);
  });
});
