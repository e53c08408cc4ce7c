import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { formOf, openLogin } from './login-form.ts';
import { assertionBy } from './software-authenticator.ts';
import { WebClient } from './web-client.ts';

const AUTH = '/api/v1/authentication/passkeys/auth/';
const PAGE = '/api/v1/authentication/passkeys/login/';

describe('signing in with a passkey', () => {
  let site: PracticeSite;
  let web: WebClient;
  beforeAll(async () => {
    site = await PracticeSite.start({ publicHost: 'localhost', login: { methods: ['passkey'] } });
  });
  afterAll(() => site.dispose());
  beforeEach(() => {
    site.login.removePasskeys('alice');
    site.login.setRules('alice', { expired: false, factors: [] });
    web = new WebClient(site.url);
  });

  const asked = async () => (await (await web.get(AUTH)).json()).publicKey;
  const page = (count = 1) => ({ origin: site.url, count });
  const post = (given: unknown) => web.form(AUTH, { passkeys: JSON.stringify(given) });
  const me = async () => (await web.api('GET', '/api/v1/users/profile/')).status;

  it('has a page below /api that asks the browser, and lets in who signs the challenge', async () => {
    const credential = site.login.addPasskey('alice');
    expect((await formOf(await web.get('/core/auth/login/?next=/ui/'))).html).toContain(`href="${PAGE}?next=%2Fui%2F"`);
    const html = await (await web.get(PAGE)).text();
    expect(html).toContain('navigator.credentials.get');
    const request = await asked();
    expect(request).toMatchObject({ rpId: 'localhost', allowCredentials: [] });
    const through = await post(assertionBy(credential, request, page()));
    expect([through.status, through.headers.get('location')]).toEqual([302, '/core/auth/login/guard/?_=passkey']);
    expect((await web.get('/core/auth/login/guard/?_=passkey')).headers.get('location')).toBe('/ui/');
    expect(await me()).toBe(200);
  });

  it.each<[string, Parameters<typeof assertionBy>[3]]>([
    ['of another origin', { origin: 'https://elsewhere.example.test' }],
    ['for another relying party', { rpId: 'elsewhere.example.test' }],
    ['with nobody present', { flags: 0x00 }],
    ['that is a registration', { type: 'webauthn.create' }],
  ])('refuses an assertion %s', async (_, changes) => {
    const credential = site.login.addPasskey('alice');
    const refused = await post(assertionBy(credential, await asked(), page(), changes));
    expect(refused.headers.get('location')).toMatch(/^\/core\/common\/flash-message\//);
    expect(await me()).toBe(401);
  });

  it('refuses another key, a used challenge, an unknown credential and a counter that went back', async () => {
    const credential = site.login.addPasskey('alice');
    const other = site.login.addPasskey('alice');
    const json = async (given: unknown) => (await web.api('POST', AUTH, given)).status;
    const request = await asked();
    const wrongKey = { ...credential, privateKey: other.privateKey };
    expect(await json(assertionBy(wrongKey, request, page()))).toBe(400);
    expect(await json(assertionBy(credential, request, page()))).toBe(400);
    expect(await json(assertionBy({ ...credential, credentialId: 'AAAA' }, await asked(), page()))).toBe(400);
    expect(await json('nonsense')).toBe(400);
    expect(await json(assertionBy(credential, await asked(), page(7)))).toBe(200);
    web = new WebClient(site.url);
    expect(await json(assertionBy(credential, await asked(), page(7)))).toBe(400);
    expect(await json(assertionBy(credential, await asked(), page(8)))).toBe(200);
  });

  it('lets no expired account in', async () => {
    const credential = site.login.addPasskey('alice');
    site.login.setRules('alice', { expired: true });
    const refused = await web.api('POST', AUTH, assertionBy(credential, await asked(), page()));
    expect([refused.status, (await refused.json()).error]).toEqual([400, 'This account is expired']);
  });

  it('is a second factor, too, asking for the person’s own keys only', async () => {
    const credential = site.login.addPasskey('alice');
    site.login.setRules('alice', { factors: ['sms'] });
    const { fields } = await openLogin(web);
    await web.form('/core/auth/login/?next=/ui/', { ...fields, username: 'alice', password: 'practice-alice' });
    const mfa = await formOf(await web.get('/core/auth/login/mfa/'));
    expect(mfa.html).toMatch(/<option value="passkey">/);
    const chosen = await web.form('/core/auth/login/mfa/', { ...mfa.fields, mfa_type: 'passkey' });
    expect(chosen.headers.get('location')).toBe(PAGE);
    const request = await asked();
    expect(request.allowCredentials).toEqual([{ type: 'public-key', id: credential.credentialId }]);
    const through = await post(assertionBy(credential, request, page()));
    expect(through.headers.get('location')).toBe('/core/auth/login/guard/?_=mfa_ok');
    await web.get('/core/auth/login/guard/?_=mfa_ok');
    expect(await me()).toBe(200);
  });
});
