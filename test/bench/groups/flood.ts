import fs from 'node:fs';
import path from 'node:path';
import { median } from '../numbers.ts';
import { type Figures, judged } from '../report.ts';
import type { Worker } from '../worker-process.ts';
import { type Scale, World } from '../world.ts';

const sentence = 'the quick brown fox jumps over the lazy dog, and comes back for more of it';

/** Lines as programs print them; the terminal makes CR LF of their ends. */
const shapes: Record<string, { readonly what: string; line(number: number): string }> = {
  numbers: { what: 'counted numbers', line: (number) => String(number) },
  base64: { what: 'base64, 76 characters a line', line: (number) => sentenceInBase64(number) },
  log: { what: 'lines of 200 bytes', line: (number) => `${number} ${'x'.repeat(199)}`.slice(0, 199) },
};

interface Clients {
  readonly raw: Worker;
  readonly engine: Worker;
}

/** Much output without a limit, the practice site's audit off; every client in a process of its own. */
export async function flood(built: string, scale: Scale): Promise<Figures> {
  const world = await World.open(built, ['--no-audit']);
  try {
    const clients = { raw: world.client('raw'), engine: world.client('engine') };
    // The first flood of each counts for memory: nothing has grown yet.
    for (const worker of Object.values(clients)) await worker.ask('ready', {});
    const bytes = scale.floodBytes;
    const command = `yes '${sentence}' | head -c ${bytes}`;
    const main = await inTurns(clients, command, bytes, scale.floodRounds);
    const figures: Record<string, Figures[string]> = {
      'flood-speed': judged({
        what: `${bytes / 1e6} MB of output, median`,
        ...{ value: main.engine.speed, raw: main.raw.speed, unit: 'MB/s' },
        atLeast: { value: Math.max(20, 0.8 * main.raw.speed), rule: '0.8 × raw, and 20 MB/s' },
      }),
      'flood-memory': judged({
        what: 'growth of resident memory meanwhile, most of all rounds, looked at every 50 ms',
        ...{ value: main.engine.growth, raw: main.raw.growth, unit: 'MB' },
        atMost: { value: 64, rule: 'fixed' },
      }),
      'flood-cpu': judged({
        what: 'CPU of the client for a megabyte, median',
        ...{ value: main.engine.cpu, raw: main.raw.cpu, unit: 'ms/MB' },
      }),
    };
    for (const [name, { what, line }] of Object.entries(shapes)) {
      const file = path.join(world.folder, name);
      writeLines(file, scale.shapeBytes, line);
      const shape = await inTurns(clients, `cat ${file}`, scale.shapeBytes, scale.shapeRounds);
      figures[`flood-${name}-speed`] = judged({
        what: `${scale.shapeBytes / 1e6} MB of ${what}, median`,
        ...{ value: shape.engine.speed, raw: shape.raw.speed, unit: 'MB/s' },
        atLeast: { value: Math.max(20, 0.8 * shape.raw.speed), rule: '0.8 × raw, and 20 MB/s' },
      });
      figures[`flood-${name}-cpu`] = judged({
        what: 'CPU of the client for a megabyte of it, median',
        ...{ value: shape.engine.cpu, raw: shape.raw.cpu, unit: 'ms/MB' },
      });
    }
    return figures;
  } finally {
    await world.close();
  }
}

/** Who is first changes every round. */
async function inTurns(clients: Clients, command: string, bytes: number, rounds: number) {
  const results = { raw: [] as Flood[], engine: [] as Flood[] };
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? (['engine', 'raw'] as const) : (['raw', 'engine'] as const);
    for (const who of order) results[who].push(await clients[who].ask('flood', { command, bytes }));
  }
  return { raw: summary(results.raw), engine: summary(results.engine) };
}

interface Flood {
  readonly ms: number;
  readonly cpuMs: number;
  readonly bytes: number;
  readonly growth: number;
}

function summary(floods: readonly Flood[]) {
  return {
    speed: median(floods.map(({ bytes, ms }) => bytes / 1000 / ms)),
    cpu: median(floods.map(({ bytes, cpuMs }) => cpuMs / (bytes / 1e6))),
    growth: Math.max(...floods.map(({ growth }) => growth)),
  };
}

function sentenceInBase64(number: number): string {
  return Buffer.from(`${number} ${sentence}`).toString('base64').slice(0, 76);
}

function writeLines(file: string, bytes: number, line: (number: number) => string): void {
  const handle = fs.openSync(file, 'w');
  let written = 0;
  for (let number = 1; written < bytes; ) {
    const lines: string[] = [];
    for (let one = 0; one < 10_000; one += 1) lines.push(`${line(number++)}\n`);
    written += fs.writeSync(handle, lines.join(''));
  }
  fs.closeSync(handle);
}
