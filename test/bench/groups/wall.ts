import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { DemoAgent } from '../../../scripts/demo/demo-agent.ts';
import { Person } from '../../../scripts/demo/person.ts';
import { startPractice } from '../../../scripts/demo/practice-child.ts';
import { sandboxSwitches, startBus, startDisplay } from '../../../scripts/desktop-session.mjs';
import { quantile } from '../numbers.ts';
import { type Figures, judged } from '../report.ts';
import type { Scale } from '../world.ts';
import { talk } from './crowd.ts';

/** Longer than the opening of all, which a site's pace stretches, and the measuring. */
const TALK_SECONDS = 900;
/** They share the terminals. */
const AGENTS = 8;
const SIZE = { width: 1920, height: 1080 } as const;

/** The real app with its window open, and terminals on its wall that print: how smooth it is, how late main gets, what a tile costs. */
export async function wall(built: string, scale: Scale, electron: string): Promise<Figures> {
  const open: (() => Promise<void>)[] = [];
  try {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'dbw-'));
    open.push(async () => fs.rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
    const display = await startDisplay(`${SIZE.width}x${SIZE.height}`);
    open.push(() => display.stop());
    const bus = await startBus();
    open.push(() => bus.stop());
    const practice = await startPractice(path.join(built, 'practice.mjs'), ['--no-audit']);
    open.push(() => practice.stop());
    const [user] = practice.users;
    if (!user) throw new Error('the practice site has no users');
    const env = {
      ...ownEnvironment(),
      ...display.env,
      ...bus.env,
      DRAWBRIDGE_HOME: home,
      LANG: 'en_US.UTF-8',
      DRAWBRIDGE_OPENINGS_AT_ONCE: '20',
      DRAWBRIDGE_OPENINGS_PER_MINUTE: '60',
      DRAWBRIDGE_MAX_TERMINALS_PER_AGENT: '64',
      DRAWBRIDGE_MAX_TERMINALS: '256',
    };
    const root = path.resolve(built, '../..');
    const person = await Person.startApp({ electron, args: [...sandboxSwitches(), root], env });
    open.push(() => person.app.close());
    await person.addAndSignIn(practice.url, user.username, user.password);
    const window = await person.window();
    await window.getByRole('button', { name: 'Go to the terminals' }).click();
    await person.app.evaluate(
      ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
      SIZE,
    );
    const agents = Array.from({ length: AGENTS }, (_, index) => new DemoAgent(`bench-${index + 1}`));
    for (const agent of agents) {
      await agent.connect([process.execPath, path.join(built, 'drawbridge.mjs'), 'mcp'], env);
      open.push(() => agent.close());
    }
    const { crowd: count, crowdMs: ms } = scale;
    const empty = await memoryOf(person.app, window);
    // What a wall costs once, however many tiles it has (the window's and the GPU process's first drawing), is no tile's.
    const first = Math.max(1, Math.floor(count / AGENTS));
    await startSome(agents, 0, first);
    await allRun(window, first);
    await framesOf(window, ms);
    const before = await memoryOf(person.app, window);
    await startSome(agents, first, count);
    await allRun(window, count);
    const [frames, delay] = await Promise.all([framesOf(window, ms), mainDelay(person.app, ms)]);
    const after = await memoryOf(person.app, window);
    const inView = await tilesInView(window);
    return {
      'wall-frame-p95': judged({
        what: `the wall with ${count} terminals that print 10 KB/s each: time between frames of the window, 95 of 100`,
        ...{ value: quantile(frames, 0.95), unit: 'ms' },
        atMost: { value: 20, rule: 'fixed' },
        note: `${frames.length} frames in ${ms} ms, median ${Math.round(quantile(frames, 0.5) * 10) / 10} ms; ${inView} tiles in view at ${SIZE.width} × ${SIZE.height}, drawn by software on Xvfb`,
      }),
      'wall-main-delay-p99': judged({
        what: "the same: delay of the event loop of Electron's main process, 99 of 100",
        ...{ value: delay.p99, unit: 'ms' },
        atMost: { value: 30, rule: 'fixed' },
        note: `worst ${Math.round(delay.max)} ms`,
      }),
      'wall-tile-memory': judged({
        what: `the same: growth of resident memory of all the app's processes, for each terminal after the first ${first}`,
        ...{ value: Math.max(0, total(after) - total(before)) / (count - first), unit: 'MB' },
        atMost: { value: 2, rule: 'fixed' },
        note: `MB with none, ${first} and ${count} terminals: ${[empty, before, after].map(inWords).join('; ')}`,
      }),
    };
  } finally {
    for (const end of open.reverse()) await end();
  }
}

