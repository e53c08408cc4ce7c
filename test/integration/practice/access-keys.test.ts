import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { totpNow } from '../../../practice/login/mfa/totp.ts';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { WebClient } from './web-client.ts';

const KEYS = '/api/v1/authentication/access-keys/';
const CONFIRM = '/api/v1/authentication/confirm/';
const sites: PracticeSite[] = [];
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.dispose()));
});

async function started(name: 'alice' | 'bob', options: PracticeSiteOptions = {}) {
  const site = await PracticeSite.start(options);
  sites.push(site);
  const client = new WebClient(site.url);
  const { otpSecret } = site.users[name];
  await client.signIn(site.users[name], otpSecret === undefined ? undefined : () => totpNow(otpSecret));
  return { site, client };
}

const newKey = z.object({ id: z.uuid(), secret: z.string().regex(/^[A-Za-z0-9]{36}$/), ip_group: z.array(z.string()) });
type Key = z.infer<typeof newKey>;

async function keyOf(client: WebClient, password: string): Promise<Key> {
  await client.api('POST', CONFIRM, { confirm_type: 'password', secret_key: client.encrypted(password) });
  const answer = await client.api('POST', KEYS, { ip_group: ['10.0.0.0/8'] });
  expect(answer.status).toBe(201);
  return newKey.parse(await answer.json());
}

/** A request with nothing but a signature; `sign` names the signed parts. */
async function signed(
  site: PracticeSite,
  key: Key,
  path: string,
  { method = 'GET', sign = '(request-target) date' } = {},
) {
  const date = 'Fri, 02 Jan 2026 01:30:00 GMT';
  const text = sign
    .split(' ')
    .map((name) => (name === 'date' ? `date: ${date}` : `(request-target): ${method.toLowerCase()} ${path}`))
    .join('\n');
  const signature = createHmac('sha256', key.secret).update(text).digest('base64');
  const answer = await fetch(site.url + path, {
    method,
    headers: {
      Date: date,
      Authorization: `Signature keyId="${key.id}",algorithm="hmac-sha256",headers="${sign}",signature="${signature}"`,
    },
  });
  const body = await answer.text();
  return { status: answer.status, body: body.startsWith('{') ? JSON.parse(body) : body };
}

test('creating a key asks who one is, with the type that is required and the ways there are', async () => {
  const { site, client } = await started('alice');
  const refused = await client.api('POST', KEYS, {});
  expect([refused.status, await refused.json()]).toEqual([
    412,
    { type: 'user_confirm_required', code: 'password', detail: expect.any(String) },
  ]);
  expect(await (await client.api('GET', `${CONFIRM}?confirm_type=password`)).json()).toMatchObject({
    confirm_type: 'password',
    content: [{ name: 'password', disabled: false }],
  });
  const check = async () => (await client.api('GET', `${CONFIRM}check/?confirm_type=password`)).status;
  expect(await check()).toBe(412);
  const wrong = await client.api('POST', CONFIRM, { confirm_type: 'password', secret_key: 'wrong' });
  expect([wrong.status, Object.keys(await wrong.json())]).toEqual([400, ['error']]);
  const key = await keyOf(client, site.users.alice.password);
  expect(key.ip_group).toEqual(['*']);
  expect(await check()).toBe(200);
});

test('a person with a second factor confirms with that, whatever was asked', async () => {
  const { site, client } = await started('bob');
  const ways = await (await client.api('GET', `${CONFIRM}?confirm_type=password`)).json();
  expect(ways.confirm_type).toBe('mfa');
  expect(ways.content.find(({ name }: { name: string }) => name === 'otp')).toMatchObject({ disabled: false });
  expect(ways.content.find(({ name }: { name: string }) => name === 'sms')).toMatchObject({ disabled: true });
  const { password, otpSecret = '' } = site.users.bob;
  const post = async (secret: string) =>
    (await client.api('POST', CONFIRM, { confirm_type: 'password', mfa_type: 'otp', secret_key: secret })).status;
  expect(await post(password)).toBe(400);
  expect(await post(totpNow(otpSecret))).toBe(200);
  expect((await client.api('POST', KEYS, {})).status).toBe(201);
});

test('a type that a person cannot have is 400 to ask for and 500 to post (measured)', async () => {
  const { client } = await started('alice');
  expect((await client.api('GET', `${CONFIRM}?confirm_type=mfa`)).status).toBe(400);
  expect((await client.api('POST', CONFIRM, { confirm_type: 'mfa', secret_key: '123456' })).status).toBe(500);
});

test('a confirmation lapses, and a site may not ask at all', async () => {
  const { site, client } = await started('alice', { confirmSeconds: 0.05 });
  await client.api('POST', CONFIRM, { confirm_type: 'password', secret_key: site.users.alice.password });
  await expect.poll(async () => (await client.api('GET', `${CONFIRM}check/?confirm_type=password`)).status).toBe(412);
  const easy = await started('alice', { confirmIdentity: false });
  expect((await easy.client.api('POST', KEYS, {})).status).toBe(201);
});

test('a key signs any REST call of its person, and survives the web session', async () => {
  const { site, client } = await started('alice');
  const key = await keyOf(client, site.users.alice.password);
  site.endSessions('alice', 'idle');
  expect(await signed(site, key, '/api/v1/users/profile/?x=1')).toMatchObject({
    status: 200,
    body: { username: 'alice' },
  });
  expect(site.accessKeys()).toMatchObject([{ username: 'alice', lastUsedAt: expect.any(Number) }]);
  // It cannot make another one: a confirmation lives in a web session.
  expect((await signed(site, key, KEYS, { method: 'POST' })).status).toBe(412);
  expect((await signed(site, key, `${KEYS}${key.id}/`, { method: 'DELETE' })).status).toBe(204);
  expect(await signed(site, key, '/api/v1/users/profile/')).toMatchObject({
    status: 401,
    body: { detail: 'Invalid signature.', code: 'authentication_failed' },
  });
});

test('a signature that leaves out the target is a server error, an inactive key and a foreign address are 401', async () => {
  const { site, client } = await started('alice');
  const key = await keyOf(client, site.users.alice.password);
  expect((await signed(site, key, '/api/v1/users/profile/', { sign: 'date' })).status).toBe(500);
  const patch = (change: object) => client.api('PATCH', `${KEYS}${key.id}/`, change);
  expect((await patch({ ip_group: ['10.0.0.0/8'] })).status).toBe(200);
  expect(await signed(site, key, '/api/v1/users/profile/')).toMatchObject({
    status: 401,
    body: { detail: 'Ip is not in access ip list.' },
  });
  await patch({ ip_group: ['127.0.0.0/8'] });
  expect((await signed(site, key, '/api/v1/users/profile/')).status).toBe(200);
  await patch({ is_active: false });
  expect((await signed(site, key, '/api/v1/users/profile/')).status).toBe(401);
});

test('a person may have ten keys', async () => {
  const { client } = await started('alice', { confirmIdentity: false });
  for (let count = 0; count < 10; count += 1) expect((await client.api('POST', KEYS, {})).status).toBe(201);
  const answer = await client.api('POST', KEYS, {});
  expect([answer.status, await answer.json()]).toEqual([400, ['Access keys can be created at most 10']]);
  expect(await (await client.api('GET', KEYS)).json()).toHaveLength(10);
});
