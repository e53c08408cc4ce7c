import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WorkingAgent } from '../sites/working-agent.ts';
import { connectAgent, runVerb, Workshop } from './bridge-process.ts';
import { callTool } from './tool-calls.ts';

let workshop: Workshop;
let world: WorkingAgent;
const clients: Awaited<ReturnType<typeof connectAgent>>[] = [];

beforeAll(async () => {
  workshop = await Workshop.open();
  // As an enterprise edition: `lab-bash` is the name of an asset in both.
  world = await WorkingAgent.start(workshop, { otherOrganisation: 'Ops 运维' });
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
afterAll(async () => {
  await world.dispose();
  await workshop.close();
});

const there = { asset: 'lab-bash', account: 'root' };

async function agentIn(organisation: string) {
  const env = { MCP_JUMPSERVER_GUI_SUCKS_ORG_ID: organisation };
  const client = await connectAgent(workshop.bridge, world.home, 'scoped', [], undefined, env);
  clients.push(client);
  return (name: string, args: Record<string, unknown>) => callTool(client, name, args);
}

async function otherId(): Promise<string> {
  const organisations = await world.site.rest.organisations();
  return organisations.find(({ name }) => name === 'Ops 运维')?.id ?? '';
}

test.each(['its id', 'its name'])(
  "an agent's assets, terminals and tokens are those of its organisation, by %s",
  async (by) => {
    const scoped = await agentIn(by === 'its id' ? await otherId() : 'ops 运维');
    expect((await scoped('jms_list_assets', {})).text).toContain('assets 1 to 3 of 3');
    expect((await scoped('jms_list_nodes', {})).text).toContain('/Ops 运维/Servers');
    const run = await scoped('jms_execute_koko_command', { ...there, command: 'echo from-$((20+1))' });
    expect(run.text).toContain('from-21');
    // The same name elsewhere, at the same time.
    expect(await world.call('jms_execute_koko_command', { ...there, command: 'echo mine' })).toContain('mine');
    const addresses = world.terminals.list().map(({ target }) => target.asset.address);
    expect(addresses).toContain('10.20.0.1');
    expect(addresses).toContain('10.9.0.1');
    expect((await scoped('jms_get_asset', { asset: 'web-01' })).text).toMatch(/^asset-not-found/);
    const token = await scoped('jms_create_connection_token', { ...there });
    expect(token.isError).toBe(false);
  },
);

test('from root all are seen, and a terminal opens where its asset is', async () => {
  const scoped = await agentIn('root');
  const found = (await scoped('jms_list_assets', { search: 'other-0' })).text;
  expect(found).toContain('assets 1 to 2 of 2');
  const run = await scoped('jms_execute_koko_command', { asset: 'other-01', account: 'root', command: 'echo root-ok' });
  expect(run.text).toContain('root-ok');
  expect((await scoped('jms_resolve_terminal_target', there)).text).toMatch(/^asset-ambiguous/);
});

test('an organisation that the person has not is told with theirs, and nothing is done in another', async () => {
  const scoped = await agentIn('Payroll');
  const { text, isError } = await scoped('jms_execute_koko_command', { ...there, command: 'echo never-here' });
  expect(isError).toBe(true);
  expect(text).toMatch(/^bad-argument: .*ORG_ID.*“Payroll”/);
  expect(text).toContain('DEFAULT · 00000000-0000-0000-0000-000000000002');
  expect(text).toContain('Ops 运维 · ');
  expect(world.practice.audit().some(({ input }) => input.includes('never-here'))).toBe(false);
});

test('the command line works in it too', async () => {
  const env = { DRAWBRIDGE_ORG_ID: await otherId() };
  const run = await runVerb(workshop.bridge, world.home, ['exec', 'other-02', 'root', '--', 'echo cli-ok'], undefined, {
    env,
  });
  expect(run).toMatchObject({ code: 0, out: 'cli-ok\n' });
});
