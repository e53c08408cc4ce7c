import { expect, test } from 'vitest';
import { SessionNotices } from '../../../main/desktop/session-notices.ts';
import type { SessionState, SiteSummary } from '../../../main/sites/site-model.ts';

const user = { id: 'u', username: 'alice', name: 'Alice' };
const site = (session: SessionState): SiteSummary => ({
  ...{ id: 'site_1', name: 'Prod', baseUrl: 'https://p.test', organisation: '', practice: false },
  durableKey: { state: 'off' },
  session,
});
const signedIn = site({ kind: 'signed-in', user, endsAt: null, keptAlive: true, endsWithApp: false });
const expiring = site({ kind: 'expiring', user, endsAt: 600_000 });
const expired = site({ kind: 'expired', user, at: 600_000 });

function notices() {
  const seen: string[] = [];
  const shown = (text: string) => {
    seen.push(text);
    return () => seen.push(`${text} taken back`);
  };
  return {
    seen,
    notices: new SessionNotices({
      now: () => 30_000,
      expiring: ({ name }, minutes) => shown(`${name} ends in ${minutes}`),
      expired: ({ name }) => shown(`${name} ended`),
    }),
  };
}

test('an end that is seen coming is told once, and not again when it comes', () => {
  const { seen, notices: told } = notices();
  for (const state of [signedIn, expiring, expiring, expired]) told.see(state);
  told.ended(expired);
  expect(seen).toEqual(['Prod ends in 10']);
});

test('work that extends the session takes the notification back, and the next end is told anew', () => {
  const { seen, notices: told } = notices();
  for (const state of [expiring, signedIn, expiring]) told.see(state);
  expect(seen).toEqual(['Prod ends in 10', 'Prod ends in 10 taken back', 'Prod ends in 10']);
});

test('a sudden end is told when it comes', () => {
  const { seen, notices: told } = notices();
  told.see(signedIn);
  told.ended(expired);
  told.see(signedIn);
  expect(seen).toEqual(['Prod ended', 'Prod ended taken back']);
});
