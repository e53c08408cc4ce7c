import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { NewEntry } from '../../../main/journal/entry.ts';
import { Journal } from '../../../main/journal/journal.ts';
import { silentLog } from '../../../main/log/log.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SomeVault } from '../../support/some-vault.ts';

/** A clock that can also be set, back too. */
class SetClock extends FakeClock {
  #offset = 0;

  override now(): number {
    return super.now() + this.#offset;
  }

  set(now: number): void {
    this.#offset = now - super.now();
  }
}

export class JournalPlace {
  readonly folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-journal-')), 'journal');
  readonly vault = new SomeVault();
  readonly clock = new SetClock();
  readonly #open: Journal[] = [];

  async start(): Promise<Journal> {
    const { folder, vault, clock } = this;
    const journal = await Journal.open({ folder, vault, clock, log: silentLog });
    this.#open.push(journal);
    return journal;
  }

  /** A whole start: opens, writes, quits. */
  async write(...texts: string[]): Promise<void> {
    const journal = await this.start();
    for (const text of texts) journal.record(run(text));
    await journal.dispose();
  }

  files(): string[] {
    return fs.readdirSync(this.folder).sort();
  }

  file(name = this.files().at(-1) ?? ''): string {
    return path.join(this.folder, name);
  }

  lines(name?: string): string[] {
    return fs.readFileSync(this.file(name), 'utf8').split('\n').slice(0, -1);
  }

  put(lines: readonly string[], name?: string): void {
    fs.writeFileSync(this.file(name), lines.map((line) => `${line}\n`).join(''));
  }

  async dispose(): Promise<void> {
    for (const journal of this.#open) await journal.dispose().catch(() => {});
    fs.rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }
}

export const run = (text: string): NewEntry => ({
  kind: 'run-started',
  site: 'Prod',
  who: 'claude (a1)',
  target: 'web-01 · root',
  text,
  outcome: '',
});
