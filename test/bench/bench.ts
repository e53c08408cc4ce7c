import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { systemClock } from '../../main/errors/clock.ts';
import { RestClient } from '../../main/jumpserver/rest-client.ts';
import { silentLog } from '../../main/log/log.ts';
import type { TerminalTarget } from '../../main/terminals/terminal-model.ts';
import { TerminalPool } from '../../main/terminals/terminal-pool.ts';
import { startPractice } from '../../scripts/demo/practice-child.ts';
import { AgentSide } from '../integration/agents/agent-side.ts';
import { OneSite } from '../integration/agents/one-site.ts';
import { type PracticeVisitor, signInToPractice } from '../support/practice-login.ts';
import { RawShell } from './raw-shell.ts';

export interface Measure {
  readonly value: number;
  readonly unit: string;
  /** The same by a bare `ws` client in the same run; null where there is nothing to compare with. */
  readonly raw: number | null;
  readonly limit: number;
  readonly ok: boolean;
}

const SAMPLES = 400;
const WARM_UP = 40;
const FLOOD_BYTES = 50_000_000;
const FLOOD_ROUNDS = 7;
const ASSET = 'web-01';
const owner = { kind: 'agent', agentId: 'bench', name: 'bench' } as const;
const ms = (value: number) => Math.round(value * 1000) / 1000;

/** Everything is measured against raw in the same run, in turns, because machines are noisy. */
export async function runBench(root: string, say: (line: string) => void): Promise<Record<string, Measure>> {
  // The flood first: memory is counted from a process that has done nothing yet.
  const floods = await flood(root, say);
  return { ...(await latencies(root, say)), ...floods };
}

function pool(visitor: PracticeVisitor, maxOutputBytes?: number): TerminalPool {
  return new TerminalPool({
    clock: systemClock,
    log: silentLog,
    random: (bytes) => randomBytes(bytes),
    limits: { pacing: null, ...(maxOutputBytes === undefined ? {} : { maxOutputBytes }) },
    connect: async (target) => ({
      tokenId: await visitor.connectionToken(target.asset.id, target.account.alias),
      transport: visitor.transport,
      kokoUrl: visitor.kokoUrl,
    }),
  });
}

async function visit(root: string, flags: readonly string[] = []) {
  const practice = await startPractice(root, flags);
  const [alice] = practice.users;
  if (!alice) throw new Error('the practice site has no users');
  const visitor = await signInToPractice(practice.url, alice);
  const { asset, account } = await visitor.findAsset(ASSET);
  const target: TerminalTarget = {
    siteId: 'site_bench',
    asset: { id: asset.id, name: asset.name, address: asset.address, type: 'linux' },
    account: { alias: account, name: account, username: account },
    protocol: 'ssh',
    connectMethod: 'web_cli',
  };
  return { practice, visitor, target, raw: await RawShell.open(visitor, asset.id, account) };
}

const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;

/** Takes turns, and answers the medians in ms. */
async function inTurns(works: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const times: number[][] = works.map(() => []);
  for (let sample = 0; sample < SAMPLES + WARM_UP; sample += 1)
    for (const [index, work] of works.entries()) {
      const started = performance.now();
      await work();
      if (sample >= WARM_UP) times[index]?.push(performance.now() - started);
    }
  return times.map(median);
}

