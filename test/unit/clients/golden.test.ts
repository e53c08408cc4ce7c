import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startsThis } from '../../../mcp-bridge/clients/bridge-entry.ts';
import { clientOf } from '../../../mcp-bridge/clients/client-list.ts';
import { planConnect, planDisconnect, stateIn } from '../../../mcp-bridge/clients/connect-plan.ts';

const folder = path.resolve(import.meta.dirname, '../../fixtures/clients');
const start = { command: '/opt/Drawbridge/resources/bin/drawbridge', args: ['mcp'], env: {} };

const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.before.txt'))
  .map((name) => name.replace('.before.txt', ''));

test.each(cases)('%s: connected as reviewed, once, and back to the byte', async (name) => {
  const client = clientOf(name.split('.')[0] ?? '');
  if (client === undefined) throw new Error(`no client for ${name}`);
  const before = readFileSync(path.join(folder, `${name}.before.txt`), 'utf8');
  const plan = planConnect(client, before, start, {});
  if (plan.kind !== 'change' || plan.after === null) throw new Error(`nothing planned: ${JSON.stringify(plan)}`);
  await expect(plan.after).toMatchFileSnapshot(path.join(folder, `${name}.connected.txt`));

  const entry = client.settings.read(plan.after).find((one) => one.name === plan.name);
  expect(entry && startsThis(entry, start)).toBe(true);
  expect(stateIn(client, plan.after, start)).toEqual({ kind: 'connected', name: plan.name });
  expect(planConnect(client, plan.after, start, {})).toEqual({ kind: 'nothing' });

  const own = stateIn(client, before, start);
  if (own.kind === 'outdated') return;
  const back = planDisconnect(client, plan.after, [{ file: '/copy', text: before }]);
  expect(back).toMatchObject({ kind: 'change', does: 'restore', after: before, backup: '/copy' });
});

test.each(cases)('%s: without a copy the entry goes, and nothing else', async (name) => {
  const client = clientOf(name.split('.')[0] ?? '');
  if (client === undefined) throw new Error(`no client for ${name}`);
  const before = readFileSync(path.join(folder, `${name}.before.txt`), 'utf8');
  const plan = planConnect(client, before, start, {});
  if (plan.kind !== 'change' || plan.after === null) throw new Error('nothing planned');
  const back = planDisconnect(client, plan.after, []);
  if (back.kind !== 'change') throw new Error(`nothing to undo: ${JSON.stringify(back)}`);
  if (back.after === null) {
    // Nothing in the file was anybody's but ours.
    expect(['', '{}']).toContain(before.trim());
    return;
  }
  await expect(back.after).toMatchFileSnapshot(path.join(folder, `${name}.disconnected.txt`));
  expect(client.settings.read(back.after).map((one) => one.name)).toEqual(
    client.settings
      .read(before)
      .map((one) => one.name)
      .filter((one) => one !== plan.name),
  );
});
