import fs from 'node:fs';
import path from 'node:path';
import { median } from '../numbers.ts';
import { type Figures, judged } from '../report.ts';
import type { Answer } from '../worker-protocol.ts';
import { type Scale, World } from '../world.ts';

/** Files there and back, each client in a process of its own, in turns. */
export async function files(built: string, scale: Scale): Promise<Figures> {
  const world = await World.open(built);
  try {
    const clients = { raw: world.client('raw'), engine: world.client('engine') };
    const local = path.join(world.folder, 'file.bin');
    writeFile(local, scale.fileBytes);
    const figures: Record<string, Figures[string]> = {};
    for (const direction of ['up', 'down'] as const) {
      const results = { raw: [] as Answer<'file'>[], engine: [] as Answer<'file'>[] };
      for (let round = 0; round < scale.fileRounds; round += 1) {
        const order = round % 2 === 0 ? (['engine', 'raw'] as const) : (['raw', 'engine'] as const);
        for (const who of order) {
          const ask = { direction, remote: `${who}.bin`, local: direction === 'up' ? local : `${local}.${who}` };
          results[who].push(await clients[who].ask('file', ask));
        }
      }
      const speed = (list: readonly Answer<'file'>[]) => median(list.map(({ bytes, ms }) => bytes / 1000 / ms));
      const cpu = (list: readonly Answer<'file'>[]) => median(list.map(({ bytes, cpuMs }) => cpuMs / (bytes / 1e6)));
      const growth = (list: readonly Answer<'file'>[]) => Math.max(...list.map((one) => one.growth));
      const what = `${scale.fileBytes / 1e6} MB ${direction === 'up' ? 'to the asset' : 'from the asset'}`;
      figures[`files-${direction}-speed`] = judged({
        what: `${what}, median`,
        ...{ value: speed(results.engine), raw: speed(results.raw), unit: 'MB/s' },
        atLeast: { value: 0.8 * speed(results.raw), rule: '0.8 × raw' },
      });
      figures[`files-${direction}-cpu`] = judged({
        what: `CPU of the client for a megabyte of it, median`,
        ...{ value: cpu(results.engine), raw: cpu(results.raw), unit: 'ms/MB' },
      });
      figures[`files-${direction}-memory`] = judged({
        what: 'growth of resident memory meanwhile, most of all rounds, looked at every 50 ms',
        ...{ value: growth(results.engine), raw: growth(results.raw), unit: 'MB' },
        atMost: { value: 160, rule: 'fixed' },
      });
    }
    return figures;
  } finally {
    await world.close();
  }
}

function writeFile(file: string, bytes: number): void {
  const block = Buffer.allocUnsafe(1_000_000);
  for (let at = 0; at < block.length; at += 4) block.writeUInt32LE((at * 2_654_435_761) >>> 0, at);
  const handle = fs.openSync(file, 'w');
  for (let done = 0; done < bytes; done += block.length) fs.writeSync(handle, block.subarray(0, bytes - done));
  fs.closeSync(handle);
}
