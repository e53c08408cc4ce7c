import { bridgeStart } from './groups/bridge-start.ts';
import { crowd } from './groups/crowd.ts';
import { files } from './groups/files.ts';
import { flood } from './groups/flood.ts';
import { idle } from './groups/idle.ts';
import { opening } from './groups/opening.ts';
import { recording } from './groups/recording.ts';
import { task } from './groups/task.ts';
import { wall } from './groups/wall.ts';
import { warm } from './groups/warm.ts';
import { allHold, type BenchReport, type Figures, load, machine } from './report.ts';
import type { Scale } from './world.ts';

export { asTable } from './report.ts';

export interface BenchOptions {
  /** The folder with the bundles. */
  readonly built: string;
  /** The executable that the app runs on, which is built in `dist/`. */
  readonly electron: string;
  readonly mode: BenchReport['mode'];
  /** Names of groups; all where there is none. */
  readonly only: readonly string[];
  readonly say: (line: string) => void;
}

const scales: Record<BenchReport['mode'], Scale> = {
  full: {
    ...{ rounds: 25, perRound: 40, openings: 20, agents: 8, bridgeStarts: 10, tasks: 10 },
    ...{ floodBytes: 100_000_000, floodRounds: 5, shapeBytes: 40_000_000, shapeRounds: 5 },
    ...{ crowd: 64, crowdMs: 10_000 },
    ...{ fileBytes: 200_000_000, fileRounds: 5 },
  },
  short: {
    ...{ rounds: 2, perRound: 5, openings: 1, agents: 2, bridgeStarts: 1, tasks: 1 },
    ...{ floodBytes: 2_000_000, floodRounds: 1, shapeBytes: 500_000, shapeRounds: 1 },
    ...{ crowd: 3, crowdMs: 500 },
    ...{ fileBytes: 2_000_000, fileRounds: 1 },
  },
};

type Group = (built: string, scale: Scale, electron: string) => Promise<Figures>;

const groups: Record<string, { readonly what: string; readonly measure: Group }> = {
  flood: { what: 'much output', measure: flood },
  warm: { what: 'a warm `true` by a bare client, the engine, MCP, the bridge, and many agents at once', measure: warm },
  opening: { what: 'opening terminals', measure: opening },
  task: { what: 'a task of an agent: calls, tokens and time', measure: task },
  files: { what: 'files there and back', measure: files },
  crowd: { what: 'many terminals that print', measure: crowd },
  wall: { what: 'the window, with many terminals that print', measure: wall },
  idle: { what: 'terminals that do nothing', measure: idle },
  recording: { what: 'the engine with and without recording', measure: recording },
  'bridge-start': { what: 'starting the bridge', measure: bridgeStart },
};

/** Everything is measured beside a bare client in the same run, in turns, because machines are noisy. */
export async function runBench({ built, electron, mode, only, say }: BenchOptions): Promise<BenchReport> {
  const wanted = Object.entries(groups).filter(([name]) => only.length === 0 || only.includes(name));
  if (wanted.length === 0 || only.some((name) => !groups[name]))
    throw new Error(`The groups are ${Object.keys(groups).join(', ')}.`);
  const before = load();
  const figures: Record<string, Figures[string]> = {};
  const measuredAgain: string[] = [];
  for (const [name, { what, measure }] of wanted) {
    say(`${name}: ${what}`);
    let measured = await measure(built, scales[mode], electron);
    if (!allHold(measured) && mode === 'full') {
      say(`${name}: a limit is missed; measured once more, which counts`);
      measuredAgain.push(name);
      measured = await measure(built, scales[mode], electron);
    }
    Object.assign(figures, measured);
  }
  return {
    version: 1,
    mode,
    machine: { ...machine(), load: [before, load()] },
    measuredAgain,
    holds: allHold(figures),
    figures,
  };
}
