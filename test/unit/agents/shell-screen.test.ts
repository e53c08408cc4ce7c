import { expect, test } from 'vitest';
import { ShellScreen } from '../../../main/agents/shell-screen.ts';
import { OutputRing } from '../../../main/terminals/output-ring.ts';

function screenOf(ring: OutputRing) {
  const sent: Buffer[] = [];
  const screen = new ShellScreen({
    read: (from, size) => ring.read(from, size),
    snapshot: async () => ({ data: '<screen>', offset: ring.end, size: { cols: 80, rows: 24 }, runs: [] }),
    send: async (data) => void sent.push(Buffer.from(data, 'base64')),
  });
  return { screen, text: () => Buffer.concat(sent).toString(), size: () => Buffer.concat(sent).length };
}

test('all of the output is sent, in order, with our words between', async () => {
  const ring = new OutputRing();
  const { screen, text } = screenOf(ring);
  ring.append(Buffer.from('one '));
  await screen.finished();
  ring.append(Buffer.from('two '));
  screen.look();
  screen.look();
  await screen.finished();
  screen.say('hello');
  await screen.finished();
  expect(text()).toMatch(/^one two \r\n.*drawbridge .*hello\r\n$/);
});

test('it stays a little ahead of what was shown, and goes on when more was', async () => {
  const ring = new OutputRing();
  const { screen, size } = screenOf(ring);
  ring.append(Buffer.alloc(1024 * 1024, 'x'));
  const all = screen.finished();
  await new Promise(setImmediate);
  const ahead = size();
  expect(ahead).toBeGreaterThanOrEqual(256 * 1024);
  expect(ahead).toBeLessThan(320 * 1024);
  for (let shown = ahead; size() < 1024 * 1024; ) {
    const before = size();
    screen.shown(shown);
    await new Promise(setImmediate);
    shown = size() - before;
  }
  await all;
  expect(size()).toBe(1024 * 1024);
});

test('what an emulator is too slow for is told by the screen that came of it', async () => {
  const ring = new OutputRing(4096);
  const { screen, text } = screenOf(ring);
  ring.append(Buffer.from('start '));
  await screen.finished();
  ring.append(Buffer.alloc(10_000, 'x'));
  await screen.finished();
  ring.append(Buffer.from(' end'));
  await screen.finished();
  expect(text()).toBe('start \x1b[!p\x1b[H\x1b[2J<screen> end');
});
