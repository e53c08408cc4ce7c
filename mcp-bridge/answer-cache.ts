import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { parseJson } from './app-connection.ts';

const entry = z.object({
  appVersion: z.string(),
  toolsKey: z.string(),
  opening: z.record(z.string(), z.unknown()).optional(),
  /** By method: the lists that hosts ask for as they start. */
  lists: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
export type CacheEntry = z.infer<typeof entry>;
const cacheFile = z.object({ revisions: z.record(z.string(), entry) });

/** What the app last answered to an opening and to the lists, so that a host can start without the app. No secrets in it. */
export interface AnswerCache {
  /** By protocol revision; undefined where this version of the app never answered in it. */
  get(revision: string, appVersion: string | undefined): CacheEntry | undefined;
  put(revision: string, change: CacheEntry): void;
}

/** The cache as one small file in the state directory; a lost or spoilt file costs one start of the app. */
export class AnswerCacheFile implements AnswerCache {
  readonly #file: string;

  /** What a host is shown depends on what it was started for. */
  constructor(stateDirectory: string, tools: 'core' | 'full') {
    this.#file = path.join(stateDirectory, `mcp-answers${tools === 'core' ? '-core' : ''}.json`);
  }

  get(revision: string, appVersion: string | undefined): CacheEntry | undefined {
    const found = this.#read()[revision];
    return found !== undefined && (appVersion === undefined || found.appVersion === appVersion) ? found : undefined;
  }

  put(revision: string, change: CacheEntry): void {
    const revisions = this.#read();
    const old = revisions[revision];
    const keep: Partial<CacheEntry> =
      old?.appVersion === change.appVersion && old.toolsKey === change.toolsKey ? old : {};
    const next = { ...keep, ...change, lists: { ...keep.lists, ...change.lists } };
    if (JSON.stringify(old) === JSON.stringify(next)) return;
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
      const draft = `${this.#file}.${process.pid}`;
      writeFileSync(draft, JSON.stringify({ revisions: { ...revisions, [revision]: next } }), { mode: 0o600 });
      renameSync(draft, this.#file);
    } catch (error) {
      process.stderr.write(`drawbridge: cannot keep ${this.#file}: ${String(error)}\n`);
    }
  }

  #read(): Record<string, CacheEntry> {
    try {
      const parsed = cacheFile.safeParse(parseJson(readFileSync(this.#file, 'utf8')));
      return parsed.success ? parsed.data.revisions : {};
    } catch {
      return {};
    }
  }
}
