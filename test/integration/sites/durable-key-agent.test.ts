import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Workshop } from '../agents/bridge-process.ts';
import { WorkingAgent } from './working-agent.ts';

let workshop: Workshop;
let agent: WorkingAgent | undefined;
beforeAll(async () => {
  workshop = await Workshop.open();
});
afterEach(async () => {
  await agent?.dispose();
  agent = undefined;
});
afterAll(() => workshop.close());

async function afterTheEnd(key: 'with key' | 'without key'): Promise<WorkingAgent> {
  agent = await WorkingAgent.start(workshop, { confirmIdentity: false });
  if (key === 'with key') await agent.site.durableKey.create();
  agent.practice.endSessions('alice', 'idle');
  return agent;
}

test('with the key on an agent goes on listing and looking after the session ended, and nobody is asked', async () => {
  const working = await afterTheEnd('with key');
  const call = (name: string, args = {}) => working.call(name, args);
  // The first call meets the end, the later ones know of it.
  expect(await call('jms_list_assets', { search: 'lab-bash' })).toContain('lab-bash');
  expect(await call('jms_get_asset', { asset: 'lab-bash' })).toContain('root');
  expect(await call('jms_list_nodes')).toContain('/');
  expect(await call('jms_get_asset_access', { asset: 'lab-bash' })).toContain('web_cli');
  expect(await call('jms_profile')).toContain('alice');
  expect(await call('jms_status')).toContain('looking at assets works by the REST key');
  expect(working.prompts).toEqual([]);
  expect([working.practice.webSessions(), working.site.summary().session.kind]).toEqual([[], 'expired']);
});

test('a terminal waits for the person in spite of the key, and opens when they sign in', async () => {
  const working = await afterTheEnd('with key');
  const running = working.call('jms_execute_koko_command', {
    asset: 'lab-bash',
    account: 'root',
    command: 'echo he""re',
  });
  await working.whenAsked();
  expect(await working.call('jms_list_assets', { search: 'lab-bash' })).toContain('lab-bash');
  working.letIn();
  expect(await running).toContain('here');
  expect(working.prompts).toHaveLength(1);
});

test('a terminal that nobody signs in for is refused with what still works', async () => {
  const working = await afterTheEnd('with key');
  await working.site.reportLost();
  await working.site.signOut();
  const refused = await working.call('jms_execute_koko_command', { asset: 'lab-bash', account: 'root', command: 'id' });
  expect(refused).toMatch(/^ERROR /);
  expect(refused).toContain('terminals need the web session');
});

test('without a key listing waits for the sign-in, as before', async () => {
  const working = await afterTheEnd('without key');
  const listing = working.call('jms_list_assets', { search: 'lab-bash' });
  await working.whenAsked();
  working.letIn();
  expect(await listing).toContain('lab-bash');
  expect(working.prompts).toHaveLength(1);
});
