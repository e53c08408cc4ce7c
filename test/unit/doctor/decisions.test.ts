import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  decideFolders,
  decideKeychain,
  decideRuntime,
  decideTray,
  lookAtFolder,
} from '../../../main/doctor/computer.ts';
import { decideAddress } from '../../../main/doctor/site-address.ts';
import { decideClock } from '../../../main/doctor/site-clock.ts';
import { decideKoko, type KokoAnswer } from '../../../main/doctor/site-koko.ts';
import { decideOrganisation } from '../../../main/doctor/site-organisation.ts';
import { type CertificateFacts, decideCertificate } from '../../../main/doctor/site-route.ts';
import { decideSession } from '../../../main/doctor/site-session.ts';
import { decideTokens } from '../../../main/doctor/site-tokens.ts';
import { decideVersion, type VersionSigns } from '../../../main/doctor/site-version.ts';
import type { Answer } from '../../../main/doctor/site-visit.ts';
import { DrawbridgeError, type ErrorCode } from '../../../main/errors/drawbridge-error.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY = 86_400_000;

function said(status: number, body: unknown = {}, headers: Record<string, string> = {}, ms = 20): Answer {
  const json = typeof body !== 'string';
  const type = json ? 'application/json' : 'text/html';
  const text = json ? JSON.stringify(body) : body;
  return {
    kind: 'answered',
    response: { status, headers: { 'content-type': type, ...headers }, body: text },
    ms,
    at: NOW,
  };
}

function failed(code: ErrorCode): Answer {
  return { kind: 'failed', error: new DrawbridgeError({ code, message: 'why', nextStep: 'do', actor: 'person' }) };
}

const slow: Answer = { kind: 'too-slow' };
const me = said(200, { username: 'alice' });
const anonymous = said(401, { detail: 'no', code: 'not_authenticated' });

describe('the address', () => {
  test.each<[string, Answer, Answer, string]>([
    ['a file and a person', said(200, 'js'), me, 'address-answers'],
    ['an old site has no such file', said(404, 'none'), anonymous, 'address-answers'],
    ['a second factor outstanding answers 401 without a body', said(200, 'js'), said(401, ''), 'address-answers'],
    ['a slow one', said(200, 'js', {}, 2400), me, 'address-slow'],
    ['the web server is in trouble', said(503, 'no'), me, 'address-trouble'],
    ['core is in trouble', said(200, 'js'), said(502, '<html>'), 'address-trouble'],
    ['another web server', said(404, 'none'), said(404, '<html>'), 'address-other'],
    ['a page for everything', said(200, 'page'), said(200, '<html>'), 'address-other'],
    ['nothing', failed('site-unreachable'), failed('site-unreachable'), 'address-silent'],
    ['silence', slow, slow, 'address-too-slow'],
    ['a certificate in the way', failed('certificate-not-trusted'), slow, 'address-certificate'],
  ])('%s', (_, file, profile, outcome) => expect(decideAddress(file, profile).outcome).toBe(outcome));
});

describe('the certificate', () => {
  const good: CertificateFacts = { issuer: 'Some CA', validTo: NOW + 90 * DAY, trust: 'system', problem: '' };
  test.each<[string, CertificateFacts | null, string]>([
    ['of the system', good, 'certificate-system'],
    ['accepted by the person', { ...good, trust: 'accepted' }, 'certificate-accepted'],
    ['with two weeks left', { ...good, validTo: NOW + 13.5 * DAY }, 'certificate-ends-soon'],
    ['accepted, and over by now', { ...good, trust: 'accepted', validTo: NOW - DAY }, 'certificate-ends-soon'],
    ['over', { ...good, trust: 'refused', validTo: NOW - 2 * DAY }, 'certificate-expired'],
    ['of nobody known', { ...good, trust: 'refused', problem: 'ERR_CERT_AUTHORITY_INVALID' }, 'certificate-untrusted'],
    ['of a site over http', null, 'certificate-none'],
  ])('%s', (_, facts, outcome) => expect(decideCertificate(facts, { now: () => NOW }).outcome).toBe(outcome));
});

