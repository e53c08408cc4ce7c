import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FileTarget } from '../../../main/files/file-model.ts';
import { practiceWorld } from '../agents/practice-world.ts';

const signal = new AbortController().signal;

/** A practice site with file sessions of one agent on it, and a folder of the person's machine. */
export async function fileWorld(options: Parameters<typeof practiceWorld>[0] = {}) {
  const world = await practiceWorld(options);
  const sites = world.sites();
  const files = world.files(sites);
  const project = await realpath(await mkdtemp(path.join(tmpdir(), 'drawbridge-project-')));
  const target = async (asset = 'lab-bash', account = 'root'): Promise<FileTarget> => {
    const { rest } = sites.find(undefined);
    const found = (await rest.assets({ search: asset, limit: 20, offset: 0 }, signal)).assets.find(
      ({ name }) => name === asset,
    );
    if (found === undefined) throw new Error(`no ${asset}`);
    const { accounts } = await rest.asset(found.id, signal);
    const chosen = accounts.find(({ username }) => username === account);
    if (chosen === undefined) throw new Error(`no ${account}`);
    const { alias, name, username } = chosen;
    return {
      siteId: 'site_practice',
      asset: found,
      account: { alias, name, username },
      protocol: 'sftp',
      connectMethod: 'web_sftp',
    };
  };
  const owner = { kind: 'agent', agentId: 'a1', name: 'test-agent' } as const;
  return {
    ...{ practice: world.practice, sites, files, project, owner, target },
    session: async (asset = 'lab-bash', account = 'root') => files.of(await target(asset, account), owner),
    home: (asset = 'lab-bash', account = 'root') => world.practice.homeOf(asset, account),
    async dispose() {
      files.dispose();
      await world.dispose();
      await rm(project, { recursive: true, force: true });
    },
  };
}

/** A file of so many bytes that no two places of are equal for long. */
export async function bigFile(file: string, size: number): Promise<void> {
  const block = Buffer.allocUnsafe(1024 * 1024);
  for (let at = 0; at < block.length; at += 4) block.writeUInt32LE((at * 2_654_435_761) >>> 0, at);
  const handle = await open(file, 'w');
  for (let done = 0; done < size; done += block.length) {
    block.writeUInt32LE(done >>> 0, 0);
    await handle.write(block.subarray(0, Math.min(block.length, size - done)));
  }
  await handle.close();
}

export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
