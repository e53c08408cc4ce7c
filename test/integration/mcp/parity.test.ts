import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';
import { callTool } from '../agents/tool-calls.ts';

const LAB = { asset: 'lab-bash', account: 'root' };

/** Targets of docs/parity.md that no other test shows, in its order. */
describe('what the command-line predecessor could not do, through the bridge', () => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let pool: TerminalPool;
  let side: AgentSide;
  let client: Client;

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
    pool = world.pool({ perAgent: 24 });
    side = await AgentSide.start(home, world.sites(), pool);
    client = await connectAgent(workshop.bridge, home);
  });
  afterEach(async () => {
    await client.close();
    await side.dispose();
    await pool.dispose();
  });

  const call = (name: string, args: Record<string, unknown> = {}) => callTool(client, name, args);
  const run = (command: string, more: Record<string, unknown> = {}) =>
    call('jms_execute_koko_command', { ...LAB, command, ...more });
  /** What stands between the fences, exactly. */
  const output = (text: string) => /\] ---\n([\s\S]*)\n--- end \[/.exec(text)?.[1];

  it('twenty commands that are silent for 2 to 15 seconds return their status (row 16)', async () => {
    const gaps = Array.from({ length: 20 }, (_, at) => 2 + (at * 13) / 19);
    const ended = await Promise.all(
      gaps.map((gap, at) => run(`sleep ${gap.toFixed(1)}; echo end-${at}; (exit ${at})`, { fresh: true })),
    );
    expect(ended.map(({ text }) => /^exit code (\d+)/.exec(text)?.[1])).toEqual(gaps.map((_, at) => String(at)));
    expect(ended.filter(({ text }, at) => !text.includes(`\nend-${at}\n`))).toEqual([]);
  });

  it('a command that outlives its call frees its shell when it ends (row 18)', async () => {
    await run('true');
    const slow = await run('sleep 1; echo done', { timeout_seconds: 0 });
    expect(slow.text).toMatch(/^still running/);
    const session_handle = pool.list()[0]?.id;
    const read = await call('jms_read_terminal_session', { session_handle, wait_seconds: 20 });
    expect(read.text).toMatch(/^exit code 0 /);
    expect(pool.list()[0]?.state.kind).toBe('prompt');
    expect((await call('jms_execute_koko_command', { session_handle, command: 'echo free' })).text).toContain('free');
  });

  it.each(['lab-bash', 'lab-sh', 'lab-zsh'])(
    'output on %s is what the command printed, to the byte (row 19)',
    async (asset) => {
      const { text } = await call('jms_execute_koko_command', { ...LAB, asset, command: "printf 'a\\nb\\n'" });
      expect(output(text)).toBe('a\nb');
      const [terminal] = pool.list();
      const output_ = terminal?.runs[0]?.output ?? { start: 0, end: 0 };
      expect(pool.readOutput(terminal?.id ?? '', undefined, output_.start, output_.end - output_.start).text).toBe(
        'a\nb\n',
      );
    },
  );

  it('programs that read, end their shell or leave a quote open have a defined end, and the shell goes on (row 20)', async () => {
    const cat = await run('cat', { timeout_seconds: 2 });
    expect(cat.text).toMatch(/^(waits for input|still running)/);
    const session_handle = pool.list()[0]?.id;
    const closed = await call('jms_write_terminal_session', { session_handle, key: 'ctrl-d', wait_seconds: 20 });
    expect(closed.text).toMatch(/^exit code 0/);
    await run('read x; echo "got:$x"', { timeout_seconds: 1 });
    const answered = await call('jms_write_terminal_session', { session_handle, text: 'word', wait_seconds: 20 });
    expect(answered.text).toContain('got:word');
    const open = await run("echo 'x", { timeout_seconds: 2 });
    expect(open.text).toMatch(/^NOT RUN: "The command is not complete/);
    expect((await run('set -e; false; true')).text).toMatch(/^(exit code 1|the terminal closed)/);
    const left = await run('exit 7', { fresh: true });
    expect(left.text).toMatch(/^the terminal closed during this command/);
    expect((await run('echo usable')).text).toContain('usable');
  });

  it('variables, traps, history and terminal settings are what the agent left (row 21)', async () => {
    await run("status=5; trap 'echo bye' USR1; alias ll='ls -l'");
    const before = await run('stty -g; echo "$status"; trap -p USR1; alias ll; set +o | md5sum; echo "$HISTCMD"');
    for (const command of ['true', 'false', 'ls / | head -1']) await run(command);
    const after = await run('stty -g; echo "$status"; trap -p USR1; alias ll; set +o | md5sum; echo "$HISTCMD"');
    const [was = [], is = []] = [before, after].map(({ text }) => output(text)?.split('\n'));
    expect(was[1]).toBe('5');
    expect(is.slice(0, -1)).toEqual(was.slice(0, -1));
    // The three commands and the question itself are all that history gained.
    expect(Number(is.at(-1)) - Number(was.at(-1))).toBe(4);
  });

  it('a cut connection is noticed, and the next call opens a new shell, ten times of ten (row 23)', async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 10; round += 1) {
      const opened = await call('jms_acquire_terminal_session', { asset_ref: 'lab-bash', account_ref: 'root' });
      seen.add(String(opened.facts?.['session_handle']));
      const cut = new Promise<void>((resolve) => {
        const off = pool.on('changed', ({ state }) => {
          if (state.kind !== 'closed') return;
          off();
          resolve();
        });
      });
      world.practice.dropConnections();
      await cut;
      const { text } = await call('jms_list_terminal_sessions');
      expect(text).not.toContain('at its prompt');
    }
    expect(seen.size).toBe(10);
  });

  it('twenty cancelled calls leave no connection, no token and a usable shell (row 24)', async () => {
    await run('true');
    const cancelled = Array.from({ length: 20 }, async (_, at) => {
      const abort = new AbortController();
      const opening = callTool(client, 'jms_open_terminal_session', LAB, { signal: abort.signal });
      // Some before anything was asked of the site, some in the middle.
      setTimeout(() => abort.abort(), at * 5);
      await opening.catch(() => {});
    });
    await Promise.all(cancelled);
    await expect.poll(() => pool.list().filter(({ state }) => state.kind !== 'closed').length).toBe(1);
    expect(world.practice.liveShells).toBe(1);
    expect((await world.rest.connectionTokens({ limit: 100, offset: 0 })).tokens).toEqual([]);
    expect((await run('echo usable')).text).toContain('usable');
    expect(pool.list().filter(({ state }) => state.kind !== 'closed')).toHaveLength(1);
  });

  it('lines that look like the prompt, or like the last line, are output like any other (row 29)', async () => {
    const lines = ['root@lab-bash:~# ', 'end', 'end and more', 'root@lab-bash:~# ls', 'end'];
    const { text } = await run(`printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')}`);
    expect(output(text)).toBe(lines.join('\n'));
  });

  it('`true` costs less than 500 bytes, and output costs what it is, once (row 31)', async () => {
    await run('true');
    const wire = async (command: string, more = {}) =>
      Buffer.byteLength(
        JSON.stringify(
          await client.callTool({ name: 'jms_execute_koko_command', arguments: { ...LAB, command, ...more } }),
        ),
      );
    expect(await wire('true')).toBeLessThan(500);
    const { text } = await run('seq 1 2000', { head_bytes: 30_000 });
    expect(Buffer.byteLength(text)).toBeLessThan(8_893 + 400);
    // JSON writes a line end as two bytes, 2,000 times.
    expect(await wire('seq 1 2000', { head_bytes: 30_000 })).toBeLessThan(8_893 + 2_000 + 500);
  });
});
