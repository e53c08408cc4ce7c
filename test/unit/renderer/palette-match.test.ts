import { expect, test } from 'vitest';
import { matches } from '../../../renderer/palette/palette-match.ts';

test('an entry answers when every typed word is in its words', () => {
  expect(matches('raise', ['Bridge', 'Raise the bridge'])).toBe(1);
  expect(matches('bridge raise', ['Bridge', 'Raise the bridge'])).toBe(1);
  expect(matches('', ['Journal'])).toBe(1);
  expect(matches('升起', ['升起吊桥'])).toBe(1);
});

test('a word in the middle of another counts less, letters picked out of it do not count', () => {
  expect(matches('07', ['mysql-07'])).toBe(0.5);
  expect(matches('raise', ['web-01', 'deploy', 'codex', 'Praatice site'])).toBe(0);
  expect(matches('raise journal', ['Raise the bridge'])).toBe(0);
});
