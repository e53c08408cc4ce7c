import { expect, test } from 'vitest';
import { clockTime, duration, timeLeft } from '../../../renderer/view/time-left.ts';

const units = { day: ' d', hour: ' h', minute: ' m', minutes: ' min', second: ' s' };
const left = (ms: number) => timeLeft(1_000_000 + ms, 1_000_000, units, 'under 1 min');

test('the time left is said in the two largest units that matter', () => {
  expect(left(6 * 3_600_000 + 12 * 60_000 + 30_000)).toBe('6 h 12 m');
  expect(left(2 * 3_600_000)).toBe('2 h');
  expect(left(24 * 60_000 + 59_000)).toBe('24 min');
  expect(left(59_999)).toBe('under 1 min');
  expect(left(72 * 3_600_000)).toBe('3 d');
});

test('a session that is over has no time left', () => {
  expect(left(0)).toBe('');
  expect(left(-5)).toBe('');
});

test('work that goes on ticks in minutes and seconds, then in hours', () => {
  expect(clockTime(42_900)).toBe('00:42');
  expect(clockTime(134_000)).toBe('02:14');
  expect(clockTime(3_723_000)).toBe('1:02:03');
  expect(clockTime(-1)).toBe('00:00');
});

test('short durations keep their tenth, long ones do not', () => {
  expect(duration(320, units)).toBe('0.3 s');
  expect(duration(12_400, units)).toBe('12 s');
  expect(duration(82_000, units)).toBe('1 m 22 s');
  expect(duration(2 * 3_600_000 + 60_000, units)).toBe('2 h 1 m');
});
