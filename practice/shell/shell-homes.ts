import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asset } from '../assets/asset.ts';
import { startFiles } from './start-files.ts';

/** The throw-away folder in which every shell of one site lives; each account of each asset has its own home. */
export class ShellHomes {
  readonly root: string;

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), 'drawbridge-practice-'));
  }

  /** The home of an account on an asset, with the start files of its shell written on first use. */
  homeFor(asset: Asset, username: string): string {
    const safe = (text: string) => text.replace(/[^\p{L}\p{N}._-]/gu, '_').slice(0, 40);
    const home = join(this.root, `${safe(asset.name)}-${asset.id.slice(0, 8)}`, safe(username));
    mkdirSync(home, { recursive: true, mode: 0o700 });
    for (const [name, text] of Object.entries(startFiles(username, asset.name))) {
      try {
        writeFileSync(join(home, name), text, { flag: 'wx' });
      } catch {
        // Already there from an earlier terminal: what the person changed in it stays.
      }
    }
    return home;
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}
