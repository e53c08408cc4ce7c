import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../main/errors/clock.ts';
import { RestClient } from '../../../main/jumpserver/rest-client.ts';
import { silentLog } from '../../../main/log/log.ts';
import { signInByText } from '../../../main/sign-in/text/text-sign-in.ts';
import type { SignInResult } from '../../../main/sites/site-model.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { NodeSiteTransport } from '../../support/node-site-transport.ts';
import { otpNow } from '../../support/otp.ts';
import { ScriptedPerson } from './scripted-person.ts';

let site: PracticeSite;

beforeEach(async () => {
  site = await PracticeSite.start();
});

afterEach(async () => {
  await site.dispose();
});

function signIn(person: ScriptedPerson, transport = new NodeSiteTransport()): Promise<SignInResult> {
  const rest = new RestClient({
    ...{ baseUrl: site.url, organisation: () => '', transport, clock: systemClock },
    onAnswer() {},
  });
  return signInByText({
    ...{ site: { name: 'Practice', baseUrl: site.url }, transport, conversation: person, clock: systemClock },
    whoAmI: async () => {
      const { id, username, name } = await rest.profile();
      return { id, username, name };
    },
    log: silentLog,
    signal: new AbortController().signal,
  });
}

const alice = () => ({ username: 'alice', password: site.users.alice.password });

describe('password', () => {
  test.each([':', '::encrypted::'] as const)('is sealed as a page of this version seals it (%s)', async (separator) => {
    await site.dispose();
    site = await PracticeSite.start({ passwordSeparator: separator });
    const person = new ScriptedPerson(alice());
    expect(await signIn(person)).toMatchObject({ kind: 'signed-in', user: { username: 'alice' } });
    expect(person.asked.map(({ purpose, kind }) => `${purpose} ${kind}`)).toEqual(['username text', 'password secret']);
  });

  test("a wrong one is answered with the site's words, and asked for again with the user name kept", async () => {
    site.login.set({ captcha: 'off' });
    const person = new ScriptedPerson({ username: ['alice', ''], password: ['wrong', site.users.alice.password] });
    expect(await signIn(person)).toMatchObject({ kind: 'signed-in', user: { username: 'alice' } });
    expect(person.text).toContain('Practice: The username or password you entered is incorrect');
    expect(person.asked[2]).toMatchObject({ purpose: 'username', preset: 'alice' });
  });
});

describe('second factor', () => {
  test('a code is asked for, a wrong one again', async () => {
    const { username, password, otpSecret = '' } = site.users.bob;
    const person = new ScriptedPerson({ username, password, code: ['000000', () => otpNow(otpSecret)] });
    expect(await signIn(person)).toMatchObject({ kind: 'signed-in', user: { username: 'bob' } });
    expect(person.text).toContain('OTP code invalid');
    expect(person.times('code')).toBe(2);
    expect(person.times('method')).toBe(0);
  });
});
