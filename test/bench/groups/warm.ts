import { median, quantile } from '../numbers.ts';
import { type Figures, judged } from '../report.ts';
import type { Worker } from '../worker-process.ts';
import { type Scale, World } from '../world.ts';

const ways = {
  engine: 'the engine alone',
  mcp: 'MCP server and engine in one process',
  bridge: 'an MCP client, the bridge process, the local socket, MCP and engine',
} as const;

/** A warm `true`: Enter to the answer, in a terminal that is open and integrated. */
export async function warm(built: string, scale: Scale): Promise<Figures> {
  const world = await World.open(built);
  try {
    const workers: Record<'raw' | keyof typeof ways, Worker> = {
      raw: world.client('raw'),
      engine: world.client('engine'),
      mcp: world.client('app'),
      bridge: world.agents(),
    };
    // The app first: the bridges need its socket.
    await workers.mcp.ask('ready', {});
    await Promise.all(Object.values(workers).map((worker) => worker.ask('ready', {})));
    const alone = await inTurns(workers, scale.rounds, (worker) => worker.ask('warm', { times: scale.perRound }));
    const few = Math.ceil(scale.rounds / 5);
    const together = await inTurns({ raw: workers.raw, bridge: workers.bridge }, few, (worker) =>
      worker.ask('warmAtOnce', { clients: scale.agents, times: scale.perRound }),
    );
    return {
      ...Object.assign(
        {},
        ...Object.entries(ways).map(([way, words]) =>
          both(`warm-true-${way}`, `warm \`true\`: ${words}`, alone.raw, alone[way as keyof typeof ways]),
        ),
      ),
      ...both(
        'warm-true-many-agents',
        `warm \`true\` of ${scale.agents} agents at once, each behind its bridge`,
        together.raw,
        together.bridge,
        // Eight more processes than beside raw: what is measured is also how many cores there are.
        'no-limits',
      ),
    };
  } finally {
    await world.close();
  }
}

/** The first round of each warms up and does not count. */
async function inTurns<Name extends string>(
  workers: Record<Name, Worker>,
  rounds: number,
  ask: (worker: Worker) => Promise<number[]>,
): Promise<Record<Name, number[]>> {
  const lists: Partial<Record<Name, number[]>> = {};
  const names = Object.keys(workers) as Name[];
  for (const name of names) await ask(workers[name]);
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) lists[name] = [...(lists[name] ?? []), ...(await ask(workers[name]))];
  return lists as Record<Name, number[]>;
}

function both(
  name: string,
  what: string,
  raw: readonly number[],
  ours: readonly number[],
  limits: 'limits' | 'no-limits' = 'limits',
): Figures {
  const p50 = { ours: median(ours), raw: median(raw) };
  const p99 = { ours: quantile(ours, 0.99), raw: quantile(raw, 0.99) };
  const judge = limits === 'limits';
  return {
    [`${name}-p50`]: judged({
      ...{ what: `${what}, median`, value: p50.ours, raw: p50.raw, unit: 'ms' },
      ...(judge ? { atMost: { value: 1.5 * p50.raw + 2, rule: '1.5 × raw + 2 ms' } } : {}),
    }),
    [`${name}-p99`]: judged({
      ...{ what: `${what}, 99 of 100`, value: p99.ours, raw: p99.raw, unit: 'ms' },
      ...(judge ? { atMost: { value: 3 * p99.raw + 10, rule: '3 × raw + 10 ms' } } : {}),
    }),
  };
}
