import { randomBytes } from 'node:crypto';
import { systemClock } from '../../main/errors/clock.ts';
import { dataFrame, initFrame, parseServerFrame } from '../../main/koko/frames.ts';
import { openSiteSocket } from '../../main/koko/site-socket.ts';
import { silentLog } from '../../main/log/log.ts';
import { universalLine } from '../../main/terminals/shell-integration.ts';
import type { TerminalTarget } from '../../main/terminals/terminal-model.ts';
import { TerminalPool } from '../../main/terminals/terminal-pool.ts';
import type { PracticeVisitor } from '../support/practice-login.ts';

export interface WarmCommand {
  /** Medians in ms over the same site, alternating. */
  readonly engine: number;
  readonly raw: number;
  readonly samples: number;
}

const owner = { kind: 'agent', agentId: 'bench', name: 'bench' } as const;

/** A warm `true` through the engine, and through a bare socket that sends the same two frames and waits for the same mark. */
export async function measureWarmCommand(
  visitor: PracticeVisitor,
  assetName: string,
  samples = 300,
): Promise<WarmCommand> {
  const { asset, account } = await visitor.findAsset(assetName);
  const target: TerminalTarget = {
    siteId: 'site_bench',
    asset: { id: asset.id, name: asset.name, address: asset.address, type: 'linux' },
    account: { alias: account, name: account, username: account },
    protocol: 'ssh',
    connectMethod: 'web_cli',
  };
  const pool = new TerminalPool({
    clock: systemClock,
    log: silentLog,
    random: randomBytes,
    limits: { pacing: null },
    connect: async () => ({
      tokenId: await visitor.connectionToken(asset.id, account),
      transport: visitor.transport,
      kokoUrl: visitor.kokoUrl,
    }),
  });
  const raw = await RawShell.open(visitor, await visitor.connectionToken(asset.id, account));
  const engineTimes: number[] = [];
  const rawTimes: number[] = [];
  try {
    for (let sample = 0; sample < samples + 20; sample += 1) {
      const started = performance.now();
      await raw.run('true');
      const between = performance.now();
      await pool.runOn(target, { owner, command: 'true', patienceMs: 10_000 });
      const ended = performance.now();
      // The first ones warm up the code.
      if (sample >= 20) {
        rawTimes.push(between - started);
        engineTimes.push(ended - between);
      }
    }
  } finally {
    raw.close();
    await pool.dispose();
  }
  return { engine: median(engineTimes), raw: median(rawTimes), samples };
}

class RawShell {
  readonly #send: (frames: string[]) => void;
  readonly #close: () => void;
  #id = '';
  #wanted: string | RegExp = '';
  #text = '';
  #found: (() => void) | null = null;

  static async open(visitor: PracticeVisitor, token: string): Promise<RawShell> {
    const socket = await openSiteSocket({
      url: `${visitor.kokoUrl}?token=${token}`,
      protocols: ['JMS-KOKO'],
      headers: { cookie: await visitor.transport.cookieHeader(visitor.kokoUrl) },
    });
    const shell = new RawShell(
      (frames) => socket.send(frames),
      () => socket.close(),
    );
    const live = new Promise<void>((resolve) => {
      socket.onClosed = () => {};
      socket.onText = (text) => {
        const frame = parseServerFrame(text);
        if (frame?.type === 'CONNECT') {
          shell.#id = frame.id;
          socket.send([initFrame(frame.id, 200, 50)]);
        }
        if (frame?.type === 'TERMINAL_SESSION') resolve();
      };
      socket.onBinary = (bytes) => shell.#onOutput(bytes);
    });
    await live;
    // bash switches bracketed paste on before its prompt; plain sh prints a prompt only.
    await shell.#until(/[$#] $/);
    const id = randomBytes(12).toString('hex');
    shell.#wanted = `133;B;${id}\x07`;
    await shell.run(universalLine(id));
    return shell;
  }

  private constructor(send: (frames: string[]) => void, close: () => void) {
    this.#send = send;
    this.#close = close;
  }

  async run(command: string): Promise<void> {
    this.#text = '';
    this.#send([dataFrame(this.#id, command), dataFrame(this.#id, '\r')]);
    await this.#until(this.#wanted);
  }

  close(): void {
    this.#close();
  }

  #until(wanted: string | RegExp): Promise<void> {
    this.#wanted = wanted;
    return new Promise((resolve) => {
      this.#found = resolve;
      this.#onOutput(new Uint8Array());
    });
  }

  #onOutput(bytes: Uint8Array): void {
    this.#text += Buffer.from(bytes).toString('latin1');
    if (!this.#found || !contains(this.#text, this.#wanted)) return;
    const found = this.#found;
    this.#found = null;
    found();
  }
}

function contains(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
