import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';

const answer = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string() })),
  isError: z.boolean().optional(),
});

/** The remote text of a result. */
const fenced = (text: string) => /--- [^\n]* ---\n([\s\S]*)\n--- end /.exec(text)?.[1] ?? '';
const cursorIn = (text: string) => Number(/cursor=(\d+)/.exec(text)?.[1]);

describe('an agent reads, through the bridge', () => {
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
    pool = world.pool();
    side = await AgentSide.start(home, world.sites(), pool);
    client = await connectAgent(workshop.bridge, home);
  });
  afterEach(async () => {
    await client.close();
    await side.dispose();
    await pool.dispose();
  });

  async function call(name: string, args: Record<string, unknown>): Promise<string> {
    const result = answer.parse(await client.callTool({ name, arguments: args }));
    return result.content.map(({ text }) => text).join('\n');
  }
  const run = (command: string, args: Record<string, unknown> = {}) =>
    call('jms_execute_koko_command', { asset: 'lab-bash', account: 'root', command, ...args });
  const read = (args: Record<string, unknown>) =>
    call('jms_read_terminal_session', { session_handle: pool.list()[0]?.id, ...args });

  it('a run that outlives its call, page by page, and every line once', async () => {
    const first = await run('for i in $(seq 1 3000); do echo "line $i"; [ $i = 1500 ] && sleep 2; done', {
      timeout_seconds: 1,
    });
    expect(first).toMatch(/^still running after /);
    const lines: string[] = [];
    let cursor = pool.list()[0]?.runs[0]?.output.start ?? 0;
    for (;;) {
      const page = await read({ cursor, wait_seconds: 20 });
      lines.push(...fenced(page).split('\n'));
      if (!page.includes('More: ')) break;
      cursor = cursorIn(page.slice(page.indexOf('More: ')));
    }
    expect(lines).toEqual(Array.from({ length: 3_000 }, (_, line) => `line ${line + 1}`));
  });

  it('waits for a line, and then goes on from there', async () => {
    await run("for i in 1 2 3 4 5 6; do echo step $i; sleep 0.3; done; printf 'all %s' done; sleep 1", {
      timeout_seconds: 1,
    });
    const at = await read({ wait_for: 'step [45]', wait_seconds: 20 });
    expect(at).toMatch(/^"step \[45\]" came, cursor \d+: "step 4"\nstill running/);
    const text = await read({ wait_for: 'all done', literal: true });
    expect(text).toMatch(/^"all done" came, cursor \d+: "all done"\n/);
    const never = await read({ wait_for: 'no such line', wait_seconds: 20 });
    expect(never).toMatch(/^"no such line" did not come: the command ended\nexit code 0 /);
    const over = await read({ wait_for: 'no such line', wait_seconds: 1 });
    expect(over).toContain('the command ended');
  });

  it('says that a line did not come in time, with what is there', async () => {
    await run("printf 'waiting %s' on; sleep 30", { timeout_seconds: 1 });
    const over = await read({ wait_for: 'ready', wait_seconds: 1 });
    expect(over).toMatch(/^"ready" did not come: not within 1 s\nstill running/);
    expect(fenced(over)).toBe('waiting on');
  });

  it('searches what it printed, with numbers, context and cursors that lead there', async () => {
    await run('seq 1 20000');
    const found = await read({ grep: '^1234.$', before: 1, after: 1 });
    expect(found).toContain('"^1234.$" matches 10 of 20000 lines; line 1 begins at cursor ');
    expect(fenced(found)).toMatch(/^12339- 12339\n12340: 12340 {3}⟨cursor \d+⟩\n12341: 12341/);
    const cursor = Number(/12345 {3}⟨cursor (\d+)⟩/.exec(found)?.[1]);
    expect(fenced(await read({ cursor, head_bytes: 20 })).split('\n')[0]).toBe('12345');
    expect(await read({ grep: '(' })).toMatch(/^bad-argument: The pattern is no regular expression: /);
    expect(await read({ grep: '(', literal: true })).toContain('matches 0 of 20000 lines');
  });

  it('is not held up by a pattern that never ends', async () => {
    await run(`echo ${'a'.repeat(80)}!`);
    expect(await read({ grep: '^(a|a)*$' })).toMatch(/^bad-argument: The pattern took more than 2 s/);
    expect(await run('echo on')).toContain('\non\n');
  });

  it('the head or the tail that it asks for', async () => {
    const tail = await run('seq 1 5000', { tail_bytes: 30 });
    expect(fenced(tail).split('\n').slice(1)).toEqual(['4996', '4997', '4998', '4999', '5000']);
    expect(tail).toMatch(/\[… \d+ bytes omitted; cursor \d+ continues here …\]/);
    const more = await run('seq 1 5000', { head_bytes: 30_000 });
    expect(fenced(more).split('\n')).toHaveLength(5_000);
  });

  it('the screen with its cursor, and the raw bytes', async () => {
    await run("printf '\\033[31mred\\033[0m\\r\\n'");
    const screen = await read({ view: 'screen' });
    expect(screen).toMatch(/ · cursor at row \d+, column \d+/);
    expect(fenced(screen)).toContain('\nred\n');
    const raw = await read({ view: 'raw' });
    expect(fenced(raw)).toMatch(/^\\e\[31mred\\e\[0m\\r\\r\\n\n/);
    expect(raw).not.toContain('133;');
  });

  it('an end of 5 MB of output, which the note says, with the advice to use a file', async () => {
    const flood = await run('yes', { timeout_seconds: 50 });
    expect(flood).toMatch(/^exit code 130 /);
    expect(flood).toContain('printed more than 5 MB');
    expect(flood.split('\n').at(-1)).toMatch(/^Advice: \d\.\d MB came through JumpServer's terminal gateway/);
    expect(flood).toMatch(/\d+ older bytes are no longer kept/);
  });
});
