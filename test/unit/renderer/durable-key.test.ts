import { expect, test } from 'vitest';
import { keyUse, mayCreateKey, readable } from '../../../renderer/view/durable-key.ts';
import { aSite, user } from './states.ts';

const on = { durableKey: { state: 'on', createdAt: 1 } } as const;
const signedIn = { kind: 'signed-in', user, endsAt: null, keptAlive: true, endsWithApp: false } as const;

test('a key waits while the session lives, and is in use when it is gone', () => {
  expect(keyUse(aSite(signedIn))).toBe('off');
  expect(keyUse(aSite(signedIn, on))).toBe('waiting');
  expect(keyUse(aSite({ kind: 'unreachable', user, since: 1, message: '' }, on))).toBe('waiting');
  expect(keyUse(aSite({ kind: 'expired', user, at: 1 }, on))).toBe('in-use');
  expect(keyUse(aSite({ kind: 'expired', user, at: 1 }))).toBe('off');
});

test('only somebody who is signed in can make one', () => {
  expect(mayCreateKey(aSite(signedIn))).toBe(true);
  expect(mayCreateKey(aSite({ kind: 'expired', user, at: 1 }))).toBe(false);
});

test('the assets of a site are shown as long as anything can read them', () => {
  expect(readable(aSite(signedIn))).toBe(true);
  expect(readable(aSite({ kind: 'expired', user, at: 1 }, on))).toBe(true);
  expect(readable(aSite({ kind: 'expired', user, at: 1 }))).toBe(false);
  expect(readable(aSite({ kind: 'unreachable', user, since: 1, message: '' }, on))).toBe(false);
});
