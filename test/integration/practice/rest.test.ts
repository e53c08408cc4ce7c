import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { WebClient } from './web-client.ts';

const SELF = '/api/v1/perms/users/self';
const TOKENS = '/api/v1/authentication/connection-token/';

describe('the REST interface of the practice site', () => {
  let site: PracticeSite;
  let alice: WebClient;
  beforeAll(async () => {
    site = await PracticeSite.start();
    alice = new WebClient(site.url);
    await alice.signIn(site.users.alice);
  });
  afterAll(() => site.dispose());

  const get = async (path: string) => (await alice.api('GET', path)).json();

  it('lists at least 300 assets, bare without limit and wrapped with it', async () => {
    const all = await get(`${SELF}/assets/`);
    expect(all.length).toBeGreaterThanOrEqual(300);
    const page = await get(`${SELF}/assets/?limit=50&offset=50&order=name`);
    expect(page.count).toBe(all.length);
    expect(page.results).toHaveLength(50);
    expect(page.next).toContain('limit=50&offset=100');
    expect(
      (await get(`${SELF}/assets/?search=cache-01`)).map((one: { nodes: { name: string }[] }) => one.nodes[0]?.name),
    ).toEqual(expect.arrayContaining(['Cache', 'Cache']));
    expect(await get(`${SELF}/assets/?asset=ignored&limit=1`)).toMatchObject({ count: all.length });
  });

  it('finds nothing by node before a tree call, and counts wrongly after it', async () => {
    const web = new WebClient(site.url);
    await web.signIn(site.users.admin);
    const at = async (path: string) => (await web.api('GET', path)).json();
    const nodes = await at(`${SELF}/nodes/`);
    const cache = nodes.find((node: { full_value: string }) => node.full_value === '/Practice/Staging/Cache');
    expect((await at(`${SELF}/assets/?node_id=${cache.id}&limit=10`)).results).toEqual([]);
    expect(await at(`${SELF}/nodes/${cache.id}/assets/`)).toEqual([]);
    const tree = await at(`${SELF}/nodes/children/tree/?key=`);
    expect(tree.map((item: { id: string }) => item.id)).toEqual(['favorite', '1']);
    const found = await at(`${SELF}/assets/?node_id=${cache.id}&limit=10`);
    expect(found.results).toHaveLength(4);
    expect(found.count).toBeGreaterThan(300);
    expect(found.next).not.toBeNull();
    expect((await at(`${SELF}/nodes/${cache.id}/assets/?limit=10`)).count).toBe(4);
  });

  it('gives virtual accounts a new id at each call, and 404 for an unknown asset', async () => {
    const [asset] = await get(`${SELF}/assets/?name=web-01`);
    const manual = async () =>
      (await get(`${SELF}/assets/${asset.id}/`)).permed_accounts.find(
        (one: { alias: string }) => one.alias === '@INPUT',
      );
    expect((await manual()).id).not.toBe((await manual()).id);
    const missing = await alice.api('GET', `${SELF}/assets/00000000-1111-2222-3333-444444444444/`);
    expect([missing.status, (await missing.json()).code]).toEqual([404, 'object_does_not_exist']);
  });

  it('makes connection tokens with the errors measured live', async () => {
    const [asset] = await get(`${SELF}/assets/?name=web-01`);
    const create = async (body: unknown) => {
      const answer = await alice.api('POST', TOKENS, body);
      return [answer.status, await answer.json()];
    };
    expect(await create({})).toEqual([
      400,
      { account: ['This field is required.'], connect_method: ['This field is required.'] },
    ]);
    const base = { account: '@INPUT', protocol: 'ssh', connect_method: 'web_cli' };
    expect(await create({ ...base, asset: 'x' })).toEqual([400, { asset: ['“x” is not a valid UUID.'] }]);
    const unknown = '00000000-1111-2222-3333-444444444444';
    expect(await create({ ...base, asset: unknown })).toEqual([
      400,
      { asset: [`Invalid pk "${unknown}" - object does not exist.`] },
    ]);
    expect(await create({ ...base, asset: asset.id, account: 'root' })).toEqual([
      400,
      { detail: 'Account not found', code: 'perm_account_invalid' },
    ]);
    const [status, token] = await create({ ...base, asset: asset.id, connect_method: 'nope' });
    expect(status).toBe(201);
    expect(token).toMatchObject({
      asset: { id: asset.id, name: 'web-01' },
      user: { name: 'Alice' },
      account: '@INPUT',
      from_ticket: null,
      face_monitor_token: null,
      created_by: 'Alice',
      expire_time: 299,
    });
    expect((await alice.api('PATCH', `${TOKENS}${token.id}/expire/`)).status).toBe(204);
    expect((await alice.api('PATCH', `${TOKENS}${token.id}/expire/`)).status).toBe(404);
    expect((await alice.api('POST', `${TOKENS}exchange/`, { id: token.id })).status).toBe(201);
  });

  it('wants the CSRF header on unsafe calls', async () => {
    const answer = await alice.api('POST', TOKENS, {}, { 'x-csrftoken': '' });
    expect([answer.status, await answer.json()]).toEqual([
      403,
      { detail: 'CSRF Failed: CSRF token missing.', code: 'permission_denied' },
    ]);
  });

  it('replaces a bad organisation in silence and lists root beside DEFAULT', async () => {
    const answer = await alice.api('GET', '/api/v1/orgs/orgs/current/', undefined, { 'x-jms-org': 'nonsense' });
    expect(await answer.json()).toMatchObject({ name: 'DEFAULT', is_default: true });
    const { workbench_orgs } = await get('/api/v1/users/profile/permissions/');
    expect(workbench_orgs.map((org: { name: string }) => org.name)).toEqual(['All organizations', 'DEFAULT']);
  });

  it('adds a missing slash with 301, and demands a protocol of the smart endpoint', async () => {
    const answer = await alice.api('GET', '/api/v1/users/profile');
    expect([answer.status, answer.headers.get('location')]).toEqual([301, '/api/v1/users/profile/']);
    expect((await alice.api('GET', '/api/v1/terminal/endpoints/smart/')).status).toBe(404);
    expect((await get('/api/v1/terminal/components/connect-methods/')).ssh[0].value).toBe('web_cli');
  });
});
