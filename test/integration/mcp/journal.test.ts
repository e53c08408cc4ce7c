import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepJournal } from '../../../main/guard/journal-keeper.ts';
import { siteNames, writeAhead } from '../../../main/guard/write-ahead.ts';
import type { JournalEntry } from '../../../main/journal/entry.ts';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import type { Typing } from '../../../main/terminals/terminal-service.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, environment, Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';

/** Real shells behind the practice site, a real bridge, and the journal as main/index.ts wires it. */
describe('the journal of what agents do', () => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let home: string;
  let pool: TerminalPool;
  let side: AgentSide;
  let client: Client;
  let stopKeeping: () => void;

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
    const sites = world.sites();
    let ahead: (typing: Typing) => void = () => expect.unreachable('the journal comes first');
    pool = world.pool({}, (typing) => ahead(typing));
    side = await AgentSide.start(home, sites, pool);
    const { journal, killSwitch, questions, agents, holds } = side;
    ahead = writeAhead({ journal, siteName: siteNames(sites) });
    stopKeeping = keepJournal({ ...{ journal, sites, killSwitch, questions, agents, holds }, terminals: pool });
    client = await connectAgent(workshop.bridge, home);
  });
  afterEach(async () => {
    await client.close();
    stopKeeping();
    await side.dispose();
    await pool.dispose();
  });

  async function run(command: string): Promise<string> {
    const args = { asset: 'lab-bash', account: 'root', command };
    const { content } = await client.callTool({ name: 'jms_execute_koko_command', arguments: args });
    return Array.isArray(content) ? content.map((part: { text?: string }) => part.text ?? '').join('\n') : '';
  }
  async function entries(): Promise<readonly JournalEntry[]> {
    const { entries: newest } = await side.journal.readBack({ before: null, limit: 100, wanted: () => true });
    return newest.toReversed();
  }
  function verify(...more: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
    return new Promise((resolve) =>
      execFile(
        process.execPath,
        [workshop.bridge, 'journal', 'verify', ...more],
        { env: environment(home) },
        (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      ),
    );
  }
  const folder = () => path.join(home, 'journal');

  test('an agent, its terminal and its run are in it, with what links them, and never what was printed', async () => {
    await run('cd /tmp; printf s3; printf cr3t; false');
    const all = await entries();
    expect(all.map(({ kind }) => kind)).toEqual([
      'journal-began',
      'agent-connected',
      'terminal-opened',
      'run-started',
      'run-ended',
    ]);
    const ended = all.at(-1);
    expect(ended).toMatchObject({ outcome: 'exit 1', exitCode: 1, outputBytes: 6, user: 'root', cwd: '/tmp' });
    expect(ended?.durationMs).toBeGreaterThan(0);
    const [terminal] = pool.list();
    expect(ended).toMatchObject({ terminalId: terminal?.id, jumpserverSessionId: terminal?.jumpserverSessionId });
    expect(all[3]).toMatchObject({ runId: ended?.runId, terminalId: terminal?.id });
    expect(fs.readFileSync(path.join(folder(), fs.readdirSync(folder())[0] ?? ''), 'utf8')).not.toContain('s3cr3t');
  });

  test('a command is written down before it is typed, and where it cannot be, it is not typed', async () => {
    await run('true');
    const proof = path.join(workshop.folder, 'must-not-be');
    fs.renameSync(folder(), `${folder()}-aside`);
    fs.writeFileSync(folder(), '');
    const refused = await run(`touch ${proof}`);
    expect(refused).toContain('journal-unavailable');
    expect(refused).toContain('The journal cannot be written');
    expect(fs.existsSync(proof)).toBe(false);
    expect(pool.list()[0]?.runs.map(({ command }) => command)).toEqual(['true']);
    // To look stays possible.
    const looked = await client.callTool({ name: 'jms_list_terminal_sessions', arguments: {} });
    expect(JSON.stringify(looked.content)).toContain('lab-bash');
    fs.rmSync(folder());
    fs.renameSync(`${folder()}-aside`, folder());
    expect(await run(`touch ${proof}; echo done`)).toContain('done');
    fs.rmSync(proof);
  });

  test('what becomes unwritable between the guard and the keyboard is not typed either', async () => {
    await run('true');
    const { journal } = side;
    const writable = journal.assertWritable.bind(journal);
    // The guard's look passed a moment ago.
    journal.assertWritable = () => {};
    fs.renameSync(folder(), `${folder()}-aside`);
    fs.writeFileSync(folder(), '');
    expect(await run('echo typed')).toContain('journal-unavailable');
    expect(pool.list()[0]?.runs).toHaveLength(1);
    fs.rmSync(folder());
    fs.renameSync(`${folder()}-aside`, folder());
    journal.assertWritable = writable;
  });

  test('`drawbridge journal verify` proves the chain, names the first broken line, and says nothing of what entries say', async () => {
    await run('echo first-of-all');
    await run('echo second');
    const intact = await verify();
    expect(intact).toMatchObject({ code: 0, err: '' });
    expect(intact.out).toMatch(/^7 entries, 1 file, intact from .+ to .+\.\n$/);
    const file = path.join(folder(), fs.readdirSync(folder())[0] ?? '');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('first-of-all', 'first_of_all'));
    const broken = await verify();
    expect(broken.code).toBe(1);
    expect(broken.out).toContain(`BROKEN at ${path.basename(file)} line 4: this line was changed.`);
    expect(broken.out).not.toContain('first');
    const json = await verify('--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ kind: 'broken', broken: { line: 4, what: 'changed' } });
  });
});

test('`drawbridge journal verify` says what to do where the app does not run, and starts nothing', async () => {
  const workshop = await Workshop.open();
  const env = environment(workshop.home());
  const ended = await new Promise<{ code: unknown; err: string }>((resolve) =>
    execFile(process.execPath, [workshop.bridge, 'journal', 'verify'], { env }, (error, _out, err) =>
      resolve({ code: error?.code, err }),
    ),
  );
  expect(ended.code).toBe(3);
  expect(ended.err).toContain('start Drawbridge');
  await workshop.close();
});
