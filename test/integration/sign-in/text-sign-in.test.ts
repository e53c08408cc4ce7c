import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../main/errors/clock.ts';
import { RestClient } from '../../../main/jumpserver/rest-client.ts';
import type { RestRequest, RestResponse } from '../../../main/jumpserver/rest-transport.ts';
import { silentLog } from '../../../main/log/log.ts';
import { signInByText } from '../../../main/sign-in/text/text-sign-in.ts';
import type { SignInResult } from '../../../main/sites/site-model.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { NodeSiteTransport } from '../../support/node-site-transport.ts';
import { otpNow } from '../../support/otp.ts';
import { ScriptedPerson } from './scripted-person.ts';

let site: PracticeSite;

beforeEach(async () => {
  site = await PracticeSite.start();
  site.login.set({ captcha: 'off' });
});

afterEach(async () => {
  await site.dispose();
});

/** Remembers what was posted and which pictures were fetched. */
class WatchedTransport extends NodeSiteTransport {
  readonly posted: string[] = [];
  readonly #urls: string[] = [];
  captchaKey = '';

  hosts(): string[] {
    return [...new Set(this.#urls.map((url) => new URL(url).host))];
  }

  override async fetch(request: RestRequest): Promise<RestResponse> {
    this.#urls.push(request.url);
    if (request.method === 'POST') this.posted.push(request.body ?? '');
    const key = /captcha\/image\/([^/]+)/.exec(request.url)?.[1];
    if (key) this.captchaKey = key;
    return super.fetch(request);
  }
}

function signIn(
  person: ScriptedPerson,
  transport: NodeSiteTransport = new NodeSiteTransport(),
  clock = systemClock,
): Promise<SignInResult> {
  const rest = new RestClient({
    ...{ baseUrl: site.url, organisation: () => '', transport, clock: systemClock },
    onAnswer() {},
  });
  return signInByText({
    ...{ site: { name: 'Practice', baseUrl: site.url }, transport, conversation: person, clock },
    whoAmI: async () => {
      const { id, username, name } = await rest.profile();
      return { id, username, name };
    },
    log: silentLog,
    signal: new AbortController().signal,
  });
}

const alice = () => ({ username: 'alice', password: site.users.alice.password });
const bob = () => ({ username: 'bob', password: site.users.bob.password });
const asAlice = { kind: 'signed-in', user: { username: 'alice' } };
const asBob = { kind: 'signed-in', user: { username: 'bob' } };

describe('the password', () => {
  test.each([':', '::encrypted::'] as const)('is sealed as a page of this version seals it (%s)', async (separator) => {
    await site.dispose();
    site = await PracticeSite.start({ passwordSeparator: separator });
    const person = new ScriptedPerson(alice());
    const transport = new WatchedTransport();
    expect(await signIn(person, transport)).toMatchObject(asAlice);
    expect(person.asked.map(({ purpose, kind }) => `${purpose} ${kind}`)).toEqual(['username text', 'password secret']);
    expect(transport.posted.join()).toContain(encodeURIComponent(separator));
    expect(transport.posted.join()).not.toContain(site.users.alice.password);
  });

  test("that is wrong is answered with the site's words, and asked for again with the user name kept", async () => {
    const person = new ScriptedPerson({ username: ['alice', ''], password: ['wrong', site.users.alice.password] });
    expect(await signIn(person)).toMatchObject(asAlice);
    expect(person.text).toContain('Practice: The username or password you entered is incorrect');
    expect(person.asked[2]).toMatchObject({ purpose: 'username', preset: 'alice' });
  });

  test('that is wrong three times ends it', async () => {
    const person = new ScriptedPerson({ username: 'alice', password: 'wrong' });
    expect(await signIn(person)).toMatchObject({ kind: 'failed', message: expect.stringContaining('Three tries') });
    expect(person.times('password')).toBe(3);
  });

  test('is not tried again without being asked when the site says that few tries are left', async () => {
    await site.dispose();
    site = await PracticeSite.start({ loginLimit: 2 });
    const person = new ScriptedPerson({ username: 'alice', password: 'wrong', 'go-on': 'no' });
    expect(await signIn(person)).toMatchObject({ kind: 'failed', message: expect.stringContaining('Stopped before') });
    expect(person.times('password')).toBe(1);
  });

  test("of somebody who may not come in is answered with the site's words", async () => {
    for (const [refuse, words] of [
      [() => site.login.setRules('alice', { expired: true }), 'expired'],
      [() => site.login.lockUser('alice'), 'locked'],
    ] as const) {
      refuse();
      const person = new ScriptedPerson(alice());
      expect(await signIn(person)).toMatchObject({ kind: 'failed', message: expect.stringContaining(words) });
    }
  });

  test('goes together with a challenge', async () => {
    site.login.set({ challenge: true });
    expect(await signIn(new ScriptedPerson({ ...alice(), code: '424242' }))).toMatchObject(asAlice);
  });

  test("that must be changed is changed here, with the site's rules, and used for signing in", async () => {
    site.login.setRules('alice', { password: 'must-change' });
    const fresh = 'A-new-Secret-7';
    const person = new ScriptedPerson({ ...alice(), 'new-password': [fresh, 'another', fresh] });
    expect(await signIn(person)).toMatchObject(asAlice);
    expect(person.text).toContain('The two are not the same.');
    expect(site.users.alice.password).toBe(fresh);
  });
});

describe('the captcha', () => {
  test('is shown and asked for; a wrong answer asks for that alone', async () => {
    site.login.set({ captcha: 'always' });
    const transport = new WatchedTransport();
    const right = () => site.login.captchaAnswer(transport.captchaKey) ?? '';
    const person = new ScriptedPerson({ ...alice(), captcha: ['999', '', right] });
    expect(await signIn(person, transport)).toMatchObject(asAlice);
    expect(person.text).toContain('Practice: Invalid CAPTCHA');
    expect(person.times('password')).toBe(1);
    expect(person.pictures).toHaveLength(3);
    for (const picture of person.pictures) expect(Buffer.from(picture, 'base64').subarray(1, 4).toString()).toBe('PNG');
  });

  test("that a neighbour's failure brings between page and post is asked for, with the credentials kept", async () => {
    site.login.set({ captcha: 'after-failure' });
    const transport = new WatchedTransport();
    const person = new ScriptedPerson({
      username: 'alice',
      password: () => {
        site.login.markFailed('127.0.0.1');
        return site.users.alice.password;
      },
      captcha: () => site.login.captchaAnswer(transport.captchaKey) ?? '',
    });
    expect(await signIn(person, transport)).toMatchObject(asAlice);
    expect(person.times('password')).toBe(1);
    expect(person.times('captcha')).toBe(1);
  });
});

describe('the second factor', () => {
  const code = (kind: Parameters<PracticeSite['login']['codeFor']>[1]) => () => site.login.codeFor('bob', kind) ?? '';

  test('is asked for, a wrong one again', async () => {
    const person = new ScriptedPerson({ ...bob(), code: ['000000', code('otp')] });
    expect(await signIn(person)).toMatchObject(asBob);
    expect(person.text).toMatch(/Practice: OTP code invalid/);
    expect(person.times('method')).toBe(0);
  });

  test.each(['sms', 'email', 'otp_radius', 'mfa_custom'] as const)('%s is one of several', async (kind) => {
    site.login.setRules('bob', { factors: ['sms', 'email', 'otp_radius', 'mfa_custom'] });
    const person = new ScriptedPerson({ ...bob(), method: kind, code: code(kind) });
    expect(await signIn(person)).toMatchObject(asBob);
    const offered = person.asked.find(({ purpose }) => purpose === 'method')?.choices.map(({ value }) => value);
    expect(offered).toEqual(['otp', 'otp_radius', 'sms', 'email', 'mfa_custom']);
    const sent = kind === 'sms' || kind === 'email';
    expect(person.text.includes('A code is on its way')).toBe(sent);
  });

  test('can be changed for another one', async () => {
    site.login.setRules('bob', { factors: ['sms'] });
    const person = new ScriptedPerson({ ...bob(), method: ['sms', 'otp'], code: ['', code('otp')] });
    expect(await signIn(person)).toMatchObject(asBob);
  });

  test('stands in the login page where the site wants it so', async () => {
    site.login.set({ mfaInPage: true });
    site.login.setRules('bob', { factors: ['sms'] });
    const person = new ScriptedPerson({ ...bob(), method: 'sms', code: code('sms') });
    expect(await signIn(person)).toMatchObject(asBob);
  });

  test.each(['guard', 'mfa-page'] as const)(
    'is bound here where there is none yet (from the %s)',
    async (bindingFrom) => {
      site.login.set({ bindingFrom });
      site.login.setRules('alice', { mfaForced: true });
      const person: ScriptedPerson = new ScriptedPerson({
        ...alice(),
        'binding-code': ['000000', () => otpOf(person)],
        code: () => site.login.codeFor('alice', 'otp') ?? '',
      });
      expect(await signIn(person)).toMatchObject(asAlice);
      expect(person.text).toMatch(/otpauth:\/\/totp\/\S*alice/);
      expect(person.times('password')).toBe(1);
    },
  );

  test('takes too long once: signing in starts over by itself; twice: it ends', async () => {
    const late = () => {
      site.login.expirePreAuth();
      return '123456';
    };
    const once = new ScriptedPerson({ ...bob(), code: [late, code('otp')] });
    expect(await signIn(once)).toMatchObject(asBob);
    expect(once.text).toContain('starts over');
    expect(once.times('password')).toBe(1);
    expect(await signIn(new ScriptedPerson({ ...bob(), code: late }))).toMatchObject({ kind: 'failed' });
  });
});

describe('a review', () => {
  beforeEach(() => site.login.setRules('alice', { loginRule: 'review' }));

  test('is waited for', async () => {
    const clock = new FakeClock();
    const person = new ScriptedPerson(alice());
    const result = signIn(person, new NodeSiteTransport(), clock);
    const { id } = await site.login.nextTicket();
    site.login.decideTicket(id, 'approved');
    await keepGoing(clock, result);
    expect(await result).toMatchObject(asAlice);
    expect(person.text).toContain('Ctrl-C withdraws');
  });

  test("that is turned down ends with the site's words", async () => {
    const clock = new FakeClock();
    const result = signIn(new ScriptedPerson(alice()), new NodeSiteTransport(), clock);
    const { id } = await site.login.nextTicket();
    site.login.decideTicket(id, 'rejected');
    await keepGoing(clock, result);
    expect(await result).toMatchObject({ kind: 'failed', message: expect.stringMatching(/rejected/i) });
  });

  test('is withdrawn when the terminal is closed', async () => {
    const person = new ScriptedPerson(alice());
    const result = signIn(person);
    const { id } = await site.login.nextTicket();
    await until(() => person.text.includes('Ctrl-C'));
    person.leave();
    expect(await result).toEqual({ kind: 'dismissed' });
    expect(site.login.tickets().find((ticket) => ticket.id === id)?.state).toBe('closed');
  });
});

test('the site speaks Chinese to who does', async () => {
  const person = new ScriptedPerson({ username: 'alice', password: ['错', site.users.alice.password] }, 'zh-CN');
  expect(await signIn(person)).toMatchObject(asAlice);
  expect(person.text).toContain('您输入的用户名或密码不正确');
  expect(person.asked[0]?.label).toBe('Practice 的用户名');
});

test('a login rule that refuses is told', async () => {
  site.login.setRules('alice', { loginRule: 'reject' });
  const result = await signIn(new ScriptedPerson({ ...alice(), 'go-on': 'no' }));
  expect(result.kind).toBe('failed');
});

describe('what only a browser can do', () => {
  test('is named where the form is there too', async () => {
    site.login.set({ methods: ['openid'] });
    const person = new ScriptedPerson(alice());
    expect(await signIn(person)).toMatchObject(asAlice);
    expect(person.text).toMatch(/Other ways of this site need a window: \S/);
  });

  test.each([true, false])(
    'a site that sends people elsewhere at once is asked for its own form (notice first: %s)',
    async (redirectMessage) => {
      site.login.set({ methods: ['openid'], autoRedirect: 'openid', redirectMessage });
      const transport = new WatchedTransport();
      expect(await signIn(new ScriptedPerson(alice()), transport)).toMatchObject(asAlice);
      expect(transport.hosts()).toEqual([new URL(site.url).host]);
    },
  );

  test('alone ends it, and says where to sign in', async () => {
    site.login.addPasskey('alice');
    site.login.setRules('alice', { mfaForced: true });
    const result = await signIn(new ScriptedPerson(alice()));
    expect(result).toMatchObject({ kind: 'failed', message: expect.stringMatching(/passkey.*needs a window/i) });
  });
});

test('a site that refuses its own address names the line of its configuration', async () => {
  /** An outer balancer that adds an Origin of its own. */
  class Origin extends NodeSiteTransport {
    override fetch(request: RestRequest): Promise<RestResponse> {
      return super.fetch({ ...request, headers: { ...request.headers, origin: 'https://elsewhere.test' } });
    }
  }
  const result = await signIn(new ScriptedPerson(alice()), new Origin());
  expect(result).toMatchObject({ kind: 'failed', message: expect.stringContaining('DOMAINS') });
});

/** Moves the clock until the sign-in has ended. */
async function keepGoing(clock: FakeClock, ending: Promise<unknown>): Promise<void> {
  let over = false;
  void ending.finally(() => {
    over = true;
  });
  while (!over) await clock.advance(1_000);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

function otpOf(person: ScriptedPerson): string {
  const secret = /secret=([A-Z2-7]+)/.exec(person.text)?.[1] ?? '';
  return otpNow(secret);
}
