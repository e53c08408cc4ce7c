import { median } from '../numbers.ts';
import { type Figure, type Figures, judged } from '../report.ts';
import type { Worker } from '../worker-process.ts';
import { type Scale, World } from '../world.ts';

/** From the connection token to the first prompt (raw), and to the first prompt at which a command can run (ours). */
export async function opening(built: string, scale: Scale): Promise<Figures> {
  const world = await World.open(built);
  try {
    const workers = { raw: world.client('raw'), engine: world.client('engine') };
    for (const worker of Object.values(workers)) await worker.ask('ready', {});
    return {
      open: await opened(workers, 'lab-bash', scale.openings, {
        what: 'open a terminal on bash, whose prompt is certain',
        more: 50,
      }),
      'open-uncertain': await opened(workers, 'lab-sh', scale.openings, {
        what: 'open a terminal on dash, whose prompt only silence tells',
        more: 250,
      }),
    };
  } finally {
    await world.close();
  }
}

async function opened(
  workers: { readonly raw: Worker; readonly engine: Worker },
  asset: string,
  times: number,
  { what, more }: { readonly what: string; readonly more: number },
): Promise<Figure> {
  const raw: number[] = [];
  const ours: number[] = [];
  for (let time = 0; time < times; time += 1) {
    raw.push(await workers.raw.ask('open', { asset }));
    ours.push(await workers.engine.ask('open', { asset }));
  }
  return judged({
    ...{ what: `${what}, median`, value: median(ours), raw: median(raw), unit: 'ms' },
    atMost: { value: median(raw) + more, rule: `raw + ${more} ms` },
  });
}