test.each<[number | null, string, number | undefined, boolean | undefined]>([
  [0, 'clock-ok', 0, false],
  [29, 'clock-ok', 29, true],
  [-31, 'clock-off', 31, false],
  [301, 'clock-far-off', 301, true],
  [null, 'clock-unseen', undefined, undefined],
])('a clock that is ahead by %s s is %s', (ahead, outcome, seconds, isAhead) => {
  // Date headers have whole seconds, cut off: half a second is missing on average.
  const header = ahead === null ? {} : { date: new Date(NOW - ahead * 1000 - 500).toISOString() };
  const { outcome: decided, facts } = decideClock(said(200, 'js', header));
  expect([decided, facts['seconds'], facts['ahead']]).toEqual([outcome, seconds, isAhead]);
});

describe('the version', () => {
  const script = (body: string) => said(200, body, { 'content-type': 'text/javascript' });
  const fields = said(400, { account: ['required'], connect_method: ['required'] });
  const flat = said(400, { detail: 'a; b' });
  const none = said(404, 'none');
  const oauth = said(200, { issuer: 'x' });
  test.each<[string, VersionSigns, string, Record<string, string>]>([
    ['HEAD', { script: script("'::encrypted::'"), oauth, token: flat }, 'version-from', { from: '4.10.19' }],
    [
      '4.10.17',
      { script: script("':'"), oauth, token: flat },
      'version-between',
      { from: '4.10.17', until: '4.10.18' },
    ],
    ['4.10.16', { script: none, oauth, token: fields }, 'version-between', { from: '4.10.14', until: '4.10.16' }],
    ['3.10', { script: none, oauth: none, token: fields }, 'version-until', { until: '4.10.13' }],
    ['signed out', { script: none, oauth: undefined, token: undefined }, 'version-until', { until: '4.10.16' }],
    ['signs that disagree', { script: script("':'"), oauth, token: fields }, 'version-mixed', { about: '4.10' }],
    [
      'a page for everything',
      { script: said(200, '<html>'), oauth: said(200, '<html>'), token: said(403) },
      'version-unseen',
      {},
    ],
    ['no answer', { script: slow, oauth: slow, token: undefined }, 'version-unseen', {}],
  ])('%s', (_, signs, outcome, facts) => expect(decideVersion(signs)).toEqual({ outcome, facts }));
});

describe('the session', () => {
  const user = { id: 'u1', username: 'alice', name: 'Alice' };
  const open = { kind: 'signed-in', user, endsAt: NOW + 3_600_000, keptAlive: true, endsWithApp: false } as const;
  test.each([
    ['lives', open, me, 'session-lasts'],
    ['lives for an unknown time', { ...open, endsAt: null }, me, 'session-open-ended'],
    ['ends soon', { kind: 'expiring', user, endsAt: NOW + 60_000 } as const, me, 'session-ends-soon'],
    ['was lost unnoticed', open, anonymous, 'session-expired'],
    ['is sent to the login page', open, said(302, ''), 'session-expired'],
    ['is throttled, which is not lost', open, said(429), 'session-throttled'],
    ['cannot be seen', open, slow, 'session-unseen'],
    ['has expired', { kind: 'expired', user, at: NOW } as const, anonymous, 'session-expired'],
    ['never was', { kind: 'signed-out', why: 'never', message: '' } as const, anonymous, 'session-none'],
    [
      'is being made',
      { kind: 'signing-in', since: NOW, reason: { kind: 'person' } } as const,
      anonymous,
      'session-in-progress',
    ],
  ])('%s', (_, session, answer, outcome) => expect(decideSession(session, answer, NOW).outcome).toBe(outcome));
});

test.each<[string, Answer, string]>([
  ['the two missing fields', said(400, { account: ['required'], connect_method: ['required'] }), 'tokens-allowed'],
  ['one flat complaint', said(400, { detail: 'a; b' }), 'tokens-allowed'],
  ['no permission', said(403, { detail: 'You do not have permission.' }), 'tokens-refused'],
  ['no permission, without a word', said(403, ''), 'tokens-refused'],
  ['a refused form token', said(403, { detail: 'CSRF Failed: CSRF token missing.' }), 'tokens-csrf'],
  ['a lost session', said(401), 'needs-sign-in'],
  ['a throttle', said(429), 'throttled'],
  ['something else', said(500, '<html>'), 'tokens-unseen'],
  ['silence', slow, 'too-slow'],
])('asking for a token of nothing meets %s', (_, answer, outcome) =>
  expect(decideTokens(answer).outcome).toBe(outcome),
);

