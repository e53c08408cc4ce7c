import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../main/errors/clock.ts';
import { DrawbridgeError } from '../../../main/errors/drawbridge-error.ts';
import { RestClient } from '../../../main/jumpserver/rest-client.ts';
import { REST_FAULT_NAMES, type RestFaultName } from '../../../practice/control/rest-faults.ts';
import { SESSION_ENDS } from '../../../practice/control/session-ends.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { signInToPractice } from '../../support/practice-login.ts';

let practice: PracticeSite;
let rest: RestClient;

async function client(site: PracticeSite): Promise<RestClient> {
  const { transport } = await signInToPractice(site.url, site.users.alice);
  return new RestClient({
    baseUrl: site.url,
    organisation: () => '00000000-0000-0000-0000-000000000002',
    transport,
    clock: systemClock,
    onAnswer: () => {},
  });
}

beforeAll(async () => {
  practice = await PracticeSite.start();
  rest = await client(practice);
});
afterEach(() => practice.setRestFault(undefined));
afterAll(() => practice.dispose());

const favour = (path = '/api/v1/assets/favorite-assets/') => rest.request('GET', path, undefined, undefined);

/** Every shape, and who has to do something about it. */
const meaning: Record<RestFaultName, readonly [code: string, actor: string]> = {
  'field-errors': ['bad-argument', 'agent'],
  'nested-field-errors': ['bad-argument', 'agent'],
  'bare-list': ['bad-argument', 'agent'],
  detail: ['bad-argument', 'agent'],
  'error-and-msg': ['bad-argument', 'agent'],
  'html-refusal': ['bad-argument', 'agent'],
  'empty-refusal': ['bad-argument', 'agent'],
  'signed-out': ['sign-in-required', 'person'],
  'mfa-outstanding': ['sign-in-required', 'person'],
  'login-page': ['sign-in-required', 'person'],
  'login-redirect': ['sign-in-required', 'person'],
  'no-permission': ['permission-denied', 'admin'],
  'no-permission-empty': ['permission-denied', 'admin'],
  'csrf-token': ['csrf-refused', 'person'],
  'csrf-origin': ['csrf-refused', 'admin'],
  'not-found': ['asset-not-found', 'agent'],
  'not-found-html': ['asset-not-found', 'agent'],
  'wrong-method': ['site-error', 'person'],
  referenced: ['site-error', 'person'],
  'too-large': ['bad-argument', 'agent'],
  'confirm-password': ['confirmation-required', 'person'],
  'throttled-briefly': ['throttled', 'agent'],
  'throttled-long': ['throttled', 'agent'],
  'throttled-silently': ['throttled', 'agent'],
  'server-error-html': ['site-error', 'admin'],
  'server-error-json': ['site-error', 'admin'],
  'bad-gateway-html': ['site-error', 'admin'],
  'unavailable-json': ['site-error', 'admin'],
  'gateway-timeout-html': ['site-error', 'admin'],
  'cut-json': ['site-error', 'person'],
};

test.each(REST_FAULT_NAMES)('%s becomes an error that says what happened and who does what', async (name) => {
  practice.setRestFault({ name, path: '/api/v1/terminal/' });
  const error = await rest.connectMethods().catch((thrown: unknown) => thrown);
  if (!(error instanceof DrawbridgeError)) throw new Error(`no DrawbridgeError: ${String(error)}`);
  expect([error.code, error.actor]).toEqual(meaning[name]);
  expect(`${error.message} ${error.nextStep}`).not.toMatch(/[<>{}]|undefined|\bat .*\.ts/);
  expect(error.nextStep).toMatch(/\.$/);
});

test('a reading call waits out a short throttle and goes through', async () => {
  practice.setRestFault({ name: 'throttled-briefly', times: 1 });
  expect((await favour()).status).toBe(200);
});

test('a write whose CSRF token has become stale goes through once, after one renewal', async () => {
  const { assets } = await rest.assets({ limit: 2, offset: 0 });
  practice.rotateCsrf('alice');
  const add = (asset: string) => rest.request('POST', '/api/v1/assets/favorite-assets/', { asset }, undefined);
  const answers = await Promise.all(assets.map(({ id }) => add(id)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(JSON.parse((await favour()).body)).toHaveLength(2);
});

test.each(SESSION_ENDS)('after %s a call says that signing in is needed', async (how) => {
  const site = await PracticeSite.start();
  try {
    const mine = await client(site);
    site.endSessions('alice', how);
    await expect(mine.profile()).rejects.toMatchObject({ code: 'sign-in-required' });
    const token = { assetId: 'a', account: 'root', protocol: 'ssh', connectMethod: 'web_cli' };
    await expect(mine.createConnectionToken(token)).rejects.toMatchObject({ code: 'sign-in-required' });
  } finally {
    await site.dispose();
  }
});
