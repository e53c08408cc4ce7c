import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';
import { ServedBridge } from '../agents/served-bridge.ts';

describe('drawbridge serve --transport streamable-http', () => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let pool: TerminalPool;
  let side: AgentSide;
  let served: ServedBridge;

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
    served = await ServedBridge.start([process.execPath, workshop.bridge], home);
  });
  afterEach(async () => {
    await served.stop();
    await side.dispose();
    await pool.dispose();
  });

  it('serves clients of each generation', async () => {
    for (const connect of [() => served.v1(), () => served.v2('legacy'), () => served.v2('auto')]) {
      const client = await connect();
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toContain('jms_execute_koko_command');
      await client.close();
    }
  });
});
