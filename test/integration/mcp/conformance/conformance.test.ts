import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { AgentSide } from '../../agents/agent-side.ts';
import { Workshop } from '../../agents/bridge-process.ts';
import { openHttp } from '../../agents/open-http.ts';
import { practiceWorld } from '../../agents/practice-world.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

/** The suite as Node 20 can run it; beside our modules, which it imports. */
async function suite(): Promise<string> {
  const outfile = path.join(root, 'dist/test/conformance.mjs');
  await build({
    ...{ entryPoints: [path.join(root, 'node_modules/@modelcontextprotocol/conformance/dist/index.js')], outfile },
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' },
    alias: { fs: path.join(import.meta.dirname, 'fs-with-glob.ts') },
  });
  return outfile;
}

it('the public suite finds nothing but what the reviewed baseline says', async () => {
  const workshop = await Workshop.open();
  const world = await practiceWorld();
  const pool = world.pool();
  const side = await AgentSide.start(workshop.home(), world.sites(), pool);
  // The suite knows addresses only, and has no place for a token; clients of scenarios that fail stay.
  const http = await openHttp(side, { agents: 32, leftMs: 1 });
  try {
    const results = path.join(workshop.folder, 'results');
    await mkdir(results);
    const baseline = path.join(import.meta.dirname, 'baseline.yml');
    const child = spawn(
      process.execPath,
      [await suite(), 'server', '--url', http.url, '--suite', 'all', '--expected-failures', baseline],
      { cwd: results, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const ended = once(child, 'exit');
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = await ended;
    // A scenario that fails and is not in the baseline, or is there and passes, makes it end with 1.
    expect(code, `${out}\n${err}`).toBe(0);
  } finally {
    await http.close();
    await side.dispose();
    await pool.dispose();
    await world.dispose();
    await workshop.close();
  }
}, 120_000);
