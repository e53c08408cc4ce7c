import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { median } from '../numbers.ts';
import { type Figures, judged } from '../report.ts';
import { type Scale, World } from '../world.ts';

const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1.0.0' } },
});
/** The least that a process can do that answers a line. */
const bareAnswer = "process.stdin.once('data', () => process.stdout.write('{}\\n'))";

/** `drawbridge mcp` as an agent's host starts it, the app running: from the start to the answer to `initialize`. */
export async function bridgeStart(built: string, scale: Scale): Promise<Figures> {
  const world = await World.open(built);
  try {
    await world.client('app').ask('ready', {});
    const ours: number[] = [];
    const raw: number[] = [];
    for (let time = 0; time < scale.bridgeStarts; time += 1) {
      raw.push(await firstAnswer(['-e', bareAnswer], world.folder));
      ours.push(await firstAnswer([world.bridge, 'mcp'], world.folder));
    }
    return {
      'bridge-start': judged({
        what: '`drawbridge mcp` to its answer to `initialize`, median; raw is a bare Node process that answers a line',
        ...{ value: median(ours), raw: median(raw), unit: 'ms' },
      }),
    };
  } finally {
    await world.close();
  }
}

async function firstAnswer(args: readonly string[], home: string): Promise<number> {
  const started = performance.now();
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, DRAWBRIDGE_HOME: home };
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  child.stdin.write(`${initialize}\n`);
  await once(createInterface({ input: child.stdout }), 'line', { signal: AbortSignal.timeout(20_000) });
  const ms = performance.now() - started;
  child.stdin.end();
  await gone;
  return ms;
}
