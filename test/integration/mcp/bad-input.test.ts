import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';
import { callTool } from '../agents/tool-calls.ts';

const MEGABYTE = 'x'.repeat(1_000_000);
const BOB = `the "blue" one, Bob's & Ann's`;
const CJK = '数据库-主节点「生产」（北京）';
const SHELL = '$(reboot) `id` ; <b>bold</b>';

describe('bad input, through the bridge', () => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let home: string;
  let pool: TerminalPool;
  let side: AgentSide;
  let client: Client;

  beforeAll(async () => {
    workshop = await Workshop.open();
    world = await practiceWorld({ moreAssets: 5_000 });
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

  const call = (name: string, args: Record<string, unknown> = {}) => callTool(client, name, args);
  /** An error that says what happened, what to do and who, in at most 2 KB. */
  async function refusal(name: string, args: Record<string, unknown> = {}) {
    const { text, isError } = await call(name, args);
    expect(isError, text.slice(0, 300)).toBe(true);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_048);
    expect(text).toMatch(/^[a-z-]+: [\s\S]+\nNext: .+ \(who: (agent|person|admin)\)$/);
    return text;
  }
  const opened = async () =>
    String((await call('jms_open_terminal_session', { asset: 'lab-bash', account: 'root' })).facts?.['session_handle']);

  it('a tool that does not exist: names that do', async () => {
    const error: unknown = await call('jms_exec_command', { command: 'id' }).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/There is no tool "jms_exec_command"\.\nNext: Perhaps jms_execute_koko_command/);
    const huge: unknown = await call(MEGABYTE).catch((thrown: unknown) => thrown);
    expect(Buffer.byteLength(String(huge))).toBeLessThan(2_048);
  });

  it('arguments that are missing, unknown, of a wrong type or out of range: which, and which there are', async () => {
    expect(await refusal('jms_execute_koko_command', { asset: 'lab-bash' })).toContain('"command" is missing');
    expect(await refusal('jms_execute_koko_command', { asset: 'lab-bash', comand: 'id' })).toContain(
      'it takes no argument "comand"',
    );
    expect(await refusal('jms_execute_koko_command', { asset: ['a'], command: 'id' })).toContain(
      '"asset" is not usable: expected string, received array',
    );
    expect(await refusal('jms_list_assets', { limit: 5_000 })).toContain('"limit" is not usable: Too big');
    expect(await refusal('jms_list_assets', { limit: 'many' })).toContain('expected number, received string');
    expect(await refusal('jms_write_terminal_session', { session_handle: 'term_x', key: 'f12' })).toContain('"key"');
    expect(await refusal('jms_write_terminal_session', { session_handle: 'term_x' })).toContain('either text or key');
  });

  it('an argument of a megabyte is refused in a line', async () => {
    for (const args of [
      { asset: 'lab-bash', command: MEGABYTE },
      { asset: MEGABYTE, command: 'id' },
      { asset: 'lab-bash', command: 'id', reason: MEGABYTE },
      { asset: 'lab-bash', command: 'id', [MEGABYTE]: true },
    ])
      expect(await refusal('jms_execute_koko_command', args)).toMatch(/^bad-argument: /);
    expect(pool.list()).toEqual([]);
  });

  it('a handle that nobody gave, that is another agent’s, or whose terminal is closed', async () => {
    const unknown = await refusal('jms_read_terminal_session', { session_handle: 'term_doesnotexist' });
    expect(unknown).toMatch(/^terminal-not-found: /);
    const handle = await opened();
    const other = await connectAgent(workshop.bridge, home, 'other');
    try {
      for (const name of [
        'jms_read_terminal_session',
        'jms_interrupt_terminal_session',
        'jms_close_terminal_session',
      ]) {
        const { text } = await callTool(other, name, { session_handle: handle });
        // It does not even learn that there is such a terminal.
        expect(text).toBe(unknown.replaceAll('term_doesnotexist', handle));
      }
      const typed = await callTool(other, 'jms_execute_koko_command', { session_handle: handle, command: 'id' });
      expect(typed.text).toMatch(/^terminal-not-found: /);
    } finally {
      await other.close();
    }
    await call('jms_close_terminal_session', { session_handle: handle });
    for (const [name, args] of [
      ['jms_execute_koko_command', { command: 'id' }],
      ['jms_write_terminal_session', { text: 'id' }],
    ] as const)
      expect(await refusal(name, { session_handle: handle, ...args })).toMatch(/^terminal-(closed|not-found): /);
  });

  it('an offset or a cursor beyond the end: where the end is', async () => {
    const list = await call('jms_list_assets', { offset: 1_000_000 });
    expect(list.text).toMatch(/^No assets at offset 1000000; there are \d{4}\.$/);
    const handle = await opened();
    await call('jms_execute_koko_command', { session_handle: handle, command: 'echo one' });
    const end = pool.list()[0]?.outputEnd;
    expect(await refusal('jms_read_terminal_session', { session_handle: handle, cursor: 10 ** 12 })).toContain(
      `ends at ${end}`,
    );
    // And the cursor stays where it was.
    await call('jms_execute_koko_command', { session_handle: handle, command: 'echo two' });
    expect((await call('jms_read_terminal_session', { session_handle: handle, cursor: end })).text).toContain('two');
  });

  it('an asset of another organisation looks like one that is not there', async () => {
    const id = '3fa85f64-5717-4562-b3fc-2c963f66afa6';
    for (const name of ['jms_get_asset', 'jms_open_terminal_session'])
      expect(await refusal(name, { asset: id })).toMatch(/^asset-not-found: /);
  });

  it('finds one of 5,000 assets by name and address, pages through them, and lists few where many are alike', async () => {
    const byName = await call('jms_get_asset', { asset: 'store-4370' });
    expect(byName.facts).toMatchObject({ name: 'store-4370' });
    const byAddress = await call('jms_get_asset', { asset: String(byName.facts?.['address']) });
    expect(byAddress.facts).toMatchObject({ name: 'store-4370' });
    const page = await call('jms_list_assets', { search: 'store-', limit: 100, offset: 4_900 });
    expect(page.text).toMatch(/assets 4901 to \d+ of 4996/);
    expect(Buffer.byteLength(page.text)).toBeLessThanOrEqual(8_192);
    expect(await refusal('jms_get_asset', { asset: 'store' })).toMatch(/… and \d+ more/);
    const inNode = await call('jms_list_assets', { node: 'Store', limit: 1 });
    expect(inNode.text).toContain('of 5000');
  });

  it('takes names with quotes, of other scripts and that look like shell, and runs nothing of them', async () => {
    for (const name of [BOB, CJK, SHELL]) {
      const found = await call('jms_get_asset', { asset: name });
      expect(found.facts).toMatchObject({ name });
      const run = await call('jms_execute_koko_command', { asset: name, account: 'root', command: 'echo here' });
      expect(run.text).toMatch(/^exit code 0 [\s\S]*\nhere\n/);
    }
    const wrong = await refusal('jms_get_asset', { asset: `${CJK}${CJK.repeat(15)}` });
    expect(wrong).toContain(CJK);
    expect(await refusal('jms_execute_koko_command', { asset: BOB, account: `O'Neil "root"`, command: 'id' })).toMatch(
      /^account-not-found: /,
    );
  });
});
