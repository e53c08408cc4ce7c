import fs from 'node:fs';
import path from 'node:path';
import type { Log } from './log.ts';
import { redact, redactText } from './redact.ts';

const MAX_BYTES = 5 * 1024 * 1024;
const KEEP = 3;

type Level = 'debug' | 'info' | 'warn' | 'error';

/** The app's log: redacted JSON lines in `drawbridge.log`, mode 0600, three files of 5 MB. */
export class FileLog implements Log {
  readonly #file: string;
  readonly #onFailure: (error: Error) => void;
  #size: number;
  #failed = false;

  /** `onFailure` is told once when the file cannot be written; the app goes on without a log. */
  constructor(ports: { readonly folder: string; readonly onFailure: (error: Error) => void }) {
    fs.mkdirSync(ports.folder, { recursive: true, mode: 0o700 });
    this.#file = path.join(ports.folder, 'drawbridge.log');
    this.#onFailure = ports.onFailure;
    this.#size = fs.existsSync(this.#file) ? fs.statSync(this.#file).size : 0;
  }

  debug(message: string, facts?: Readonly<Record<string, unknown>>): void {
    this.#write('debug', message, facts);
  }
  info(message: string, facts?: Readonly<Record<string, unknown>>): void {
    this.#write('info', message, facts);
  }
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void {
    this.#write('warn', message, facts);
  }
  error(message: string, facts?: Readonly<Record<string, unknown>>): void {
    this.#write('error', message, facts);
  }

  #write(level: Level, message: string, facts: Readonly<Record<string, unknown>> | undefined): void {
    if (this.#failed) return;
    const known = redact(facts ?? {});
    const line = `${JSON.stringify({ at: new Date().toISOString(), level, message: redactText(message), ...Object(known) })}\n`;
    try {
      if (this.#size + line.length > MAX_BYTES) this.#rotate();
      // Synchronous: the line before a crash is the one that counts, and the engine's hot path does not log.
      fs.appendFileSync(this.#file, line, { mode: 0o600 });
      this.#size += line.length;
    } catch (error) {
      this.#failed = true;
      this.#onFailure(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #rotate(): void {
    for (let index = KEEP - 1; index >= 1; index -= 1) {
      const from = index === 1 ? this.#file : `${this.#file}.${index - 1}`;
      if (fs.existsSync(from)) fs.renameSync(from, `${this.#file}.${index}`);
    }
    this.#size = 0;
  }
}
