import { describe, expect, it } from 'vitest';
import { decideRoom } from '../../../main/terminals/decide-room.ts';

const caps = { perAgent: 2, inAll: 4 };
const idle = (id: string, owner: string, idleSince: number | null) => ({ id, owner, idleSince });

describe('room for one terminal more', () => {
  it('is there below both caps', () => {
    expect(decideRoom([idle('1', 'a', 5)], 'a', caps)).toEqual({ kind: 'room' });
  });

  it('is made by the asker’s own terminal that is idle for longest', () => {
    expect(decideRoom([idle('1', 'a', 9), idle('2', 'a', 5)], 'a', caps)).toEqual({ kind: 'close', id: '2' });
  });

  it('is never made by one that is at work or needed', () => {
    const busy = [idle('1', 'a', null), idle('2', 'a', null)];
    expect(decideRoom(busy, 'a', caps)).toEqual({ kind: 'full', cap: 'agent' });
  });

  it('is never made by another owner’s', () => {
    const others = ['1', '2', '3', '4'].map((id) => idle(id, `x${id}`, 1));
    expect(decideRoom(others, 'a', caps)).toEqual({ kind: 'full', cap: 'all' });
    expect(decideRoom([...others.slice(1), idle('mine', 'a', 7)], 'a', caps)).toEqual({ kind: 'close', id: 'mine' });
  });

  it('is not made by closing one where a lowered cap wants more', () => {
    const three = ['1', '2', '3'].map((id) => idle(id, 'a', 1));
    expect(decideRoom(three, 'a', caps)).toEqual({ kind: 'full', cap: 'agent' });
  });

  it('knows no cap of the person’s own, only the one of all', () => {
    const many = ['1', '2', '3'].map((id) => idle(id, '', 1));
    expect(decideRoom(many, '', caps)).toEqual({ kind: 'room' });
  });
});
