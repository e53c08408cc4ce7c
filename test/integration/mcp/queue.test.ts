import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TerminalLimits } from '../../../main/terminals/pool-limits.ts';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';

const answer = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string() })),
  structuredContent: z.looseObject({}).optional(),
});

describe('terminals that have to wait, as agents hear of it', () => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let pool: TerminalPool;
  let side: AgentSide;
  let home: string;
  const clients: Client[] = [];

  beforeAll(async () => {
    workshop = await Workshop.open();
    world = await practiceWorld();
  });
  afterAll(async () => {
    await world.dispose();
    await workshop.close();
  });
  beforeEach(() => {
    home = workshop.home();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
    await side.dispose();
    await pool.dispose();
  });

  const begin = async (limits: Partial<TerminalLimits>, agents = 1) => {
    pool = world.pool(limits);
    side = await AgentSide.start(home, world.sites(), pool);
    for (let index = 0; index < agents; index += 1)
      clients.push(await connectAgent(workshop.bridge, home, `agent-${index}`));
  };
  const run = async (asset: string, args: Record<string, unknown> = {}, client = 0, onprogress = (_: string) => {}) => {
    const call = { asset, account: 'root', command: 'pwd', ...args };
    const result = await clients[client]?.callTool({ name: 'jms_execute_koko_command', arguments: call }, undefined, {
      onprogress: ({ message }) => onprogress(message ?? ''),
    });
    const { content, structuredContent } = answer.parse(result);
    return { text: content.map(({ text }) => text).join('\n'), queued: structuredContent?.['queued'] };
  };

  it('a call that waits for its turn says so with progress, is answered in time, and keeps its place', async () => {
    await begin({ pacing: { atOnce: 1, perMinute: 1 } });
    expect((await run('lab-bash')).text).toMatch(/^exit code 0/);
    const said: string[] = [];
    const { text, queued } = await run('lab-sh', { timeout_seconds: 1 }, 0, (message) => said.push(message));
    expect(said[0]).toMatch(/^terminal term_\S+ is queued, position 1, about \d+ s/);
    expect(text).toMatch(/^terminal-queued: Nothing was typed yet: .*\nNext: Call again with the same arguments/);
    const place = { id: pool.list()[1]?.id, position: 1, eta_seconds: expect.any(Number), waits_for: 'pace' };
    expect(queued).toEqual(place);
    expect((await run('lab-sh', { timeout_seconds: 1 })).queued).toEqual(place);
    pool.setLimits({ pacing: null });
    expect((await run('lab-sh')).text).toMatch(/^exit code 0/);
    expect(pool.list()).toHaveLength(2);
  });

  it('twenty calls of four agents at once end well', async () => {
    await begin({ pacing: { atOnce: 2, perMinute: 60 }, perAgent: 3, inAll: 8 }, 4);
    const names = ['web-01', 'web-02', 'web-03', 'web-04', 'web-05'];
    const all = await Promise.all([0, 1, 2, 3].flatMap((client) => names.map((name) => run(name, {}, client))));
    expect(all.filter(({ text }) => !text.startsWith('exit code 0'))).toEqual([]);
  });

  it('twenty calls of one agent on twenty targets end well within six terminals, and it hears which were closed', async () => {
    await begin({ pacing: { atOnce: 3, perMinute: 60 } });
    const names = Array.from({ length: 20 }, (_, index) => `web-${String(index + 1).padStart(2, '0')}`);
    let most = 0;
    pool.on('changed', () => {
      const open = pool.list().filter(({ state }) => state.kind !== 'closed' && !('queued' in state));
      most = Math.max(most, open.length);
    });
    const all = await Promise.all(names.map((name) => run(name, { timeout_seconds: 60 })));
    expect(all.filter(({ text }) => !text.startsWith('exit code 0'))).toEqual([]);
    expect(most).toBe(6);
    const told = all.flatMap(
      ({ text }) => text.match(/- term_\S+ on web-\d+ was closed: It was idle for longest/g) ?? [],
    );
    expect(told).toHaveLength(14);
  });

  it('a throttled site is waited for, and told where the wait is longer than the call', async () => {
    await begin({});
    const path = '/api/v1/authentication/connection-token/';
    world.practice.setRestFault({ name: 'throttled-briefly', path, method: 'POST', times: 1 });
    expect((await run('lab-bash', { timeout_seconds: 1 })).queued).toMatchObject({ waits_for: 'quiet' });
    expect((await run('lab-bash')).text).toMatch(/^exit code 0/);
    world.practice.setRestFault({ name: 'throttled-long', path, method: 'POST', times: 1 });
    const long = await run('lab-sh', { timeout_seconds: 1 });
    expect(long.queued).toMatchObject({ waits_for: 'quiet', eta_seconds: expect.any(Number) });
    expect(long.text).toMatch(/about 4[0-3] s \(JumpServer asked for a pause\)/);
  });

  it('says what a shell carries over, and after a cut connection that all of it is gone', async () => {
    await begin({});
    expect((await run('lab-bash', { command: 'cd /tmp' })).text).toMatch(/\nShell: new\.\n/);
    expect((await run('lab-bash')).text).toMatch(/ in \/tmp\nShell: reused, as the last command left it\.\n/);
    const moved = await run('lab-bash', { command: 'cd /' });
    expect(moved.text).toMatch(/\nShell: reused; cwd \/tmp, root \(uid \d+\), variables as/);
    const former = pool.list()[0]?.id;
    const ended = new Promise((resolve) => pool.on('changed', ({ state }) => state.kind === 'closed' && resolve(true)));
    world.practice.dropConnections();
    await ended;
    const { text } = await run('lab-bash');
    expect(text).toMatch(/^exit code 0/);
    expect(text).toContain(`\nShell: new; the one before (${former}) is closed: The connection to the site broke off.`);
    expect(text).toContain(`Drawbridge, about your terminals:\n- ${former} on lab-bash was closed: `);
    expect((await run('lab-bash')).text).not.toContain('about your terminals');
  });

  it('a fresh shell is another one, beside the one there is', async () => {
    await begin({});
    await run('lab-bash', { command: 'cd /tmp' });
    const { text } = await run('lab-bash', { fresh: true });
    expect(text).toContain('\nShell: new, beside the one you have there.\n');
    expect(text).not.toContain('\n/tmp\n');
    expect(pool.list()).toHaveLength(2);
  });
});