/** The terminals numbered so, in turn for each agent, some calls at a time: an agent has no more than 32 served at once. */
async function startSome(agents: readonly DemoAgent[], from: number, to: number): Promise<void> {
  await Promise.all(
    agents.map(async (agent, index) => {
      const mine = Array.from({ length: to - from }, (_, at) => from + at).filter((at) => at % agents.length === index);
      await Promise.all(mine.map(() => startOne(agent)));
    }),
  );
}

/** Openings wait for their turn at the site's pace: whoever is told to come back takes up its place. */
async function startOne(agent: DemoAgent): Promise<void> {
  let last = '';
  for (let tries = 0; tries < 40; tries += 1) {
    const { text } = await agent.call('jms_execute_koko_command', {
      ...{ asset: 'web-01', account: 'deploy', fresh: true, timeout_seconds: 5 },
      command: talk(TALK_SECONDS),
    });
    if (text.startsWith('still running')) return;
    last = text;
  }
  throw new Error(`a terminal did not open: ${last.slice(0, 300)}`);
}

function ownEnvironment(): Record<string, string> {
  const left = ['XDG_CURRENT_DESKTOP', 'XDG_RUNTIME_DIR', 'NODE_OPTIONS', 'WAYLAND_DISPLAY'];
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && !left.includes(pair[0]),
    ),
  );
}

/** Every terminal prints: the state says so once its command runs. */
async function allRun(window: Page, count: number): Promise<void> {
  await window
    .getByRole('group', { name: 'Show' })
    .getByRole('button', { name: new RegExp(`^Running ${count}$`) })
    .waitFor({ timeout: 20_000 });
}

/** Times between frames for `ms`, in ms, as the page itself is told of them. */
function framesOf(window: Page, ms: number): Promise<number[]> {
  return window.evaluate(
    (forMs) =>
      new Promise<number[]>((resolve) => {
        const deltas: number[] = [];
        const began = performance.now();
        let last: number | null = null;
        const frame = (now: number) => {
          if (last !== null) deltas.push(now - last);
          last = now;
          if (now - began < forMs) requestAnimationFrame(frame);
          else resolve(deltas);
        };
        requestAnimationFrame(frame);
      }),
    ms,
  );
}

function mainDelay(app: ElectronApplication, ms: number): Promise<{ readonly p99: number; readonly max: number }> {
  return app.evaluate(async (_electron, forMs) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const resolution = 10;
    const histogram = monitorEventLoopDelay({ resolution });
    histogram.enable();
    await new Promise((resolve) => setTimeout(resolve, forMs));
    histogram.disable();
    const late = (ns: number) => Math.max(0, ns / 1e6 - resolution);
    return { p99: late(histogram.percentile(99)), max: late(histogram.max) };
  }, ms);
}

/** Resident memory in MB by kind of process, after what can be freed was freed: `Browser` is main, `Tab` the window. */
type Memory = readonly { readonly type: string; readonly mb: number }[];

async function memoryOf(app: ElectronApplication, window: Page): Promise<Memory> {
  const devtools = await window.context().newCDPSession(window);
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.detach();
  return app.evaluate(({ app: electron }) => {
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
    const collect: unknown = process.getBuiltinModule('node:vm').runInNewContext('gc');
    if (typeof collect === 'function') collect();
    return electron.getAppMetrics().map(({ type, memory }) => ({ type, mb: memory.workingSetSize / 1000 }));
  });
}

function total(memory: Memory): number {
  return memory.reduce((sum, { mb }) => sum + mb, 0);
}

function inWords(memory: Memory): string {
  return `${Math.round(total(memory))} (${memory.map(({ type, mb }) => `${type} ${Math.round(mb)}`).join(', ')})`;
}

function tilesInView(window: Page): Promise<number> {
  return window.getByTestId('terminal-tile').evaluateAll(
    (tiles) =>
      tiles.filter((tile) => {
        const { top, bottom } = tile.getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
      }).length,
  );
}
