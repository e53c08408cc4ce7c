import { expect, test } from 'vitest';
import type { Answer, DrawbridgeApi, EventValue } from '../../../preload/contract.ts';
import { TerminalStreams } from '../../../renderer/terminal/terminal-streams.ts';
import { outputStep } from '../../../renderer/view/output-cursor.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('output that the snapshot held is dropped, the part it did not hold is written', () => {
  expect(outputStep(10, 4, bytes('abcdef'))).toEqual({ kind: 'drop' });
  expect(outputStep(10, 8, bytes('abcdef'))).toEqual({ kind: 'write', bytes: bytes('cdef'), next: 14 });
  expect(outputStep(10, 10, bytes('ab'))).toEqual({ kind: 'write', bytes: bytes('ab'), next: 12 });
  expect(outputStep(10, 10, bytes(''))).toEqual({ kind: 'drop' });
});

test('output with a hole before it asks for a new snapshot', () => {
  expect(outputStep(10, 11, bytes('a'))).toEqual({ kind: 'gap' });
});

type OutputEvent = EventValue<'terminal.output'>;
type Snapshot = Answer<'terminal.watch'>;

/** The window's side of the contract, recorded: snapshots are answered by hand. */
function desk() {
  const asked: string[] = [];
  const answers: { give(snapshot: Snapshot): void; refuse(why: Error): void }[] = [];
  let listener: (event: OutputEvent) => void = () => {};
  const api = {
    ask: (channel: string) => {
      asked.push(channel);
      return channel === 'terminal.watch'
        ? new Promise<Snapshot>((give, refuse) => answers.push({ give, refuse }))
        : Promise.resolve({ ok: true });
    },
    on: (_name: string, take: (event: OutputEvent) => void) => {
      listener = take;
      return () => {};
    },
  } as unknown as DrawbridgeApi;
  return {
    api,
    asked,
    output: (offset: number, text: string, reset = false, runs: OutputEvent['runs'] = []) =>
      listener({ terminalId: 't', offset, bytes: bytes(text), runs, reset }),
    answer: async (data: string, offset: number) => {
      answers.shift()?.give({ data, offset, cols: 200, rows: 50, runs: [] });
      await Promise.resolve();
      await Promise.resolve();
    },
    refuse: async (why: string) => {
      answers.shift()?.refuse(new Error(why));
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

function screen() {
  const shown: string[] = [];
  return {
    shown,
    sink: {
      snapshot: ({ data }: { readonly data: string }) => shown.push(`[${data}]`),
      write: (chunk: Uint8Array) => shown.push(new TextDecoder().decode(chunk)),
      runStarts: (runId: string) => shown.push(`<${runId}>`),
      failed: (why: string) => shown.push(`failed: ${why}`),
    },
  };
}

test('output that comes before the snapshot is shown after it, once', async () => {
  const { api, output, answer } = desk();
  const { shown, sink } = screen();
  new TerminalStreams(api).open('t', sink);
  output(8, 'abcd');
  await answer('screen', 10);
  output(12, 'ef');
  expect(shown).toEqual(['[screen]', 'cd', 'ef']);
});

test('a reset and a gap each bring a new snapshot', async () => {
  const { api, asked, output, answer } = desk();
  const { shown, sink } = screen();
  new TerminalStreams(api).open('t', sink);
  await answer('one', 10);
  output(0, '', true);
  await answer('two', 50);
  output(60, 'late');
  await answer('three', 64);
  expect(shown).toEqual(['[one]', '[two]', '[three]']);
  expect(asked.filter((channel) => channel === 'terminal.watch')).toHaveLength(3);
});

test('a second view brings both a new snapshot, and the last one to go ends the watch', async () => {
  const { api, asked, output, answer } = desk();
  const first = screen();
  const second = screen();
  const streams = new TerminalStreams(api);
  const closeFirst = streams.open('t', first.sink);
  await answer('one', 10);
  const closeSecond = streams.open('t', second.sink);
  await answer('two', 20);
  output(20, 'x');
  expect(first.shown).toEqual(['[one]', '[two]', 'x']);
  expect(second.shown).toEqual(['[two]', 'x']);
  closeFirst();
  expect(asked).not.toContain('terminal.unwatch');
  closeSecond();
  expect(asked).toContain('terminal.unwatch');
});

test('a watch that is answered after the view went is ended again', async () => {
  const { api, asked, answer } = desk();
  const { shown, sink } = screen();
  new TerminalStreams(api).open('t', sink)();
  await answer('late', 10);
  expect(shown).toEqual([]);
  expect(asked.at(-1)).toBe('terminal.unwatch');
  expect(asked.filter((channel) => channel === 'terminal.unwatch')).toHaveLength(2);
});

test('after a watch that failed, asking again brings the screen', async () => {
  const { api, output, answer, refuse } = desk();
  const first = screen();
  const second = screen();
  const streams = new TerminalStreams(api);
  streams.open('t', first.sink);
  await refuse('main is busy');
  streams.open('t', second.sink);
  await answer('screen', 10);
  output(10, 'x');
  expect(first.shown).toEqual(['failed: main is busy', '[screen]', 'x']);
  expect(second.shown).toEqual(['[screen]', 'x']);
});

test('a command stands between the bytes before it and those after it, also when the snapshot cuts the piece', async () => {
  const { api, output, answer } = desk();
  const { shown, sink } = screen();
  new TerminalStreams(api).open('t', sink);
  await answer('screen', 10);
  output(8, 'abcdef', false, [
    { runId: 'known', offset: 9 },
    { runId: 'next', offset: 12 },
  ]);
  output(14, '', false, [{ runId: 'alone', offset: 14 }]);
  output(14, 'gh', false, [{ runId: 'first', offset: 14 }]);
  expect(shown).toEqual(['[screen]', 'cd', '<next>', 'ef', '<alone>', '<first>', 'gh']);
});

test('nothing is watched while the window is hidden, and the screen comes anew when it is seen again', async () => {
  const { api, asked, output, answer } = desk();
  const { shown, sink } = screen();
  const streams = new TerminalStreams(api);
  streams.open('t', sink);
  await answer('one', 10);
  streams.seen = false;
  expect(asked).toEqual(['terminal.watch', 'terminal.unwatch']);
  output(10, 'unseen');
  streams.open('u', screen().sink);
  expect(asked).toHaveLength(2);
  streams.seen = true;
  await answer('two', 16);
  output(16, 'x');
  expect(shown).toEqual(['[one]', '[two]', 'x']);
});
