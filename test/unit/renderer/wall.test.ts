import { expect, test } from 'vitest';
import type { Answer, Argument, DrawbridgeApi } from '../../../preload/contract.ts';
import { keepIdentity } from '../../../renderer/state/keep-identity.ts';
import { agentOf } from '../../../renderer/view/agent-of.ts';
import { nextTile } from '../../../renderer/view/wall-grid.ts';
import { TileFeed } from '../../../renderer/wall/tile-feed.ts';
import { settle } from '../../support/fake-clock.ts';
import { anAgent, anAppState, aRun, aTerminal } from './states.ts';

test('arrow keys go from tile to tile and stop at the edges; down from the last whole row ends at the last tile', () => {
  // Seven tiles in three columns: 0 1 2 / 3 4 5 / 6.
  const go = (key: string, from: number) => nextTile(key, from, 7, 3);
  expect([go('ArrowRight', 0), go('ArrowLeft', 0), go('ArrowRight', 6)]).toEqual([1, null, null]);
  expect([go('ArrowDown', 1), go('ArrowUp', 4), go('ArrowUp', 1)]).toEqual([4, 1, null]);
  expect([go('ArrowDown', 5), go('ArrowDown', 6)]).toEqual([6, null]);
  expect([go('Home', 5), go('End', 0), go('a', 3)]).toEqual([0, 6, null]);
});

test('a pushed state keeps every object that has not changed, and no other', () => {
  const still = aTerminal({ kind: 'prompt' }, { id: 'still', runs: [aRun()] });
  const before = anAppState({
    agents: [anAgent()],
    terminals: [still, aTerminal({ kind: 'running', since: 1 }, { id: 'b' })],
  });
  const pushed = structuredClone(before);
  expect(keepIdentity(before, pushed)).toBe(before);

  const next = keepIdentity(before, {
    ...pushed,
    terminals: [
      aTerminal({ kind: 'prompt' }, { id: 'new' }),
      aTerminal({ kind: 'prompt' }, { id: 'b' }),
      structuredClone(still),
    ],
  });
  expect(next).not.toBe(before);
  expect(next.agents).toBe(before.agents);
  expect(next.terminals.map(({ id }) => id)).toEqual(['new', 'b', 'still']);
  expect(next.terminals[2]).toBe(before.terminals[0]);
  expect(next.terminals[1]).not.toBe(before.terminals[1]);
  expect(next.terminals[1]?.state).toEqual({ kind: 'prompt' });
});

test('a part that is gone is gone', () => {
  expect(keepIdentity({ a: 1, b: undefined }, { a: 1 })).toEqual({ a: 1 });
  expect(Object.keys(keepIdentity<object>({ a: 1, b: 2 }, { a: 1 }))).toEqual(['a']);
  expect(keepIdentity([1, 2, 3], [1, 2])).toEqual([1, 2]);
});

test('a terminal has the colour and the name that the person gave its agent; of one that left, only the name is known', () => {
  const app = anAppState({ agents: [anAgent({ name: 'Deploys', colour: 'pink' })] });
  const terminal = aTerminal({ kind: 'prompt' });
  expect(agentOf(app, terminal)).toEqual({ name: 'Deploys', colour: 'pink', projectFolder: '/src/infra' });
  expect(agentOf(anAppState(), terminal)).toEqual({ name: 'claude-code', colour: null, projectFolder: null });
  expect(agentOf(app, { ...terminal, agentId: null })).toBeNull();
});

/** Main's side of `wall.lines`, answered by hand. */
function wallOf() {
  const asked: Argument<'wall.lines'>[] = [];
  const answers: ((answer: Answer<'wall.lines'>) => void)[] = [];
  const api = {
    ask: (_channel: string, argument: Argument<'wall.lines'>) => {
      asked.push(argument);
      return new Promise((resolve) => answers.push(resolve));
    },
  } as unknown as DrawbridgeApi;
  const answer = async (...terminalIds: readonly string[]) => {
    answers.shift()?.({
      tiles: terminalIds.map((terminalId) => ({ terminalId, lines: [[{ text: 'x' }]], cursor: null })),
    });
    await settle();
  };
  return { api, asked, answer };
}

test('only tiles in view are asked about, all in one question, and again as soon as the answer is shown', async () => {
  const { api, asked, answer } = wallOf();
  const feed = new TileFeed(api);
  let drawn = 0;
  for (const id of ['a', 'b', 'c']) feed.open(id, () => (drawn += 1));
  feed.inView('a', true);
  feed.inView('b', true);
  await settle();
  expect(asked).toEqual([{ terminalIds: ['a', 'b'], lines: 5 }]);
  await answer('a');
  expect(feed.of('a')?.lines).toEqual([[{ text: 'x' }]]);
  expect(drawn).toBe(1);
  expect(asked).toHaveLength(2);
});

test('a hidden window tells main once that it looks at nothing, and asks again when it is seen', async () => {
  const { api, asked, answer } = wallOf();
  const feed = new TileFeed(api);
  feed.open('a', () => {});
  feed.inView('a', true);
  await settle();
  feed.seen = false;
  await settle();
  expect(asked.at(-1)?.terminalIds).toEqual([]);
  await answer();
  await answer();
  feed.lines = 8;
  await settle();
  expect(asked).toHaveLength(2);
  feed.seen = true;
  await settle();
  expect(asked.at(-1)).toEqual({ terminalIds: ['a'], lines: 8 });
});

test('a tile that is taken away is not asked about any more; one that comes back at once keeps its picture', async () => {
  const { api, asked, answer } = wallOf();
  const feed = new TileFeed(api);
  const close = feed.open('a', () => {});
  feed.inView('a', true);
  await settle();
  await answer('a');
  close();
  const closeAgain = feed.open('a', () => {});
  await settle();
  expect(feed.of('a')).not.toBeNull();
  closeAgain();
  await settle();
  expect(feed.of('a')).toBeNull();
  expect(asked.at(-1)?.terminalIds).toEqual([]);
});
