import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Answer, type Args, type AskName, asks, reply, type WorkerSetup } from './worker-protocol.ts';

/** Longer than anything here takes on a busy machine. */
const PATIENCE_MS = 180_000;

/** A client in a process of its own, so that its time, memory and event loop are its alone. */
export class Worker {
  readonly #child: ChildProcess;
  #asked = 0;

  constructor(setup: WorkerSetup) {
    this.#child = fork(path.join(import.meta.dirname, 'worker.mjs'), [], {
      execArgv: ['--expose-gc', ...profiling()],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child.setMaxListeners(0);
    // Not in its arguments: the setup holds a password.
    this.#child.send(setup);
  }

  /** Rejects with what the worker says went wrong. */
  async ask<Name extends AskName>(ask: Name, args: Args<Name>): Promise<Answer<Name>> {
    this.#asked += 1;
    const id = this.#asked;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answered = new Promise<unknown>((resolve, reject) => {
      const settle = (done: () => void) => {
        this.#child.off('message', onMessage);
        this.#child.off('exit', onExit);
        signal.removeEventListener('abort', onLate);
        done();
      };
      const onMessage = (message: unknown) => {
        const said = reply.parse(message);
        if (said.id !== id) return;
        settle(() => (said.ok ? resolve(said.value) : reject(new Error(`${ask}: ${said.error}`))));
      };
      const onExit = (code: number | null) => settle(() => reject(new Error(`${ask}: the client ended with ${code}`)));
      const onLate = () => settle(() => reject(new Error(`${ask}: no answer within ${PATIENCE_MS} ms`)));
      this.#child.on('message', onMessage);
      this.#child.once('exit', onExit);
      signal.addEventListener('abort', onLate, { once: true });
    });
    this.#child.send({ id, ask, args });
    const schema: (typeof asks)[AskName]['answer'] = asks[ask].answer;
    return schema.parse(await answered) as Answer<Name>;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    await gone;
  }
}

/** `DRAWBRIDGE_BENCH_PROFILE=<folder>` writes a CPU profile of each client there. */
function profiling(): string[] {
  const folder = process.env['DRAWBRIDGE_BENCH_PROFILE'];
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
}
