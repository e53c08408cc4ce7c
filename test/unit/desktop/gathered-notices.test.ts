import { expect, test } from 'vitest';
import { GatheredNotices } from '../../../main/desktop/gathered-notices.ts';

function made() {
  let now = 0;
  const standing = new Set<string>();
  const shown: string[] = [];
  const notices = new GatheredNotices<{ readonly site: string }>({
    now: () => now,
    show(entries) {
      const text = entries.map(({ site }) => site).join('+');
      shown.push(text);
      standing.add(text);
      return () => standing.delete(text);
    },
  });
  return {
    shown,
    standing,
    add: (site: string) => notices.add({ site }),
    later: (ms: number) => {
      now += ms;
    },
  };
}

test('what happens to several sites at once stands as one notification', () => {
  const { add, later, standing } = made();
  const first = add('a');
  later(1000);
  const second = add('b');
  add('c')();
  expect([...standing]).toEqual(['a+b+c']);
  first();
  expect([...standing]).toEqual(['a+b+c']);
  second();
  expect([...standing]).toEqual([]);
});

test('what happens later is told by itself, and each goes with its own cause', () => {
  const { add, later, standing, shown } = made();
  const first = add('a');
  later(60_000);
  add('b');
  expect([...standing]).toEqual(['a', 'b']);
  first();
  expect([...standing]).toEqual(['b']);
  expect(shown).toEqual(['a', 'b']);
});

test('one that was taken back is not counted with the next one', () => {
  const { add, standing } = made();
  add('a')();
  add('b');
  expect([...standing]).toEqual(['b']);
});
