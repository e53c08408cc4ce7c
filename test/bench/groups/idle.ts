import { type Figures, judged } from '../report.ts';
import { type Scale, World } from '../world.ts';

/** Terminals that wait at their prompt, in a process of their own. */
export async function idle(built: string, scale: Scale): Promise<Figures> {
  const world = await World.open(built, ['--no-audit']);
  try {
    const count = scale.crowd;
    const rawWorker = world.client('raw');
    const raw = await rawWorker.ask('idle', { count });
    await rawWorker.stop();
    const ours = await world.client('engine').ask('idle', { count });
    const what = `an idle terminal, mean of ${count}`;
    const atMost = { value: 3, rule: 'fixed' };
    return {
      'idle-terminal-rss': judged({
        what: `${what}: resident memory`,
        value: ours.rss,
        raw: raw.rss,
        unit: 'MB',
        atMost,
      }),
      'idle-terminal-heap': judged({
        what: `${what}: heap and buffers`,
        value: ours.heap,
        raw: raw.heap,
        unit: 'MB',
        atMost,
      }),
    };
  } finally {
    await world.close();
  }
}
