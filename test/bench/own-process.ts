import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

const mb = (bytes: number) => bytes / 1e6;

/** Period of the timer whose lateness is measured, in ms: node's own default. */
const resolution = 10;
const sampleEvery = 50;

/** How late a timer of 10 ms fires, watched for `ms`. */
export async function loopDelay(ms: number): Promise<{ p50: number; p99: number; max: number }> {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  await delay(ms);
  histogram.disable();
  const late = (ns: number) => Math.max(0, ns / 1e6 - resolution);
  return { p50: late(histogram.percentile(50)), p99: late(histogram.percentile(99)), max: late(histogram.max) };
}

/** Watches how far the resident memory grows beyond what it is now, in MB. */
export function rssPeak(): { stop(): number } {
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, sampleEvery);
  return {
    stop() {
      clearInterval(timer);
      look();
      return mb(peak - before);
    },
  };
}

/** In MB, after what can be freed was freed; `heap` counts what lies outside it as well. */
export async function settledMemory(): Promise<{ rss: number; heap: number }> {
  for (let round = 0; round < 3; round += 1) {
    await delay(200);
    globalThis.gc?.();
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss: mb(rss), heap: mb(heapUsed + external) };
}
