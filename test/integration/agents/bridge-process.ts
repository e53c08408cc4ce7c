import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { build } from 'esbuild';
import { LineSplitter } from '../../../mcp-bridge/wire.ts';

/** A temporary folder that holds the bundled bridge and each test's DRAWBRIDGE_HOME. */
export class Workshop {
  readonly folder: string;
  #homes = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<Workshop> {
    const workshop = new Workshop(await mkdtemp(path.join(tmpdir(), 'dbt-')));
    await workshop.bundle('mcp-bridge/drawbridge.ts', 'drawbridge.mjs');
    return workshop;
  }

  get bridge(): string {
    return path.join(this.folder, 'drawbridge.mjs');
  }

  /** A fresh DRAWBRIDGE_HOME. */
  home(): string {
    this.#homes += 1;
    return path.join(this.folder, `h${this.#homes}`);
  }

  async bundle(entry: string, name: string): Promise<string> {
    const outfile = path.join(this.folder, name);
    const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
    await build({
      ...{ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' },
      ...{ banner: { js: require }, logLevel: 'error' },
      // As scripts/build.mjs: its other build cannot be bundled.
      alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    });
    return outfile;
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

export const environment = (home: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  DRAWBRIDGE_HOME: home,
});

/** The v1 SDK client on a bridge process, as an agent's host would have it. */
export async function connectAgent(
  bridge: string,
  home: string,
  name = 'test-agent',
  options: readonly string[] = [],
  project?: string,
  env: Readonly<Record<string, string>> = {},
) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bridge, 'mcp', ...options],
    env: { ...environment(home), ...env },
    stderr: 'inherit',
    ...(project === undefined ? {} : { cwd: project }),
  });
  const client = new Client({ name, version: '1.2.3' });
  await client.connect(transport);
  return client;
}

/** A bridge process spoken to in raw lines. */
export class RawBridge {
  readonly process: ChildProcessWithoutNullStreams;
  readonly lines: string[] = [];
  #waiters: (() => void)[] = [];

  constructor(
    bridge: string,
    home: string,
    args: readonly string[] = ['mcp'],
    env: Readonly<Record<string, string>> = {},
  ) {
    this.process = spawn(process.execPath, [bridge, ...args], { env: { ...environment(home), ...env } });
    const splitter = new LineSplitter();
    this.process.stdout.on('data', (bytes: Buffer) => {
      for (const event of splitter.push(bytes)) if (event.kind === 'line') this.lines.push(event.text);
      for (const waiter of this.#waiters.splice(0)) waiter();
    });
    this.process.stderr.resume();
  }

  write(line: string): void {
    this.process.stdin.write(`${line}\n`);
  }

  /** The next line that fits, from the first on; each is given once. */
  async next(fits: (value: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    for (;;) {
      for (const [at, line] of this.lines.entries()) {
        const value: Record<string, unknown> = JSON.parse(line);
        if (!fits(value)) continue;
        this.lines.splice(at, 1);
        return value;
      }
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  end(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    this.process.stdin.end();
    return ended;
  }
}

/** Runs a verb to its end. */
export function runVerb(
  bridge: string,
  home: string,
  args: readonly string[],
  cwd?: string,
  more: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
) {
  const child = spawn(process.execPath, [bridge, ...args], { env: { ...environment(home), ...more.env }, cwd });
  if (more.input !== undefined) child.stdin.end(more.input);
  let out = '';
  let err = '';
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes;
  });
  child.stderr.on('data', (bytes: Buffer) => {
    err += bytes;
  });
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
