import { randomBytes } from 'node:crypto';
import { systemClock } from '../../main/errors/clock.ts';
import { keepRecordings } from '../../main/guard/keep-recordings.ts';
import { Recordings } from '../../main/journal/recordings/recordings.ts';
import { silentLog } from '../../main/log/log.ts';
import type { TerminalTarget } from '../../main/terminals/terminal-model.ts';
import { TerminalPool } from '../../main/terminals/terminal-pool.ts';
import type { PracticeVisitor } from '../support/practice-login.ts';
import { SomeVault } from '../support/some-vault.ts';
import { RawShell } from './raw-shell.ts';

/** A terminal in which one command after the other runs; `run` answers how many bytes came. */
export interface BenchTerminal {
  run(command: string): Promise<number>;
  /** Starts a command that outlives the call. */
  start(command: string): Promise<void>;
  close(): Promise<void>;
}

/** What is compared: the bare client and Drawbridge's engine. `open` is over at the first prompt at which one can type. */
export interface TerminalClient {
  open(
    asset: string,
  ): Promise<{ readonly terminal: () => Promise<BenchTerminal>; readonly close: () => Promise<void> }>;
  /** Bytes of output of all terminals so far. */
  readonly bytes: () => number;
  dispose(): Promise<void>;
}

const patienceMs = 120_000;

export function rawClient(visitor: PracticeVisitor): TerminalClient {
  const shells = new Set<RawShell>();
  const target = targetsOf(visitor);
  return {
    async open(name) {
      const { asset, account } = await target(name);
      const shell = await RawShell.open(visitor, asset.id, account.alias);
      shells.add(shell);
      const close = async () => shell.close();
      return {
        close,
        async terminal() {
          await shell.integrate();
          return {
            run: (command) => shell.run(command),
            start: async (command) => shell.type(command),
            close,
          };
        },
      };
    },
    bytes: () => [...shells].reduce((sum, shell) => sum + shell.received, 0),
    dispose: async () => {
      for (const shell of shells) shell.close();
    },
  };
}

/** The app's pool without its brakes: pacing and caps are for real sites. */
export function benchPool(visitor: PracticeVisitor): TerminalPool {
  return new TerminalPool({
    clock: systemClock,
    log: silentLog,
    random: (bytes) => randomBytes(bytes),
    limits: { pacing: null, perAgent: 1000, inAll: 1000, maxOutputBytes: Number.MAX_SAFE_INTEGER },
    connect: async (target) => ({
      tokenId: await visitor.connectionToken(target.asset.id, target.account.alias),
      transport: visitor.transport,
      kokoUrl: visitor.kokoUrl,
    }),
  });
}

/** As the app does; the key is of this process alone. */
export async function recordIn(pool: TerminalPool, folder: string): Promise<void> {
  const recordings = new Recordings({
    ...{ folder, vault: new SomeVault(), clock: systemClock, log: silentLog },
    settings: () => ({ on: true, days: 1, totalMb: 10_000, terminalMb: 10_000 }),
  });
  await recordings.load();
  keepRecordings({ terminals: pool, recordings, siteName: () => 'Practice' });
}

export function engineClient(visitor: PracticeVisitor, pool = benchPool(visitor)): TerminalClient {
  const target = targetsOf(visitor);
  const owner = { kind: 'agent', agentId: 'bench', name: 'bench' } as const;
  let bytes = 0;
  pool.on('output', (output) => {
    bytes += output.bytes.length;
  });
  return {
    async open(name) {
      const { id, state } = await pool.open(await target(name), owner);
      if (state.kind !== 'prompt') throw new Error(`the terminal is at ${state.kind}`);
      const close = () => pool.close(id, owner, 'The bench is done with it.');
      return {
        close,
        terminal: async () => ({
          close,
          async run(command) {
            const run = await pool.run(id, { owner, command, patienceMs });
            if (run.outcome.kind !== 'done') throw new Error(`the command ended as ${run.outcome.kind}`);
            return run.output.end - run.output.start;
          },
          async start(command) {
            await pool.run(id, { owner, command, patienceMs: 0 });
          },
        }),
      };
    },
    bytes: () => bytes,
    dispose: () => pool.dispose(),
  };
}

/** Looked up once: an opening begins with the connection token. */
function targetsOf(visitor: PracticeVisitor): (name: string) => Promise<TerminalTarget> {
  const known = new Map<string, TerminalTarget>();
  return async (name) => {
    const kept = known.get(name);
    if (kept) return kept;
    const { asset, account } = await visitor.findAsset(name);
    const target: TerminalTarget = {
      siteId: 'site_bench',
      asset: { id: asset.id, name: asset.name, address: asset.address, type: 'linux' },
      account: { alias: account, name: account, username: account },
      protocol: 'ssh',
      connectMethod: 'web_cli',
    };
    known.set(name, target);
    return target;
  };
}
