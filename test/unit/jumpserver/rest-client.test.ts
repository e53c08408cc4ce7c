import { expect, test } from 'vitest';
import { RestClient } from '../../../main/jumpserver/rest-client.ts';
import type { RestRequest, RestResponse, RestTransport, SiteCookie } from '../../../main/jumpserver/rest-transport.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

function answer(status: number, body: unknown, headers: Record<string, string> = JSON_TYPE): RestResponse {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

const PROFILE = answer(200, { id: '7c1e', username: 'alice', name: 'Alice', email: null, future_field: [1] });

/** A site that gives these answers in turn, the last one for ever. */
function siteThatAnswers(answers: readonly RestResponse[], cookies: readonly SiteCookie[] = []) {
  const requests: RestRequest[] = [];
  const clock = new FakeClock();
  const transport: RestTransport = {
    fetch: async (request) => {
      requests.push(request);
      const next = answers[Math.min(requests.length, answers.length) - 1];
      if (!next) throw new Error('no answer');
      return next;
    },
    cookies: async () => cookies,
  };
  const rest = new RestClient({
    baseUrl: 'https://jump.example.com',
    organisation: () => 'org-1',
    transport,
    clock,
    onAnswer: () => {},
  });
  return { rest, requests, clock };
}

test('reading sends the organisation and wants JSON; it needs no CSRF value', async () => {
  const { rest, requests } = siteThatAnswers([PROFILE]);
  expect(await rest.profile()).toMatchObject({ username: 'alice', email: '', mfaEnabled: false });
  expect(requests[0]).toMatchObject({
    url: 'https://jump.example.com/api/v1/users/profile/',
    headers: { Accept: 'application/json', 'X-JMS-ORG': 'org-1' },
  });
  expect(Object.keys(requests[0]?.headers ?? {})).not.toContain('X-CSRFToken');
});

test.each([
  ['corpcsrftoken', 'T1'],
  ['csrftoken', '"T1"'],
])(
  'writing sends the CSRF value of the cookie %s=%s and Referer, and no Origin that a site may not know',
  async (name, value) => {
    const { rest, requests } = siteThatAnswers([answer(201, { id: 'c0ffee', expire_time: 299 })], [{ name, value }]);
    const request = { assetId: 'a1', account: '@INPUT', protocol: 'ssh', connectMethod: 'web_cli' };
    expect(await rest.createConnectionToken(request)).toEqual({ id: 'c0ffee', expiresInSeconds: 299 });
    expect(requests[0]?.headers).toMatchObject({
      'X-CSRFToken': 'T1',
      Referer: 'https://jump.example.com/',
      'Content-Type': 'application/json',
    });
    expect(Object.keys(requests[0]?.headers ?? {})).not.toContain('Origin');
  },
);

test.each<[string, RestResponse, string]>([
  ['401', answer(401, { detail: 'no', code: 'not_authenticated' }), 'sign-in-required'],
  ['an empty 401', answer(401, '', {}), 'sign-in-required'],
  ['a redirect to the login', answer(302, '', { location: '/core/auth/login/' }), 'sign-in-required'],
  ['HTML with 200', answer(200, '<html>Login</html>', { 'content-type': 'text/html' }), 'sign-in-required'],
  ['403', answer(403, { detail: 'You do not have permission.', code: 'permission_denied' }), 'permission-denied'],
  ['403 without a word', answer(403, '', {}), 'permission-denied'],
  ['405', answer(405, { detail: 'Method "GET" not allowed.', code: 'method_not_allowed' }), 'site-error'],
  ['409', answer(409, { detail: 'In use.', code: 'referenced_by_others' }), 'site-error'],
  ['404', answer(404, { detail: 'Asset object does not exist.' }), 'asset-not-found'],
  ['412', answer(412, { type: 'user_confirm_required', code: 'x', detail: 'y' }), 'confirmation-required'],
  ['502 HTML', answer(502, '<html>Bad Gateway</html>', { 'content-type': 'text/html' }), 'site-error'],
  ['JSON cut short', answer(200, '{"id":"7c', JSON_TYPE), 'site-error'],
  ['JSON of another world', answer(200, { hello: 1 }), 'site-error'],
])('%s is a typed error without markup', async (_name, response, code) => {
  const { rest } = siteThatAnswers([response]);
  await expect(rest.profile()).rejects.toMatchObject({ code, message: expect.not.stringContaining('<') });
});

test.each<[string, unknown, string]>([
  ['a field dictionary', { asset: ['Invalid pk.'], account: ['Required.'] }, 'asset: Invalid pk.; account: Required.'],
  ['a bare list', ['first', 'second'], 'first; second'],
  ['detail and code', { detail: 'a; b', code: 'invalid' }, 'a; b'],
  ['error and msg', { error: 'failed', msg: 'Not so' }, 'Not so'],
  ['nested', { accounts: [{ name: ['Blank.'] }, {}], comment: 'Long.' }, 'accounts: name: Blank.; comment: Long.'],
  ['a list in detail', { detail: ['one', 'two'] }, 'one; two'],
])('a 400 that is %s is told in the words of the site', async (_name, body, words) => {
  const { rest } = siteThatAnswers([answer(400, body)]);
  await expect(rest.profile()).rejects.toMatchObject({
    code: 'bad-argument',
    message: expect.stringContaining(words),
  });
});

test.each([
  ['acl_reject', 'admin'],
  ['acl_review', 'person'],
  ['perm_account_invalid', 'agent'],
])('a connection token refused with %s is for the %s to mend', async (code, actor) => {
  const { rest } = siteThatAnswers([answer(400, { detail: 'No.', code })]);
  const request = { assetId: 'a1', account: 'root', protocol: 'ssh', connectMethod: 'web_cli' };
  await expect(rest.createConnectionToken(request)).rejects.toMatchObject({ code: 'token-refused', actor });
});

test('a short throttle is waited out once', async () => {
  const { rest, requests, clock } = siteThatAnswers([answer(429, {}, { ...JSON_TYPE, 'retry-after': '3' }), PROFILE]);
  const profile = rest.profile();
  await clock.advance(3_000);
  expect(requests).toHaveLength(1);
  await clock.advance(1_000);
  expect((await profile).username).toBe('alice');
});

test.each([
  ['a date', answer(429, {}, { ...JSON_TYPE, 'retry-after': new Date(Date.now() + 41_500).toUTCString() }), /4[012] s/],
  ['words', answer(429, { detail: 'Request was throttled. Expected available in 37 seconds.' }), /37 s/],
  ['silence', answer(429, {}), /60 s/],
])('a throttle that tells its time by %s is told with its seconds', async (_name, response, seconds) => {
  const { rest } = siteThatAnswers([response]);
  await expect(rest.profile()).rejects.toMatchObject({ code: 'throttled', message: expect.stringMatching(seconds) });
});

test('a throttled write is not repeated', async () => {
  const { rest, requests } = siteThatAnswers([answer(429, {}, { ...JSON_TYPE, 'retry-after': '1' })]);
  await expect(rest.request('POST', '/api/v1/x/', {}, undefined)).rejects.toMatchObject({ code: 'throttled' });
  expect(requests).toHaveLength(1);
});

test('a caller that leaves while a throttle is waited out is let go at once', async () => {
  const { rest, requests } = siteThatAnswers([answer(429, {}, { ...JSON_TYPE, 'retry-after': '9' }), PROFILE]);
  const leaving = new AbortController();
  const call = rest.profile(leaving.signal);
  await settle();
  leaving.abort(new Error('gone'));
  await expect(call).rejects.toThrow('gone');
  expect(requests).toHaveLength(1);
});

const stale = answer(403, { detail: 'CSRF Failed: CSRF token incorrect.', code: 'permission_denied' });

test('a stale CSRF token is renewed and the request repeated once', async () => {
  const cookies = [{ name: 'jms_csrftoken', value: 'old' }];
  const { rest, requests } = siteThatAnswers(
    [stale, answer(302, '', { location: '/' }), answer(201, { ok: true })],
    cookies,
  );
  expect((await rest.request('POST', '/api/v1/x/', { a: 1 }, undefined)).status).toBe(201);
  expect(requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
    'POST /api/v1/x/',
    'GET /core/auth/login/guard/',
    'POST /api/v1/x/',
  ]);
});

