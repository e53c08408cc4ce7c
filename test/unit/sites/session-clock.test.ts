import { expect, test } from 'vitest';
import { QuietPeriod } from '../../../main/sites/quiet-period.ts';
import { endsAt, expiringFrom, keepAliveEveryMs, renewsSession } from '../../../main/sites/session-clock.ts';

const MINUTE = 60_000;

test('profile and page counting refresh the cookie, not the session', () => {
  expect(renewsSession('/api/v1/users/profile/')).toBe(false);
  expect(renewsSession('/api/v1/users/profile/permissions/')).toBe(false);
  expect(renewsSession('/api/v1/authentication/user-session/')).toBe(false);
  expect(renewsSession('/api/v1/settings/server-info/')).toBe(true);
});

test('a day-long session expires ten minutes before its end, a short one in its last fifth', () => {
  const day = { renewedAt: 0, lifeMs: 24 * 60 * MINUTE };
  expect([endsAt(day), expiringFrom(day)]).toEqual([1440 * MINUTE, 1430 * MINUTE]);
  expect(expiringFrom({ renewedAt: 0, lifeMs: 10 * MINUTE })).toBe(8 * MINUTE);
});

test('keep-alive comes at most every five minutes and at least four times in a life', () => {
  expect(keepAliveEveryMs({ renewedAt: 0, lifeMs: 24 * 60 * MINUTE })).toBe(5 * MINUTE);
  expect(keepAliveEveryMs({ renewedAt: 0, lifeMs: 8 * MINUTE })).toBe(2 * MINUTE);
  expect(keepAliveEveryMs({ renewedAt: 0, lifeMs: null })).toBe(5 * MINUTE);
});

test('in browser-close mode nobody knows the end', () => {
  const state = { renewedAt: 5, lifeMs: null };
  expect([endsAt(state), expiringFrom(state)]).toEqual([null, null]);
});

test('the quiet period doubles with every dismissal up to a working day, and a sign-in ends it', () => {
  const quiet = new QuietPeriod();
  const lengths: number[] = [];
  for (let count = 0; count < 9; count += 1) {
    quiet.dismissed(0);
    let length = 0;
    while (quiet.holds(length)) length += 5 * MINUTE;
    lengths.push(length / MINUTE);
  }
  expect(lengths).toEqual([5, 10, 20, 40, 80, 160, 320, 480, 480]);
  quiet.over();
  expect(quiet.holds(0)).toBe(false);
});
