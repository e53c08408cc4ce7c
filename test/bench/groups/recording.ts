import { median, quantile } from '../numbers.ts';
import { type Figures, judged } from '../report.ts';
import type { Answer } from '../worker-protocol.ts';
import { type Scale, World } from '../world.ts';

/** What recording costs: the same engine with it and without it, in turns; `raw` is without. */
export async function recording(built: string, scale: Scale): Promise<Figures> {
  const world = await World.open(built, ['--no-audit']);
  try {
    const workers = { off: world.client('engine'), on: world.client('recorded') };
    for (const worker of Object.values(workers)) await worker.ask('ready', {});
    const warm: Record<'on' | 'off', number[]> = { on: [], off: [] };
    const floods: Record<'on' | 'off', Answer<'flood'>[]> = { on: [], off: [] };
    const bytes = scale.floodBytes;
    const command = `yes 'the quick brown fox jumps over the lazy dog' | head -c ${bytes}`;
    for (let round = 0; round < scale.floodRounds; round += 1) {
      // Who is first changes every round.
      const order = round % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const);
      for (const which of order) floods[which].push(await workers[which].ask('flood', { command, bytes }));
      for (const which of order) warm[which].push(...(await workers[which].ask('warm', { times: scale.perRound })));
    }
    const speed = (list: Answer<'flood'>[]) => median(list.map((one) => one.bytes / 1000 / one.ms));
    const cpu = (list: Answer<'flood'>[]) => median(list.map((one) => one.cpuMs / (one.bytes / 1e6)));
    const growth = (list: Answer<'flood'>[]) => Math.max(...list.map((one) => one.growth));
    const off = { speed: speed(floods.off), p50: median(warm.off) };
    return {
      'recording-warm-p50': judged({
        ...{ what: 'warm `true` while the terminal is recorded, median', unit: 'ms' },
        ...{ value: median(warm.on), raw: off.p50 },
        atMost: { value: 1.25 * off.p50 + 1, rule: '1.25 × not recorded + 1 ms' },
      }),
      'recording-warm-p99': judged({
        ...{ what: 'the same, the slowest of a hundred', unit: 'ms' },
        ...{ value: quantile(warm.on, 0.99), raw: quantile(warm.off, 0.99) },
      }),
      'recording-flood-speed': judged({
        ...{ what: `${bytes / 1e6} MB of output while it is recorded, median`, unit: 'MB/s' },
        ...{ value: speed(floods.on), raw: off.speed },
        atLeast: { value: Math.max(20, 0.6 * off.speed), rule: '0.6 × not recorded, and 20 MB/s' },
      }),
      'recording-flood-cpu': judged({
        ...{ what: 'CPU of the client for a megabyte of it, median, all threads', unit: 'ms/MB' },
        ...{ value: cpu(floods.on), raw: cpu(floods.off) },
      }),
      'recording-flood-memory': judged({
        ...{ what: 'growth of resident memory meanwhile, most of all rounds, looked at every 50 ms', unit: 'MB' },
        ...{ value: growth(floods.on), raw: growth(floods.off) },
        atMost: { value: 128, rule: 'fixed' },
      }),
    };
  } finally {
    await world.close();
  }
}
