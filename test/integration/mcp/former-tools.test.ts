import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';
import { callTool } from '../agents/tool-calls.ts';

/** The predecessor's own words for a shell. */
const LAB = { asset_id: 'lab-bash', account: 'root' };

describe('calls as the command-line predecessor took them, through the bridge', () => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let pool: TerminalPool;
  let side: AgentSide;
  let client: Client;

  const call = (name: string, args: Record<string, unknown> = {}) => callTool(client, name, args);
  /** As the site itself tells them, secrets and all. */
  const tokens = async () => {
    const { body } = await world.rest.request('GET', '/api/v1/authentication/connection-token/', undefined, undefined);
    return z.array(z.looseObject({ id: z.string(), value: z.string() })).parse(JSON.parse(body));
  };
  const opened = async () => String((await call('jms_open_terminal_session', LAB)).facts?.['session_handle']);

  beforeAll(async () => {
    workshop = await Workshop.open();
    world = await practiceWorld();
  });
  afterAll(async () => {
    await world.dispose();
    await workshop.close();
  });
  beforeEach(async () => {
    const home = workshop.home();
    pool = world.pool();
    side = await AgentSide.start(home, world.sites(), pool);
    client = await connectAgent(workshop.bridge, home);
  });
  afterEach(async () => {
    await client.close();
    await side.dispose();
    await pool.dispose();
  });

  it('runs a command with all the time-outs and sizes of 0.1.2, which mean nothing any more', async () => {
    const run = await call('jms_execute_koko_command', {
      ...{ ...LAB, command: 'echo hi', protocol: 'ssh', connect_method: 'web_cli', cols: 120, rows: 32 },
      ...{ startup_idle_timeout_seconds: 1.5, command_idle_timeout_seconds: 1.5, total_timeout_seconds: 20.0 },
    });
    expect(run.text).toMatch(/^exit code 0 [\s\S]*\nhi\n/);
  });

  it('takes empty texts and nulls for what is left out', async () => {
    const run = await call('jms_execute_koko_command', {
      ...{ asset_ref: 'lab-bash', account_ref: 'root', command: 'true', protocol: '', connect_method: '', site: null },
    });
    expect(run.text).toMatch(/^exit code 0 /);
    expect((await call('jms_list_assets', { asset: '', node: '', limit: '3' })).text).toContain('assets 1 to 3 of');
  });

  it('opens, writes, reads, resizes and closes a session of 0.1.2', async () => {
    const handle = await opened();
    const half = await call('jms_write_terminal_session', { session_handle: handle, data: 'echo o' });
    expect(half.text).toMatch(/^Typed; /);
    const typed = await call('jms_write_terminal_session', {
      ...{ session_handle: handle, data: 'ne', append_newline: true },
    });
    expect(typed.text).toMatch(/^exit code 0 [\s\S]*\none\n/);
    const read = await call('jms_read_terminal_session', {
      ...{ session_handle: handle, idle_timeout_seconds: 1.0, total_timeout_seconds: 10.0 },
    });
    expect(read.text).toContain('one');
    const resized = await call('jms_resize_terminal_session', { session_handle: handle, cols: 80, rows: 24 });
    expect(resized.facts).toMatchObject({ resized: true, cols: 80, rows: 24 });
    const run = (command: string) => call('jms_execute_koko_command', { session_handle: handle, command });
    expect((await run('stty size')).text).toContain('\n24 80\n');
    // A command longer than the row is still one command, in the output and in JumpServer's record.
    const long = `echo ${'x'.repeat(150)}-$((1+1))`;
    expect((await run(long)).text).toContain(`\n${'x'.repeat(150)}-2\n`);
    expect(world.practice.audit().at(-1)?.input).toBe(long);
    expect((await run('stty size')).text).toContain('\n24 80\n');
    const most = await call('jms_resize_terminal_session', { session_handle: handle, cols: 5000, rows: 1 });
    expect(most.facts).toMatchObject({ cols: 1000, rows: 10 });
    const list = await call('jms_list_terminal_sessions');
    expect(list.text).toContain(handle);
    expect((await call('jms_close_terminal_session', { session_handle: handle })).facts).toMatchObject({
      closed: true,
    });
  });

  it('acquires, runs, sends, reads and interrupts as 0.2.0 did', async () => {
    const first = await call('jms_acquire_terminal_session', { asset_ref: 'lab-bash', account_ref: 'root', cols: 120 });
    const handle = String(first.facts?.['session_handle']);
    const run = await call('jms_run_terminal_command', {
      ...{
        session_handle: handle,
        command: 'cd /tmp && pwd',
        settle_timeout_seconds: 1.5,
        total_timeout_seconds: 20.0,
      },
    });
    expect(run.text).toMatch(/^exit code 0 [\s\S]*\n\/tmp\n/);
    const again = await call('jms_acquire_terminal_session', { asset_ref: 'lab-bash', account_ref: 'root' });
    expect(again.facts?.['session_handle']).toBe(handle);
    expect(again.text).toMatch(/^Yours already: /);
    expect(pool.list()).toHaveLength(1);
    const sent = await call('jms_send_terminal_input', { session_handle: handle, data: 'pwd\n' });
    expect(sent.text).toContain('/tmp');
    const read = await call('jms_read_terminal_output', {
      ...{ session_handle: handle, after_seq: null, idle_timeout_seconds: 1, total_timeout_seconds: 2 },
    });
    expect(read.text).toContain('/tmp');
    const interrupted = await call('jms_interrupt_terminal_session', {
      ...{ session_handle: handle, signal: 'SIGINT', settle_timeout_seconds: 1.0, total_timeout_seconds: 5.0 },
    });
    expect(interrupted.text).toMatch(/^nothing-to-interrupt: /);
    const once = await call('jms_execute_in_terminal_session', { session_handle: handle, command: 'echo five' });
    expect(once.text).toContain('five');
  });

  it('runs in the terminal that is named, and refuses one that is busy or not said clearly', async () => {
    const one = await opened();
    const two = await opened();
    expect(two).not.toBe(one);
    await call('jms_execute_koko_command', { session_handle: two, command: 'cd /etc' });
    const there = await call('jms_execute_koko_command', { session_handle: two, command: 'pwd' });
    expect(there.text).toContain(two);
    expect(there.text).toContain('\n/etc\n');
    await call('jms_execute_koko_command', { session_handle: one, command: 'sleep 60', timeout_seconds: 0 });
    const busy = await call('jms_execute_koko_command', { session_handle: one, command: 'true' });
    expect(busy.text).toMatch(/^terminal-busy: /);
    const both = await call('jms_execute_koko_command', { session_handle: two, asset: 'lab-bash', command: 'true' });
    expect(both.text).toMatch(/^bad-argument: A session_handle goes without asset/);
    const neither = await call('jms_execute_koko_command', { command: 'true' });
    expect(neither.text).toMatch(/^bad-argument: It is not said where/);
  });

  it('tells who a terminal runs as without typing, and takes no password', async () => {
    const handle = await opened();
    await call('jms_execute_koko_command', { session_handle: handle, command: 'cd /tmp' });
    const before = pool.list()[0]?.outputEnd;
    const who = await call('jms_get_terminal_identity', { session_handle: handle, settle_timeout_seconds: 1 });
    expect(who.facts).toMatchObject({ identity_verified: true, cwd: '/tmp' });
    expect(pool.list()[0]?.outputEnd).toBe(before);
    const refused = await call('jms_switch_terminal_user', {
      ...{ session_handle: handle, target_user: 'root', method: 'sudo', password: 'hunter2' },
    });
    expect(refused.text).toMatch(/^bad-argument: Agents do not send passwords/);
    expect(refused.text).not.toContain('hunter2');
  });

  it('makes, lists and ends connection tokens, and shows no secret of them', async () => {
    const made = await call('jms_create_connection_token', { ...LAB, protocol: 'ssh', connect_method: 'web_cli' });
    expect(made.facts).toMatchObject({ created: true });
    const id = String(made.facts?.['token_id']);
    const [token] = await tokens();
    const list = await call('jms_list_connection_tokens', { limit: 20, offset: 0 });
    expect(list.text).toContain(id);
    expect(token?.value).toBeTruthy();
    for (const { text } of [made, list]) expect(text).not.toContain(token?.value);
    const ended = await call('jms_expire_connection_token', { token_id: id });
    expect(ended.facts).toMatchObject({ expired: true });
    expect(await tokens()).toEqual([]);
    expect((await call('jms_list_connection_tokens')).text).toBe('There is no usable connection token.');
    expect((await call('jms_expire_connection_token', { token_id: id })).text).toContain('expired already');
  });

  it('leaves tokens of the person alone, and makes none while the bridge is raised', async () => {
    const other = await call('jms_expire_connection_token', { token_id: '7f0c6c0e-8f6f-4d7c-9d59-0d3f5b8a9b11' });
    expect(other.text).toMatch(/^permission-denied: .*\nNext: Ask the person .*\(who: person\)$/);
    await side.killSwitch.raise();
    expect((await call('jms_create_connection_token', LAB)).text).toMatch(/^bridge-raised: /);
    side.killSwitch.lower();
    expect(await tokens()).toEqual([]);
  });

  it('tries a terminal and leaves nothing open', async () => {
    const probe = await call('jms_probe_koko_terminal', { ...LAB, cols: 80, rows: 24, max_messages: 4 });
    expect(probe.facts).toMatchObject({ ws_connected: true, exit_codes_known: true });
    expect(pool.list().filter(({ state }) => state.kind !== 'closed')).toEqual([]);
  });

  it('tells its folders, its guide, the asset’s ways in, and whether the session is still good', async () => {
    expect((await call('jms_paths')).facts).toMatchObject({ app_name: 'Drawbridge' });
    expect((await call('jms_terminal_usage_guide')).text).toContain('jms_execute_koko_command');
    const access = await call('jms_get_asset_access', { asset_id: 'lab-bash' });
    expect(access.facts).toMatchObject({ name: 'lab-bash' });
    expect(access.text).toContain('web_cli');
    const session = await call('jms_refresh_terminal_auth', { force: true });
    expect(session.facts).toMatchObject({ sites: [{ terminal_ready: true }] });
  });
});
