import type { AppConnection } from './app-connection.ts';
import { BridgeError, notRunning } from './bridge-error.ts';

export interface AppLinkPorts {
  connect(): Promise<AppConnection>;
  /** Starts the app; throws BridgeError. */
  launch(): Promise<void>;
  now(): number;
  /** Calls `task` after `ms`; the result cancels it. */
  after(ms: number, task: () => void): () => void;
  onUp(connection: AppConnection): void;
  onLine(line: string): void;
  onDown(): void;
  onDrain(): void;
}

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 5_000;
/** Electron needs 1–3 s on a warm machine; a cold, loaded one has been seen to need ten. */
export const START_PATIENCE_MS = 25_000;

/** Keeps one line to the app: joins it when it is there, starts it when asked, comes back with back-off when it was lost. */
export class AppLink {
  readonly #ports: AppLinkPorts;
  #connection: AppConnection | undefined;
  #attempt: Promise<void> | undefined;
  #starting: Promise<void> | undefined;
  #cancelRetry: (() => void) | undefined;
  #backoff = FIRST_BACKOFF_MS;
  #disposed = false;

  constructor(ports: AppLinkPorts) {
    this.#ports = ports;
  }

  get connection(): AppConnection | undefined {
    return this.#connection;
  }

  /** Connects if the app runs; never starts it. Throws BridgeError. */
  join(): Promise<void> {
    if (this.#connection !== undefined) return Promise.resolve();
    this.#attempt ??= this.#connect().finally(() => {
      this.#attempt = undefined;
    });
    return this.#attempt;
  }

  /** Connects, and starts the app where it does not run. Throws BridgeError. */
  demand(): Promise<void> {
    if (this.#connection !== undefined) return Promise.resolve();
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelRetry?.();
    this.#connection?.close();
  }

  async #start(): Promise<void> {
    const deadline = this.#ports.now() + START_PATIENCE_MS;
    let launched = false;
    for (;;) {
      try {
        return await this.join();
      } catch (error) {
        if (!(error instanceof BridgeError) || error.wire.code !== 'app-not-running') throw error;
        if (this.#disposed || this.#ports.now() >= deadline)
          throw notRunning('it was started, and did not answer in 25 s');
      }
      if (!launched) await this.#ports.launch();
      launched = true;
      await new Promise<void>((resolve) => this.#ports.after(FIRST_BACKOFF_MS, resolve));
    }
  }

  async #connect(): Promise<void> {
    const connection = await this.#ports.connect().catch((error: unknown) => {
      this.#retryLater();
      throw error;
    });
    if (this.#disposed) return connection.close();
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#backoff = FIRST_BACKOFF_MS;
    this.#connection = connection;
    this.#ports.onUp(connection);
    connection.start({
      onLine: (line) => this.#ports.onLine(line),
      onDrain: () => this.#ports.onDrain(),
      onClose: () => {
        this.#connection = undefined;
        if (this.#disposed) return;
        this.#ports.onDown();
        this.#retryLater();
      },
    });
  }

  #retryLater(): void {
    if (this.#disposed || this.#cancelRetry !== undefined) return;
    this.#cancelRetry = this.#ports.after(this.#backoff, () => {
      this.#cancelRetry = undefined;
      this.join().catch(() => {});
    });
    this.#backoff = Math.min(this.#backoff * 2, LONGEST_BACKOFF_MS);
  }
}
