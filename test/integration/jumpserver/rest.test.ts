import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../main/errors/clock.ts';
import { RestClient } from '../../../main/jumpserver/rest-client.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { signInToPractice } from '../../support/practice-login.ts';

let practice: PracticeSite;
let rest: RestClient;

async function clientOf(username: 'alice' | 'admin'): Promise<RestClient> {
  const { transport } = await signInToPractice(practice.url, practice.users[username]);
  return new RestClient({
    baseUrl: practice.url,
    organisation: () => '00000000-0000-0000-0000-000000000002',
    transport,
    clock: systemClock,
    onAnswer: () => {},
  });
}

beforeAll(async () => {
  practice = await PracticeSite.start();
  rest = await clientOf('alice');
});
afterAll(() => practice.dispose());

test('the assets of a node are listed, although nobody opened the tree before', async () => {
  const nodes = await rest.nodes();
  const busy = nodes.find(({ assetCount, path }) => (assetCount ?? 0) > 0 && path.split('/').length > 2);
  const other = await clientOf('admin');
  const page = await other.assets({ nodeId: busy?.id ?? '', limit: 1000, offset: 0 });
  expect(page.total).toBeGreaterThan(0);
  expect(page.assets).toHaveLength(page.total);
});

test('more than 300 assets come page by page, each once', async () => {
  const seen = new Set<string>();
  let total = 0;
  for (let offset = 0; ; offset += 50) {
    const page = await rest.assets({ limit: 50, offset });
    total = page.total;
    for (const { id } of page.assets) seen.add(id);
    if (page.assets.length === 0 || offset + 50 >= total) break;
  }
  expect(total).toBeGreaterThanOrEqual(300);
  expect(seen.size).toBe(total);
  expect((await rest.assets({ limit: 1000, offset: 0 })).assets).toHaveLength(total);
});

test('a page past the end is empty', async () => {
  expect((await rest.assets({ limit: 50, offset: 100_000 })).assets).toEqual([]);
});

test('a search narrows the list', async () => {
  const [first] = (await rest.assets({ limit: 1, offset: 0 })).assets;
  const found = await rest.assets({ search: first?.name ?? '', limit: 20, offset: 0 });
  expect(found.assets.map(({ name }) => name)).toContain(first?.name);
});

test('nodes have paths, and an asset has accounts and protocols', async () => {
  const nodes = await rest.nodes();
  expect(nodes.some(({ path }) => path.startsWith('/') && path.split('/').length > 2)).toBe(true);
  const [first] = (await rest.assets({ limit: 1, offset: 0 })).assets;
  const detail = await rest.asset(first?.id ?? '');
  expect(detail.accounts.length).toBeGreaterThan(0);
  expect(detail.protocols.map(({ name }) => name)).toContain('ssh');
  expect((await rest.connectMethods())['ssh']?.map(({ value }) => value)).toContain('web_cli');
});

test('an asset that is not there is said to be not there', async () => {
  await expect(rest.asset('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({ code: 'asset-not-found' });
});

test('a connection token is made for a real account and refused, with the words of the site, for another', async () => {
  const [first] = (await rest.assets({ limit: 1, offset: 0 })).assets;
  const { id, accounts } = await rest.asset(first?.id ?? '');
  const request = { assetId: id, protocol: 'ssh', connectMethod: 'web_cli' };
  const token = await rest.createConnectionToken({ ...request, account: accounts[0]?.alias ?? '' });
  expect(token.expiresInSeconds).toBeGreaterThan(200);
  await expect(rest.createConnectionToken({ ...request, account: 'nobody' })).rejects.toMatchObject({
    code: 'token-refused',
    message: expect.stringContaining('Account'),
  });
});

test('a disabled user must sign in', async () => {
  practice.setUserActive('alice', false);
  await expect(rest.profile()).rejects.toMatchObject({ code: 'sign-in-required', actor: 'person' });
  practice.setUserActive('alice', true);
});