test('a token that stays wrong, and an address that the site does not know, are told with what mends them', async () => {
  const always = siteThatAnswers([stale], [{ name: 'csrftoken', value: 'old' }]);
  await expect(always.rest.request('POST', '/api/v1/x/', {}, undefined)).rejects.toMatchObject({
    code: 'csrf-refused',
    actor: 'person',
  });
  expect(always.requests).toHaveLength(3);
  const origin = 'CSRF Failed: Referer checking failed - https://jump.example.com/ does not match any trusted origins.';
  const address = siteThatAnswers([answer(403, { detail: origin })]);
  await expect(address.rest.request('POST', '/api/v1/x/', {}, undefined)).rejects.toMatchObject({
    code: 'csrf-refused',
    actor: 'admin',
    nextStep: expect.stringContaining('DOMAINS'),
  });
  expect(address.requests).toHaveLength(1);
});

test('a throttle that lasts, or comes again, is told with its seconds', async () => {
  const long = siteThatAnswers([answer(429, {}, { ...JSON_TYPE, 'retry-after': '42' })]);
  await expect(long.rest.profile()).rejects.toMatchObject({
    code: 'throttled',
    message: expect.stringContaining('42 s'),
  });
  expect(long.requests).toHaveLength(1);
  const twice = siteThatAnswers([answer(429, {}, { ...JSON_TYPE, 'retry-after': '1' })]);
  const call = expect(twice.rest.profile()).rejects.toMatchObject({ code: 'throttled' });
  await twice.clock.advance(2_000);
  await call;
  expect(twice.requests).toHaveLength(2);
});

