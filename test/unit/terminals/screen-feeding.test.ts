import { setImmediate as nextTurn } from 'node:timers/promises';
import headless from '@xterm/headless';
import { afterEach, expect, test, vi } from 'vitest';
import { TerminalOutput } from '../../../main/terminals/terminal-output.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const MIB = 1024 * 1024;
const encode = (text: string) => new TextEncoder().encode(text);
const written = vi.spyOn(headless.Terminal.prototype, 'write');
const emulatedBytes = () => written.mock.calls.reduce((sum, [data]) => sum + data.length, 0);

afterEach(() => written.mockClear());

async function print(output: TerminalOutput, bytes: number): Promise<void> {
  const chunk = encode('a line that scrolls away\r\n'.repeat(2000));
  for (let sent = 0; sent < bytes; sent += chunk.length) {
    output.append(chunk);
    await nextTurn();
  }
}

test('of a flood only a part is emulated, and its end stands on the screen', async () => {
  const output = new TerminalOutput({ cols: 80, rows: 24, clock: new FakeClock() }, () => {});
  await print(output, 16 * MIB);
  output.append(encode('the end'));
  expect((await output.screenText()).lines.at(-1)).toBe('the end');
  expect(emulatedBytes()).toBeLessThan(2 * MIB);
  output.dispose();
});

test('a terminal that printed little has no emulator until somebody looks', async () => {
  const output = new TerminalOutput({ cols: 80, rows: 24, clock: new FakeClock() }, () => {});
  output.append(encode('hello'));
  output.resize({ cols: 60, rows: 24 });
  await nextTurn();
  expect(emulatedBytes()).toBe(0);
  expect((await output.screenText()).lines[0]).toBe('hello');
  expect((await output.snapshot()).size).toEqual({ cols: 60, rows: 24 });
  output.dispose();
});

test('a full screen is emulated all the time: what stands there may have been drawn long ago', async () => {
  const output = new TerminalOutput({ cols: 80, rows: 24, clock: new FakeClock() }, () => {});
  const begin = encode('\x1b[?1049h\x1b[Hdrawn once');
  output.modes.push(begin);
  output.append(begin);
  const chunk = encode('\x1b[5;1Hdrawn again and again'.repeat(15_000));
  for (let sent = chunk.length; sent < 4 * MIB; sent += chunk.length) {
    output.append(chunk);
    await vi.waitFor(() => expect(emulatedBytes()).toBeGreaterThanOrEqual(sent));
  }
  const { lines } = await output.screenText();
  expect([lines[0], lines[4]]).toEqual(['drawn once', 'drawn again and again']);
  output.dispose();
});
