import serialize from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import { afterEach, expect, test, vi } from 'vitest';
import { RecordedSource } from '../../../renderer/replay/recorded-source.ts';
import { ReplayPlayer, type ReplayScreen } from '../../../renderer/replay/replay-player.ts';
import { recordingIn } from './recording-in.ts';

afterEach(() => vi.unstubAllGlobals());

/** A real terminal without a window, and what stands in it. */
function terminalScreen() {
  const terminal = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true, scrollback: 0 });
  const addon = new serialize.SerializeAddon();
  terminal.loadAddon(addon);
  let written = 0;
  const screen: ReplayScreen = {
    write(text) {
      written += text.length;
      return new Promise((resolve) => terminal.write(text, resolve));
    },
    resize: (cols, rows) => terminal.resize(cols, rows),
    reset(cols, rows) {
      terminal.reset();
      terminal.resize(cols, rows);
    },
    keep: () => ({ data: addon.serialize(), cols: terminal.cols, rows: terminal.rows }),
  };
  const text = () => {
    const { active } = terminal.buffer;
    const lines = Array.from({ length: terminal.rows }, (_, row) =>
      active.getLine(active.baseY + row)?.translateToString(true),
    );
    return `${terminal.cols}x${terminal.rows} ${active.type}\n${lines.join('\n').trimEnd()}`;
  };
  return { screen, text, written: () => written };
}

/** Lines, a full-screen program that overwrites places, another size: a second each. */
const lines = [
  JSON.stringify({ version: 2, width: 80, height: 24 }),
  ...Array.from({ length: 120 }, (_, at) => JSON.stringify([at, 'o', `line ${at} ${'x'.repeat(40)}\r\n`])),
  JSON.stringify([120, 'o', '\u001b[?1049h\u001b[2J']),
  ...Array.from({ length: 120 }, (_, at) =>
    JSON.stringify([121 + at, 'o', `\u001b[${(at % 20) + 1};${(at % 30) + 1}H\u001b[3${at % 8}mcell ${at}`]),
  ),
  JSON.stringify([241, 'r', '120x30']),
  ...Array.from({ length: 40 }, (_, at) => JSON.stringify([242 + at, 'o', `\u001b[${at % 28};1Hwide ${at}`])),
  JSON.stringify([282, 'o', '\u001b[?1049l back at the prompt']),
];

async function player() {
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  const source = await RecordedSource.open(recordingIn(lines, 700), 'term_a', new AbortController().signal);
  const drawn = terminalScreen();
  const failures: unknown[] = [];
  const one = new ReplayPlayer({
    ...{ source, screen: drawn.screen, onChange: () => undefined },
    onFailure: (error) => failures.push(error),
  });
  return { ...drawn, source, one, failures };
}

test('wherever one goes, on or back, the screen is the one that playing to there shows', async () => {
  const { one, text, source, failures } = await player();
  for (const second of [100, 3, 125, 260, 130, source.duration, 119, 200, 0, 281, 50]) {
    const straight = await player();
    straight.one.seek(second);
    one.seek(second);
    await Promise.all([straight.one.settled(), one.settled()]);
    expect(text()).toBe(straight.text());
  }
  expect(failures).toEqual([]);
});

test('going back a little draws from a screen that was kept, not from the beginning', async () => {
  const { one, written, source } = await player();
  one.seek(source.duration);
  await one.settled();
  const all = written();
  one.seek(source.duration - 20);
  await one.settled();
  expect(written() - all).toBeLessThan(all / 2);
});

test('of many places asked for at once only the last is drawn to', async () => {
  const { one, text } = await player();
  for (const second of [10, 250, 30, 200, 60]) one.seek(second);
  await one.settled();
  const straight = await player();
  straight.one.seek(60);
  await straight.one.settled();
  expect(text()).toBe(straight.text());
});

test('a jump that is given up on its way leaves nothing of what lies behind the next one', async () => {
  const { one, text, written } = await player();
  one.seek(280);
  await vi.waitUntil(() => written() > 8_000, { interval: 0 });
  one.seek(30);
  one.seek(130);
  await one.settled();
  const straight = await player();
  straight.one.seek(130);
  await straight.one.settled();
  expect(text()).toBe(straight.text());
});