const row = (id: number) => ({ id: `a${id}`, name: `web-${id}`, address: '10.0.0.1' });
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => row(from + index));

test('a site that caps its pages below what was asked is asked again', async () => {
  const { rest, requests } = siteThatAnswers([
    answer(200, { count: 5, results: rows(0, 2) }),
    answer(200, { count: 5, results: rows(2, 4) }),
    answer(200, { count: 5, results: rows(4, 5) }),
  ]);
  const { assets, total } = await rest.assets({ limit: 100, offset: 0 });
  expect(assets.map(({ id }) => id)).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
  expect(total).toBe(5);
  expect(requests.map(({ url }) => new URL(url).searchParams.get('offset'))).toEqual(['0', '2', '4']);
});

test('a count that promises more than there is ends at the empty page', async () => {
  const { rest } = siteThatAnswers([
    answer(200, { count: 31, results: rows(0, 11) }),
    answer(200, { count: 31, results: [] }),
  ]);
  expect(await rest.assets({ limit: 100, offset: 0 })).toMatchObject({ total: 11, assets: { length: 11 } });
});

test('a list without its wrapping (protocol §5.3) is a list', async () => {
  const { rest } = siteThatAnswers([answer(200, rows(0, 3))]);
  expect((await rest.assets({ limit: 100, offset: 0 })).assets).toHaveLength(3);
});

test('rows of old and new versions are read alike', async () => {
  const base = { ...row(1), platform: { id: 1, name: 'Linux' }, type: { value: 'linux', label: 'Linux' } };
  const { rest } = siteThatAnswers([
    answer(200, {
      count: 2,
      results: [
        { ...base, domain: { id: 'd', name: 'Default' }, nodes: [{ id: 'n', name: '/Default' }] },
        { ...base, id: 'a2', zone: null, nodes: [{ id: 'n', name: 'Lab' }], comment: null, is_active: false },
      ],
    }),
  ]);
  const { assets } = await rest.assets({ limit: 2, offset: 0 });
  expect(assets).toMatchObject([
    { platform: 'Linux', type: 'linux', nodes: ['/Default'], isActive: true },
    { nodes: ['Lab'], comment: '', isActive: false },
  ]);
});

test('a tree becomes nodes with ids, paths and counts', async () => {
  const node = (id: string, name: string, pId: string, uuid: string) => ({
    id,
    name,
    pId,
    isParent: true,
    meta: { type: 'node', data: { id: uuid, key: id, value: name.replace(/ \(.*/, '') } },
  });
  const { rest } = siteThatAnswers([
    answer(200, [node('1', 'Default (3)', '', 'u1'), node('1:9', 'Prod (2)', '1', 'u9')]),
  ]);
  expect(await rest.nodes()).toEqual([
    { id: 'u1', key: '1', name: 'Default', path: '/Default', assetCount: 3 },
    { id: 'u9', key: '1:9', name: 'Prod', path: '/Default/Prod', assetCount: 2 },
  ]);
});
