import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPractice } from '../../scripts/demo/practice-child.ts';
import { Worker } from './worker-process.ts';

/** How much is measured; short proves only that everything can be. */
export interface Scale {
  readonly rounds: number;
  readonly perRound: number;
  readonly openings: number;
  readonly floodBytes: number;
  readonly floodRounds: number;
  /** Of the other shapes of lines. */
  readonly shapeBytes: number;
  readonly shapeRounds: number;
  readonly fileBytes: number;
  readonly fileRounds: number;
  readonly crowd: number;
  readonly crowdMs: number;
  readonly agents: number;
  readonly bridgeStarts: number;
  readonly tasks: number;
}

/** A practice site in a process of its own, and clients of it in theirs. */
export class World {
  readonly url: string;
  /** A temporary folder: homes of apps, files to print. */
  readonly folder: string;
  readonly bridge: string;
  readonly #user: { readonly username: string; readonly password: string };
  readonly #endings: (() => Promise<void>)[] = [];

  /** `flags` are those of the practice site. */
  static async open(built: string, flags: readonly string[] = []): Promise<World> {
    const practice = await startPractice(path.join(built, 'practice.mjs'), flags);
    const [user] = practice.users;
    if (!user) throw new Error('the practice site has no users');
    return new World(built, practice, user);
  }

  private constructor(
    built: string,
    practice: Awaited<ReturnType<typeof startPractice>>,
    user: { readonly username: string; readonly password: string },
  ) {
    this.url = practice.url;
    this.bridge = path.join(built, 'drawbridge.mjs');
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dbb-'));
    this.#user = user;
    this.#endings.push(async () => fs.rmSync(this.folder, { recursive: true, force: true }));
    this.#endings.push(() => practice.stop());
  }

  /** The bare client, the engine alone, or the app's whole side of agents. */
  client(kind: 'raw' | 'engine' | 'recorded' | 'app'): Worker {
    const { url, folder } = this;
    return this.#owned(new Worker({ kind, url, home: folder, ...this.#user }));
  }

  /** Agents behind bridges; their app must be ready. */
  agents(): Worker {
    return this.#owned(new Worker({ kind: 'agents', bridge: this.bridge, home: this.folder }));
  }

  async close(): Promise<void> {
    for (const end of this.#endings.reverse()) await end();
  }

  #owned(worker: Worker): Worker {
    this.#endings.push(() => worker.stop());
    return worker;
  }
}
