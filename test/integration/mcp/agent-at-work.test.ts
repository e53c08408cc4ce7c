import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, runVerb, Workshop } from '../agents/bridge-process.ts';
import type { OneSite } from '../agents/one-site.ts';
import { practiceWorld } from '../agents/practice-world.ts';

const answer = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string() })),
  isError: z.boolean().optional(),
  structuredContent: z.looseObject({}).optional(),
});

async function call(client: Client, name: string, args: Record<string, unknown> = {}, signal?: AbortSignal) {
  const result = answer.parse(await client.callTool({ name, arguments: args }, undefined, signal ? { signal } : {}));
  return {
    text: result.content.map(({ text }) => text).join('\n'),
    isError: result.isError === true,
    facts: result.structuredContent,
  };
}

/** Says a word that its own echo does not hold, and then goes on and on. */
const LONG = "printf 'rea%s\\n' dy; sleep 300";

/** A Ctrl-C before the program has the terminal meets the shell's line editor instead. */
function programRuns(pool: TerminalPool): Promise<void> {
  let seen = '';
  return new Promise((resolve) => {
    pool.on('output', ({ bytes }) => {
      seen += new TextDecoder().decode(bytes);
      if (seen.includes('ready')) resolve();
    });
  });
}

describe('an agent at work on the practice site, through the bridge', () => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let sites: OneSite;
  let pool: TerminalPool;
  let side: AgentSide;
  let client: Client;
  let home: string;

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
    sites = world.sites();
    pool = world.pool();
    side = await AgentSide.start(home, sites, pool);
    client = await connectAgent(workshop.bridge, home);
  });
  afterEach(async () => {
    await client.close();
    await side.dispose();
    await pool.dispose();
  });

  it('introduces itself and lists the tools of the issue, each with a title and annotations', async () => {
    expect(client.getServerVersion()?.name).toBe('drawbridge');
    expect(Buffer.byteLength(client.getInstructions() ?? '')).toBeLessThan(2048);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "jms_status",
        "jms_request_login",
        "jms_list_nodes",
        "jms_list_assets",
        "jms_get_asset",
        "jms_execute_koko_command",
        "jms_open_terminal_session",
        "jms_write_terminal_session",
        "jms_read_terminal_session",
        "jms_interrupt_terminal_session",
        "jms_list_terminal_sessions",
        "jms_close_terminal_session",
        "jms_wait_for_approval",
        "jms_switch_terminal_user",
        "jms_exit_terminal_user",
        "jms_sftp_list",
        "jms_sftp_read",
        "jms_sftp_change",
        "jms_list_connection_tokens",
        "jms_create_connection_token",
        "jms_expire_connection_token",
      ]
    `);
    expect(tools.filter(({ title, annotations }) => !title || annotations?.readOnlyHint === undefined)).toEqual([]);
    expect(side.agents.list()).toMatchObject([
      { name: 'test-agent', version: '1.2.3', verified: true, awaySince: null },
    ]);
  });

  it('runs commands in one shell that keeps its directory', async () => {
    const first = await call(client, 'jms_execute_koko_command', {
      asset: 'lab-bash',
      account: 'root',
      command: 'cd /tmp && false',
    });
    expect(first.text).toMatch(
      /^exit code 1 · .* · lab-bash \(10\.9\.0\.1\) as root · term_\S+ · root \(uid 0\) in \/tmp\nShell: new\.\n\(no output\)$/,
    );
    const second = await call(client, 'jms_execute_koko_command', {
      asset_id: 'lab-bash',
      account: 'root',
      command: 'pwd; echo done',
    });
    expect(second.text).toMatch(
      /^exit code 0 .*\nShell: reused, as the last command left it\.\n--- output, data .* \[(\w{16})\] ---\n\/tmp\ndone\n--- end \[\1\] ---$/,
    );
    expect(pool.list()).toHaveLength(1);
    expect(sites.touches).toBeGreaterThan(0);
  });

  it('shows head and tail of a long output, and pages from the cursor it names', async () => {
    const { text } = await call(client, 'jms_execute_koko_command', {
      asset: 'lab-bash',
      account: 'root',
      command: 'seq 1 20000',
    });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8192);
    expect(text).toContain('\n20000\n');
    const [, handle, cursor] = /session_handle=(\S+) cursor=(\d+)/.exec(text) ?? [];
    const more = await call(client, 'jms_read_terminal_session', { session_handle: handle, cursor: Number(cursor) });
    const last = Number(/(\d+)\n\[…/.exec(text)?.[1]);
    expect(more.text).toMatch(new RegExp(`\\n${last + 1}\\n`));
    expect(Buffer.byteLength(more.text)).toBeLessThanOrEqual(8192);
  });

  it('gives a long command back as running, waits for its end with a read, and types answers', async () => {
    const slow = await call(client, 'jms_execute_koko_command', {
      ...{ asset: 'lab-bash', account: 'root', timeout_seconds: 1 },
      command: 'read -p "name? " x; echo "hello $x"',
    });
    expect(slow.text).toMatch(/waits for input|still running/);
    const handle = /(term_\S+)/.exec(slow.text)?.[1];
    const answered = await call(client, 'jms_write_terminal_session', { session_handle: handle, data: 'world\n' });
    expect(answered.text).toContain('hello world');
    expect(answered.text).toContain('exit code 0');
  });

  it('interrupts a command when the call is cancelled, and the terminal is usable again', async () => {
    const abort = new AbortController();
    const started = programRuns(pool);
    const ended = new Promise<number | null>((resolve) => {
      pool.on('run-ended', ({ run }) => resolve(run.outcome.kind === 'done' ? run.outcome.exitCode : null));
    });
    const running = call(
      client,
      'jms_execute_koko_command',
      { asset: 'lab-bash', account: 'root', command: LONG },
      abort.signal,
    );
    running.catch(() => {});
    await started;
    abort.abort();
    await expect(running).rejects.toThrow();
    expect(await ended).toBe(130);
    const next = await call(client, 'jms_execute_koko_command', {
      asset: 'lab-bash',
      account: 'root',
      command: 'echo again',
    });
    expect(next.text).toContain('again');
    expect(pool.list()).toHaveLength(1);
  });

  it('lists candidates where a reference is unknown or an account is not said', async () => {
    const unknown = await call(client, 'jms_execute_koko_command', { asset: 'web', account: 'root', command: 'true' });
    expect(unknown.isError).toBe(true);
    expect(unknown.text).toMatch(/^asset-not-found: .*\n {2}- web-01 · /);
    expect(unknown.text).toContain('… and 64 more');
    const account = await call(client, 'jms_resolve_terminal_target', {
      asset_ref: 'lab-bash',
      account_ref: 'nobody-here',
    });
    expect(account.text).toMatch(/^account-not-found: /);
    const found = await call(client, 'jms_resolve_terminal_target', { asset_ref: 'LAB-BASH', account_ref: 'root' });
    expect(found.facts).toMatchObject({ asset: { name: 'lab-bash' }, protocol: 'ssh', connectMethod: 'web_cli' });
  });

  it('answers a bad argument in its own words', async () => {
    const bad = await call(client, 'jms_execute_koko_command', { asset: 'lab-bash' });
    expect(bad).toMatchObject({ isError: true });
    expect(bad.text).toMatch(/^bad-argument: jms_execute_koko_command: "command" is missing\./);
  });

  it('looks around: nodes, assets, access, profile', async () => {
    const nodes = await call(client, 'jms_list_nodes', { search: 'lab' });
    expect(nodes.text).toMatch(/Lab · \d+ assets/);
    const assets = await call(client, 'jms_list_assets', { search: 'web-', limit: 3 });
    expect(assets.text).toMatch(/assets 1 to 3 of \d+/);
    expect(assets.text).toContain('More: offset=3');
    const inNode = await call(client, 'jms_list_assets', { node: 'Lab' });
    expect(inNode.text).toContain('lab-bash');
    const access = await call(client, 'jms_get_asset_access', { asset: 'lab-bash' });
    expect(access.text).toContain('web_cli');
    const one = await call(client, 'jms_get_asset', { asset: 'lab-bash' });
    expect(one.facts).toMatchObject({ name: 'lab-bash', isActive: true });
    const methods = await call(client, 'jms_list_connect_methods', { protocol: 'SSH' });
    expect(methods.text).toMatch(/^ssh: .*web_cli/);
    const profile = await call(client, 'jms_profile');
    expect(profile.facts).toMatchObject({ username: 'alice' });
  });

  it('stops at once when the bridge is raised, and works again when the person lowers it', async () => {
    const started = programRuns(pool);
    const running = call(client, 'jms_execute_koko_command', {
      asset: 'lab-bash',
      account: 'root',
      command: LONG,
    });
    await started;
    await side.killSwitch.raise();
    expect((await running).text).toMatch(/^bridge-raised: /);
    expect((await call(client, 'jms_status')).text).toMatch(/^bridge-raised: /);
    expect(pool.list()[0]?.state.kind).toBe('prompt');
    side.killSwitch.lower();
    expect((await call(client, 'jms_status')).isError).toBe(false);
  });

  it('waits for the person to sign in, and goes on when they have', async () => {
    sites.signedIn = false;
    const waiting = call(client, 'jms_profile');
    while (sites.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(sites.asked).toEqual(['test-agent: read your profile']);
    sites.signIn();
    expect((await waiting).facts).toMatchObject({ username: 'alice' });
  });

  it('says sign-in-required, and who must act, where the person does not sign in in time', async () => {
    sites.signedIn = false;
    const asked = await call(client, 'jms_request_login', { wait_seconds: 0 });
    expect(asked).toMatchObject({ isError: true });
    expect(asked.text).toMatch(/^sign-in-required: .*\nNext: .*\(who: person\)$/);
  });

  it('a second agent cannot see or use the first one’s terminal', async () => {
    await call(client, 'jms_execute_koko_command', { asset: 'lab-bash', account: 'root', command: 'true' });
    const [terminal] = pool.list();
    const other = await connectAgent(workshop.bridge, home, 'other');
    try {
      expect((await call(other, 'jms_list_terminal_sessions')).text).toMatch(/^You have no terminals/);
      const read = await call(other, 'jms_read_terminal_session', { session_handle: terminal?.id });
      expect(read.text).toMatch(/^terminal-not-found: /);
    } finally {
      await other.close();
    }
  });

  it('opens, shows, and closes a terminal', async () => {
    const opened = await call(client, 'jms_open_terminal_session', { asset: 'lab-bash', account: 'root' });
    const handle = opened.facts?.['session_handle'];
    const screen = await call(client, 'jms_read_terminal_session', { session_handle: handle, view: 'screen' });
    expect(screen.text).toMatch(/^term_\S+ · lab-bash .* at its prompt · cursor at row/);
    const nothing = await call(client, 'jms_interrupt_terminal_session', { session_handle: handle });
    expect(nothing.text).toMatch(/^nothing-to-interrupt: /);
    expect((await call(client, 'jms_close_terminal_session', { session_handle: handle })).text).toBe(
      `Closed ${handle}.`,
    );
  });

  describe('the command line', () => {
    it('streams a command and ends with its exit code', async () => {
      const run = await runVerb(workshop.bridge, home, [
        'exec',
        'lab-bash',
        'root',
        '--',
        'echo',
        'hi;',
        'exit_with() { return 7; }; exit_with',
      ]);
      expect(run).toEqual({ code: 7, out: 'hi\n', err: '' });
      const json = await runVerb(workshop.bridge, home, ['--json', 'exec', 'lab-bash', 'root', '--', 'echo hi']);
      expect(JSON.parse(json.out)).toMatchObject({ exitCode: 0, output: 'hi\n' });
    });

    it('tells status, lists sites, and asks the person to add one', async () => {
      const status = await runVerb(workshop.bridge, home, ['status']);
      expect(status.code).toBe(0);
      expect(status.out).toContain('signed in as Alice (alice)');
      const list = await runVerb(workshop.bridge, home, ['sites', 'list', '--json']);
      expect(JSON.parse(list.out)).toMatchObject({ sites: [{ id: 'site_practice', session: 'signed-in' }] });
      const add = await runVerb(workshop.bridge, home, ['sites', 'add', 'https://jump.example']);
      expect(add.code).toBe(4);
      expect(side.proposals).toEqual(['add https://jump.example']);
    });

    it('ends with 255 where the command did not run', async () => {
      const run = await runVerb(workshop.bridge, home, ['exec', 'no-such-asset', 'root', '--', 'true']);
      expect(run.code).toBe(255);
      expect(run.err).toMatch(/^drawbridge: asset-not-found: /);
    });
  });
});
