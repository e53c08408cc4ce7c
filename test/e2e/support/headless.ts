import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Bus, sandboxSwitches, startBus } from '../../../scripts/desktop-session.mjs';
import { findElectron } from '../../../scripts/electron-runtime.mjs';
import { bridgeCommand } from './agent.ts';
import { root } from './launch.ts';

const START_MS = 30_000;

/** A machine without a display, with a home of its own, and a session bus where one is asked for. */
export class Headless {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #bus: Bus | undefined;
  readonly #running = new Set<ChildProcess>();

  private constructor(home: string, bus: Bus | undefined) {
    this.home = home;
    this.#bus = bus;
    const hidden = ['DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_CURRENT_DESKTOP', 'XDG_RUNTIME_DIR'];
    const kept = Object.entries(process.env).filter((pair): pair is [string, string] => {
      const [name, value] = pair;
      return value !== undefined && name !== 'NODE_OPTIONS' && !hidden.includes(name);
    });
    this.env = {
      ...Object.fromEntries(kept),
      ...bus?.env,
      DRAWBRIDGE_HOME: home,
      LC_ALL: 'C.UTF-8',
    };
  }

  static async start(options: { readonly keyring: boolean }): Promise<Headless> {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-e2e-'));
    return new Headless(home, options.keyring ? await startBus({ keyring: true }) : undefined);
  }

  /** Starts the app as a person or a service would, without any switch for the missing display, until it says that it runs. */
  async app(args: readonly string[] = []): Promise<HeadlessApp> {
    const packaged = process.env['DRAWBRIDGE_PACKAGED'];
    const executable = packaged ?? findElectron()?.executable;
    if (!executable) throw new Error('There is no Electron runtime; run `npm run setup`.');
    const child = spawn(executable, [...sandboxSwitches(), ...(packaged ? [] : [root]), ...args], {
      env: this.env,
      detached: true,
    });
    this.#running.add(child);
    const ended = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
    let output = '';
    const says = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (bytes: Buffer) => {
          output += bytes;
          if (output.includes('runs without a window')) resolve();
        });
    });
    const late = new Promise<never>((_, reject) => {
      const fail = () => reject(new Error(`the app did not start: ${output}`));
      setTimeout(fail, START_MS).unref();
      void ended.then(fail);
    });
    await Promise.race([says, late]);
    late.catch(() => {});
    return {
      output: () => output,
      async stop() {
        child.kill('SIGTERM');
        return ended;
      },
      async interrupt() {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
        return ended;
      },
    };
  }

  /** Runs the bridge executable to its end, with no terminal of any kind. */
  async bridge(args: readonly string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
    const [command = '', ...own] = bridgeCommand();
    const child = spawn(command, [...own, ...args], { env: this.env, detached: true });
    let out = '';
    let err = '';
    child.stdout.on('data', (bytes: Buffer) => {
      out += bytes;
    });
    child.stderr.on('data', (bytes: Buffer) => {
      err += bytes;
    });
    child.stdin.end(input);
    const [code] = await once(child, 'close');
    return { code, out, err };
  }

  /** The process of the app that serves this home. */
  pid(): number {
    const file = path.join(this.home, 'run', 'endpoint.json');
    return JSON.parse(fs.readFileSync(file, 'utf8')).pid;
  }

  async stop(): Promise<void> {
    for (const child of this.#running) child.kill('SIGKILL');
    try {
      process.kill(this.pid(), 'SIGKILL');
    } catch {
      // It has ended, as it should.
    }
    await this.#bus?.stop();
    fs.rmSync(this.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

export interface HeadlessApp {
  readonly output: () => string;
  /** SIGTERM to the process that was started; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** As Ctrl-C in its terminal: SIGINT to all its processes. */
  interrupt(): Promise<number | null>;
}
