import { expect, test } from 'vitest';
import { nodeTree, treeLines } from '../../../renderer/view/node-tree.ts';

const node = (key: string) => ({ id: `id-${key}`, key, name: key, count: null });

test('nodes stand under their parents, in their order; a level that is not granted is left out', () => {
  const tree = nodeTree([node('1'), node('1:2'), node('1:1'), node('1:2:7:3'), node('5:1')]);
  const lines = treeLines(tree, new Set(['1', '1:2']));
  expect(lines.map(({ node: { key }, level, parent }) => [key, level, parent])).toEqual([
    ['1', 1, null],
    ['1:2', 2, '1'],
    ['1:2:7:3', 3, '1:2'],
    ['1:1', 2, '1'],
    ['5:1', 1, null],
  ]);
  expect(lines.map(({ position, siblings }) => `${position}/${siblings}`)).toEqual(['1/2', '1/2', '1/1', '2/2', '2/2']);
});

test('what is below a closed node is not in sight', () => {
  const tree = nodeTree([node('1'), node('1:2'), node('1:2:3')]);
  expect(treeLines(tree, new Set()).map(({ node: { key }, opens, open }) => [key, opens, open])).toEqual([
    ['1', true, false],
  ]);
  expect(treeLines(tree, new Set(['1:2']))).toHaveLength(1);
});
