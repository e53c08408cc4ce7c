import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { processesWith } from '../../support/processes.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';

const shell = { asset: 'lab-bash', account: 'root' };

describe('a call that nobody waits for any more', () => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let pool: TerminalPool;
  let side: AgentSide;
  let client: Client;
  let home: string;
  let marks = 0;

  beforeAll(async () => {
    workshop = await Workshop.open();
    world = await practiceWorld();
  });
  afterAll(async () => {
    await world.dispose();
    await workshop.close();
  });
  beforeEach(async () => {
    home = workshop.home();
    pool = world.pool();
    side = await AgentSide.start(home, world.sites(), pool);
    client = await connectAgent(workshop.bridge, home);
  });
  afterEach(async () => {
    await client.close();
    await side.dispose();
    await pool.dispose();
  });

  const call = (name: string, args: Record<string, unknown>, signal?: AbortSignal) =>
    client.callTool({ name, arguments: args }, undefined, signal ? { signal } : {});
  const run = (command: string, more: Record<string, unknown> = {}, signal?: AbortSignal) =>
    call('jms_execute_koko_command', { ...shell, command, ...more }, signal);
  /** A duration that no other sleep has. */
  const newMark = () => `30${process.pid}.${++marks}`;
  const gone = (mark: string) => expect.poll(() => processesWith(mark), { timeout: 10_000 }).toEqual([]);
  const there = (mark: string, count = 1) =>
    expect.poll(() => processesWith(mark).length, { timeout: 10_000 }).toBe(count);
  const state = () => pool.list()[0]?.state.kind;

  it.each([
    ['a program', (mark: string) => `sleep ${mark}`, 1],
    ['a pipeline', (mark: string) => `sleep ${mark} | sleep ${mark} | cat`, 2],
    ['one that takes Ctrl-C for nothing', (mark: string) => `sh -c "trap '' INT; sleep ${mark}; sleep ${mark}"`, 2],
  ])('cancelled by its agent: %s is stopped, and the shell is used again', async (_what, command, count) => {
    const mark = newMark();
    const abort = new AbortController();
    const running = run(command(mark), {}, abort.signal);
    running.catch(() => {});
    await there(mark, count);
    abort.abort();
    await expect(running).rejects.toThrow();
    await gone(mark);
    await expect.poll(state).toBe('prompt');
    expect(JSON.stringify(await run('echo aga""in'))).toContain('again');
    expect(pool.list()).toHaveLength(1);
  });

  it('cancelled by its agent: what nothing stops is hung up with its terminal', async () => {
    const mark = newMark();
    const abort = new AbortController();
    const running = run(`sh -c "trap '' INT QUIT TSTP; sleep ${mark}; sleep ${mark}"`, {}, abort.signal);
    running.catch(() => {});
    await there(mark, 2);
    abort.abort();
    await expect(running).rejects.toThrow();
    await expect.poll(state, { timeout: 15_000 }).toBe('closed');
    expect(pool.list()[0]?.state).toMatchObject({ reason: expect.stringContaining('was cancelled') });
    await gone(mark);
  });

  it('cancelled while it waits for the answer to what it typed: the program is stopped', async () => {
    const mark = newMark();
    await run(`read -p 'go? ' x; sleep ${mark}`);
    const abort = new AbortController();
    const id = pool.list()[0]?.id;
    const typing = call(
      'jms_write_terminal_session',
      { session_handle: id, text: 'yes', wait_seconds: 60 },
      abort.signal,
    );
    typing.catch(() => {});
    await there(mark);
    abort.abort();
    await gone(mark);
    await expect.poll(state).toBe('prompt');
  });

  it('cancelled while it only looks on: the command goes on', async () => {
    const mark = newMark();
    await run(`sleep ${mark}`, { timeout_seconds: 1 });
    const abort = new AbortController();
    const id = pool.list()[0]?.id;
    const looking = call('jms_read_terminal_session', { session_handle: id, wait_seconds: 60 }, abort.signal);
    looking.catch(() => {});
    await expect.poll(() => side.agents.list()[0]?.calls).toBe(2);
    abort.abort();
    await expect(looking).rejects.toThrow();
    expect(JSON.stringify(await call('jms_read_terminal_session', { session_handle: id }))).toContain('still running');
    expect(processesWith(mark)).toHaveLength(1);
    await call('jms_close_terminal_session', { session_handle: id });
    await gone(mark);
  });

  it.each(['killed', 'ended by its host'] as const)('its bridge is %s: the command is stopped', async (how) => {
    const mark = newMark();
    run(`sleep ${mark}`).catch(() => {});
    await there(mark);
    if (how === 'killed') kill(client);
    else await client.close();
    await gone(mark);
  });

  it('its bridge is killed: a command that had outlived its call goes on, for as long as the agent may come back', async () => {
    const mark = newMark();
    await run(`sleep ${mark}`, { timeout_seconds: 1 });
    kill(client);
    await expect.poll(() => side.agents.list()[0]?.awaySince ?? null).not.toBeNull();
    expect(state()).toBe('running');
    expect(processesWith(mark)).toHaveLength(1);
    await pool.closeAllOf(side.agents.list()[0]?.id ?? '', 'Test over.');
    await gone(mark);
  });
});

function kill({ transport }: Client): void {
  if (transport instanceof StdioClientTransport && transport.pid !== null) process.kill(transport.pid, 'SIGKILL');
}