test.each<[string, Answer, string, string]>([
  ['any will do', said(200, { id: 'o1', name: 'DEFAULT' }), '', 'organisation-is'],
  ['the one that is set', said(200, { id: 'o1', name: 'DEFAULT' }), 'o1', 'organisation-is'],
  ['another one, taken in silence', said(200, { id: 'o2', name: 'Other' }), 'o1', 'organisation-other'],
  ['a page', said(200, '<html>'), 'o1', 'organisation-unseen'],
])('the organisation: %s', (_, answer, wanted, outcome) =>
  expect(decideOrganisation(answer, wanted).outcome).toBe(outcome),
);

test.each<[string, KokoAnswer, Answer, string]>([
  [
    'complains about the token that is missing',
    { kind: 'error-frame', ms: 9, text: 'Miss required ws params' },
    me,
    'koko-ok',
  ],
  [
    'is throttled behind the upgrade',
    { kind: 'error-frame', ms: 9, text: 'Request was throttled.' },
    me,
    'koko-throttled',
  ],
  ['says nothing', { kind: 'silence' }, me, 'koko-mute'],
  ['hangs up', { kind: 'closed', why: '1006' }, me, 'koko-down'],
  ['is gone', { kind: 'refused', status: 502 }, me, 'koko-down'],
  ['is no KoKo', { kind: 'refused', status: 200 }, me, 'koko-no-upgrade'],
  ['is asked too often', { kind: 'refused', status: 429 }, me, 'koko-throttled'],
  ['sends away a lost session', { kind: 'refused', status: 302 }, anonymous, 'koko-session'],
  ['sends away a throttled user', { kind: 'refused', status: 302 }, said(429), 'koko-throttled'],
  ['sends away a good session', { kind: 'refused', status: 302 }, me, 'koko-refuses'],
])('KoKo %s', async (_, answer, profile, outcome) => {
  expect((await decideKoko(answer, async () => profile)).outcome).toBe(outcome);
});

test('keychain, tray and Electron', () => {
  expect(
    (
      [
        { state: 'keychain', why: 'ok' },
        { state: 'kernel-keyring', why: 'ok' },
        { state: 'memory-only', why: 'locked' },
        { state: 'memory-only', why: 'no-keychain' },
        { state: 'memory-only', why: 'failed' },
      ] as const
    ).map((choice) => decideKeychain(choice).outcome),
  ).toEqual(['keychain-ok', 'keychain-kernel', 'keychain-locked', 'keychain-none', 'keychain-failed']);
  expect([decideTray('present', true), decideTray('absent', true), decideTray('absent', false)].map(outcomeOf)).toEqual(
    ['tray-ok', 'tray-absent', 'needs-display'],
  );
  expect(
    [decideRuntime('45', false, true), decideRuntime('33', true, false), decideRuntime('33', true, true)].map(
      outcomeOf,
    ),
  ).toEqual(['runtime-official', 'runtime-test', 'runtime-test-real']);
});

test('folders: ours alone, open to others, not there yet, and not to be written', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'dbt-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const closed = path.join(home, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  writeFileSync(path.join(closed, 'readable'), '', { mode: 0o644 });
  const open = path.join(home, 'open');
  mkdirSync(open);
  chmodSync(open, 0o755);
  writeFileSync(path.join(open, 'private'), '', { mode: 0o600 });
  expect(await lookAtFolder(closed)).toBe('ok');
  expect(await lookAtFolder(open)).toBe('ok');
  writeFileSync(path.join(open, 'readable'), '', { mode: 0o644 });
  chmodSync(path.join(open, 'readable'), 0o644);
  expect(await lookAtFolder(open)).toBe('open-to-others');
  expect(await lookAtFolder(path.join(closed, 'later', 'still'))).toBe('ok');
  expect(await lookAtFolder(path.join(closed, 'readable', 'folder'))).toBe('not-writable');
  expect(
    decideFolders([
      { path: '/a', state: 'open-to-others' },
      { path: '/b', state: 'not-writable' },
    ]),
  ).toEqual({ outcome: 'folders-unwritable', facts: { folders: '/b' } });
});

function outcomeOf({ outcome }: { readonly outcome: string }): string {
  return outcome;
}
