import { type Figures, judged } from '../report.ts';
import { type Scale, World } from '../world.ts';

const perSecond = 10_000;

/** A line of 1,000 bytes ten times a second, by the shell alone: a process a line would be the site's load, not ours. */
export function talk(seconds: number): string {
  return `exec 9<> <(:); printf -v l '%998s'; l=\${l// /x}; for i in {1..${seconds * 10}}; do read -rt .1 -u 9; echo "$l"; done`;
}

/** Many terminals print at once: how late the event loop of the process that reads them gets. */
export async function crowd(built: string, scale: Scale): Promise<Figures> {
  const world = await World.open(built, ['--no-audit']);
  try {
    const { crowd: count, crowdMs: ms } = scale;
    const args = { count, ms, command: talk(Math.ceil(ms / 1000) * 2 + 20) };
    // One after the other: their shells would be each other's load.
    const rawWorker = world.client('raw');
    const raw = await rawWorker.ask('crowd', args);
    await rawWorker.stop();
    const ours = await world.client('engine').ask('crowd', args);
    const rate = (bytes: number) => Math.round((bytes / ms / count) * 10) / 10;
    return {
      'crowd-loop-delay-p99': judged({
        what: `${count} terminals that print ${perSecond / 1000} KB/s each: delay of the event loop, 99 of 100`,
        ...{ value: ours.p99, raw: raw.p99, unit: 'ms' },
        atMost: { value: 30, rule: 'fixed' },
        note: `${rate(ours.bytes)} KB/s came from each, ${rate(raw.bytes)} KB/s to the bare client; worst delay ${Math.round(ours.max)} ms and ${Math.round(raw.max)} ms`,
      }),
      'crowd-cpu': judged({
        what: 'CPU of the client meanwhile',
        ...{ value: (100 * ours.cpuMs) / ms, raw: (100 * raw.cpuMs) / ms, unit: '% of a core' },
      }),
    };
  } finally {
    await world.close();
  }
}
