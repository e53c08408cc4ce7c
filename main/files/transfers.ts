import type { Clock } from '../errors/clock.ts';
import { sleep } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { TransferRunning } from './file-errors.ts';
import type { TransferProgress } from './file-model.ts';

/** One call that waits for a transfer. */
export interface TransferCall<Result> {
  /** Whose, what and where: the same key is the same transfer. */
  readonly key: string;
  readonly agentId: string;
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TransferProgress) => void;
  /** Begins it, where it does not go on already. */
  readonly start: (job: { readonly signal: AbortSignal; progress(now: TransferProgress): void }) => Promise<Result>;
}

interface Job {
  readonly agentId: string;
  readonly controller: AbortController;
  readonly listeners: Set<(progress: TransferProgress) => void>;
  progress: TransferProgress;
  done: Promise<unknown>;
  cancelForget: () => void;
}

/** The end of a transfer that nobody waited for is told to the call that comes back within this time. */
const keptMs = 10 * 60_000;
const atOnce = 16;

/** Transfers outlive the patience of the call that began them; the same call joins them again, and cancelling it stops them. */
export class Transfers {
  readonly #clock: Clock;
  readonly #jobs = new Map<string, Job>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What goes on or has ended unheard. */
  has(key: string): boolean {
    return this.#jobs.has(key);
  }

  /** Throws `transfer-running` when the patience is over, the signal's reason (it is stopped then), and what the transfer throws. */
  async run<Result>(call: TransferCall<Result>): Promise<Result> {
    const job = this.#jobs.get(call.key) ?? this.#begin(call);
    job.listeners.add(call.onProgress);
    const ended = new AbortController();
    const over = sleep(this.#clock, call.patienceMs, AbortSignal.any([call.signal, ended.signal]));
    over.catch(() => {});
    try {
      // The key names what `start` of this very call makes.
      const result = (await Promise.race([
        job.done,
        over.then(() => Promise.reject(new TransferRunning(job.progress))),
      ])) as Result;
      this.#forget(call.key, job);
      return result;
    } catch (error) {
      if (call.signal.aborted) job.controller.abort(call.signal.reason);
      if (!(error instanceof TransferRunning)) this.#forget(call.key, job);
      throw error;
    } finally {
      ended.abort();
      job.listeners.delete(call.onProgress);
    }
  }

  /** The person raised the bridge, the agent is gone, the app closes. */
  stop(over: (agentId: string) => boolean, reason: unknown): void {
    for (const { agentId, controller } of this.#jobs.values()) if (over(agentId)) controller.abort(reason);
  }

  async dispose(): Promise<void> {
    const left = [...this.#jobs.values()];
    this.stop(() => true, new Error('Drawbridge is closing.'));
    await Promise.allSettled(left.map(({ done }) => done));
    for (const { cancelForget } of left) cancelForget();
    this.#jobs.clear();
  }

  #begin<Result>({ key, agentId, start }: TransferCall<Result>): Job {
    if (this.#jobs.size >= atOnce) throw tooMany();
    const controller = new AbortController();
    const job: Job = {
      ...{ agentId, controller, listeners: new Set(), progress: { done: 0, total: 0 } },
      ...{ done: Promise.resolve(), cancelForget: () => {} },
    };
    this.#jobs.set(key, job);
    const progress = (now: TransferProgress) => {
      job.progress = now;
      for (const listener of job.listeners) listener(now);
    };
    job.done = start({ signal: controller.signal, progress });
    const ended = () => {
      job.cancelForget = this.#clock.after(keptMs, () => this.#forget(key, job));
    };
    job.done.then(ended, ended);
    return job;
  }

  #forget(key: string, job: Job): void {
    job.cancelForget();
    if (this.#jobs.get(key) === job) this.#jobs.delete(key);
  }
}

const tooMany = () =>
  new DrawbridgeError({
    code: 'throttled',
    message: `${atOnce} transfers go on already.`,
    nextStep: 'Wait for their ends, then call again.',
    actor: 'agent',
  });
