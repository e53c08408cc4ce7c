import { expect, it } from 'vitest';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';
import { callTool } from '../agents/tool-calls.ts';

it('a shell that is open asks the site nothing; a new one asks what it has to, once (docs/parity.md, row 33)', async () => {
  const asked: string[] = [];
  const workshop = await Workshop.open();
  const world = await practiceWorld({}, (path) => asked.push(path.replace(/\?.*/, '').replace(/[0-9a-f-]{36}/, 'ID')));
  const pool = world.pool();
  const home = workshop.home();
  const side = await AgentSide.start(home, world.sites(), pool);
  const client = await connectAgent(workshop.bridge, home);
  const during = async (name: string, args: Record<string, unknown>) => {
    asked.splice(0);
    expect((await callTool(client, name, args)).isError).toBe(false);
    return [...asked];
  };
  try {
    const there = { asset: 'lab-bash', account: 'root' };
    expect(await during('jms_execute_koko_command', { ...there, command: 'true' })).toEqual([
      '/api/v1/perms/users/self/assets/',
      '/api/v1/perms/users/self/assets/ID/',
      '/api/v1/terminal/components/connect-methods/',
      '/api/v1/authentication/connection-token/',
    ]);
    expect(await during('jms_execute_koko_command', { ...there, command: 'true' })).toEqual([]);
    // The web terminal's protocols are the site's: another asset takes two to resolve.
    expect(await during('jms_resolve_terminal_target', { asset: 'lab-sh', account: 'root' })).toEqual([
      '/api/v1/perms/users/self/assets/',
      '/api/v1/perms/users/self/assets/ID/',
    ]);
    expect(await during('jms_execute_koko_command', { ...there, command: 'true', fresh: true })).toEqual([
      '/api/v1/authentication/connection-token/',
    ]);
  } finally {
    await client.close();
    await side.dispose();
    await pool.dispose();
    await world.dispose();
    await workshop.close();
  }
});
