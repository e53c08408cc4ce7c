import { describe, expect, it } from 'vitest';
import { fairOrder, nextBegin, type TurnFacts, timeToTurn } from '../../../main/terminals/opening-turns.ts';

const waiting = (...owners: readonly string[]) => owners.map((owner, index) => ({ owner, index }));
const order = (owners: readonly string[], served: readonly (readonly [string, number])[] = []) =>
  fairOrder(waiting(...owners), new Map(served)).map(({ owner, index }) => `${owner}${index}`);

const facts: TurnFacts = {
  pace: { atOnce: 3, perMinute: 6 },
  now: 1_000_000,
  begun: [],
  underWay: [],
  quietUntil: 0,
  usualMs: 2000,
};

describe('the order of openings', () => {
  it('is the order of arrival where one owner waits', () => {
    expect(order(['a', 'a', 'a'])).toEqual(['a0', 'a1', 'a2']);
  });

  it('lets owners take turns, however many one of them sent first', () => {
    expect(order(['a', 'a', 'a', 'b', 'b', 'c'])).toEqual(['a0', 'b3', 'c5', 'a1', 'b4', 'a2']);
  });

  it('begins with whoever was served longest ago', () => {
    expect(
      order(
        ['a', 'b', 'b'],
        [
          ['b', 1],
          ['a', 2],
        ],
      ),
    ).toEqual(['b1', 'a0', 'b2']);
  });

  it('puts a newcomer before those who were served', () => {
    expect(order(['a', 'a', 'new'], [['a', 7]])).toEqual(['new2', 'a0', 'a1']);
  });
});

describe('the time to a turn', () => {
  it('is nothing where the pace has room', () => {
    expect([1, 2, 3].map((position) => timeToTurn(position, facts))).toEqual([0, 0, 0]);
  });

  it('counts openings at once by how long one takes, and those of a minute from the first', () => {
    expect([4, 6, 7, 12, 13].map((position) => timeToTurn(position, facts))).toEqual([
      2000, 2000, 60_000, 62_000, 120_000,
    ]);
  });

  it('knows what began before', () => {
    const begun = [0, 10, 20, 30, 40, 50].map((seconds) => facts.now - 55_000 + seconds * 1000);
    expect(timeToTurn(1, { ...facts, begun })).toBe(5000);
    expect(nextBegin({ ...facts, begun })).toBe(facts.now + 5000);
  });

  it('waits for one that is under way where three are', () => {
    const underWay = [facts.now - 500, facts.now - 400, facts.now - 300];
    expect(timeToTurn(1, { ...facts, underWay, begun: underWay })).toBe(1500);
    expect(nextBegin({ ...facts, underWay, begun: underWay })).toBeNull();
  });

  it('is not before JumpServer allows it', () => {
    const quietUntil = facts.now + 4000;
    expect(timeToTurn(1, { ...facts, quietUntil })).toBe(4000);
    expect(nextBegin({ ...facts, quietUntil, pace: null })).toBe(quietUntil);
  });

  it('is now where there is no pace', () => {
    expect(timeToTurn(9, { ...facts, pace: null })).toBe(0);
    expect(nextBegin({ ...facts, pace: null, begun: [facts.now], underWay: [facts.now] })).toBe(facts.now);
  });
});