async function latencies(root: string, say: (line: string) => void): Promise<Record<string, Measure>> {
  say(`a warm \`true\`: ${SAMPLES} times each by a bare client, the engine, and an agent behind the bridge`);
  const { practice, visitor, target, raw } = await visit(root);
  const terminals = pool(visitor);
  const rest = new RestClient({
    baseUrl: practice.url,
    organisation: () => '',
    transport: visitor.transport,
    clock: systemClock,
    onAnswer() {},
  });
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'dbb-'));
  const site = new OneSite({ rest, transport: visitor.transport, baseUrl: practice.url });
  const side = await AgentSide.start(home, site, terminals);
  const client = new Client({ name: 'bench', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [path.join(root, 'dist/bridge/drawbridge.mjs'), 'mcp'],
      env: { PATH: process.env['PATH'] ?? '', HOME: home, DRAWBRIDGE_HOME: home },
    }),
  );
  try {
    const call = (name: string, args: Record<string, unknown>) => client.callTool({ name, arguments: args });
    const [rawMs = Number.NaN, engineMs = Number.NaN, bridgeMs = Number.NaN, mcpMs = Number.NaN] = await inTurns([
      () => raw.run('true'),
      () => terminals.runOn(target, { owner, command: 'true', patienceMs: 10_000 }),
      () => call('jms_execute_koko_command', { asset: ASSET, account: target.account.alias, command: 'true' }),
      () => call('jms_status', {}),
    ]);
    const limit = 1.5 * rawMs + 2;
    return {
      'warm-true-bridge': {
        value: ms(bridgeMs),
        unit: 'ms p50',
        raw: ms(rawMs),
        limit: ms(limit),
        ok: bridgeMs <= limit,
      },
      'warm-true-engine': {
        value: ms(engineMs),
        unit: 'ms p50',
        raw: ms(rawMs),
        limit: ms(limit),
        ok: engineMs <= limit,
      },
      'mcp-round-trip': { value: ms(mcpMs), unit: 'ms p50', raw: null, limit: 5, ok: mcpMs <= 5 },
    };
  } finally {
    await client.close();
    await side.dispose();
    await terminals.dispose();
    raw.close();
    fs.rmSync(home, { recursive: true, force: true });
    await practice.stop();
  }
}

async function flood(root: string, say: (line: string) => void): Promise<Record<string, Measure>> {
  say(`${FLOOD_BYTES / 1e6} MB of output by a bare client and by the engine, the practice site's audit off`);
  const { practice, visitor, target, raw } = await visit(root, ['--no-audit']);
  const terminals = pool(visitor, 4 * FLOOD_BYTES);
  const command = `yes 'the quick brown fox jumps over the lazy dog, and comes back for more of it' | head -c ${FLOOD_BYTES}`;
  try {
    const rawSpeeds: number[] = [];
    const engineSpeeds: number[] = [];
    let growth = 0;
    const byRaw = async () => {
      const started = performance.now();
      const bytes = await raw.run(command);
      rawSpeeds.push(bytes / 1000 / (performance.now() - started));
      if (bytes < FLOOD_BYTES) throw new Error(`the bare client got only ${bytes} bytes`);
    };
    const byEngine = async () => {
      const before = process.memoryUsage.rss();
      let peak = before;
      let frames = 0;
      const stopWatching = terminals.on('output', () => {
        frames += 1;
        if (frames % 256 === 0) peak = Math.max(peak, process.memoryUsage.rss());
      });
      const started = performance.now();
      const run = await terminals.runOn(target, { owner, command, patienceMs: 120_000 });
      const bytes = run.output.end - run.output.start;
      engineSpeeds.push(bytes / 1000 / (performance.now() - started));
      stopWatching();
      if (run.outcome.kind !== 'done' || bytes < FLOOD_BYTES) throw new Error(`the flood ended as ${run.outcome.kind}`);
      growth = Math.max(growth, (peak - before) / 1e6);
    };
    // Who is first changes every round. The engine's first flood opens its terminal as well; the median forgives that.
    for (const work of Array.from({ length: FLOOD_ROUNDS }, (_, round) =>
      round % 2 === 0 ? [byEngine, byRaw] : [byRaw, byEngine],
    ).flat()) {
      await work();
    }
    const rawSpeed = median(rawSpeeds);
    const engineSpeed = median(engineSpeeds);
    return {
      'flood-50mb': {
        value: ms(engineSpeed),
        unit: 'MB/s p50',
        raw: ms(rawSpeed),
        limit: ms(0.8 * rawSpeed),
        ok: engineSpeed >= 0.8 * rawSpeed,
      },
      'flood-50mb-rss': { value: ms(growth), unit: 'MB growth', raw: null, limit: 64, ok: growth <= 64 },
    };
  } finally {
    raw.close();
    await terminals.dispose();
    await practice.stop();
  }
}
