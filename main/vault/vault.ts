import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { inBoth, type Said } from '../errors/said.ts';
import type { Log } from '../log/log.ts';
import type { VaultChoice } from './decide-backend.ts';

/** Encrypts for this user on this machine. */
export interface SecretBackend {
  /** Written beside each blob, because another backend cannot open it. */
  readonly name: string;
  encrypt(text: string): Promise<Uint8Array>;
  decrypt(bytes: Uint8Array): Promise<string>;
}

const blob = z.object({ version: z.literal(1), backend: z.string(), data: z.base64() });

export interface VaultPorts {
  readonly folder: string;
  /** Looks at the machine anew: at the start, and when the person unlocked the keyring. */
  readonly choose: () => Promise<{ readonly choice: VaultChoice; readonly backend: SecretBackend | null }>;
  readonly log: Log;
  /** Told once for a blob that is gone. */
  readonly onNotice: (text: Said) => void;
}

/** Secrets at rest. In `memory-only` nothing touches the disk, and what is put lives until the app ends. */
export class Vault {
  readonly #ports: VaultPorts;
  readonly #memory = new Map<string, string>();
  /** Writes of one name follow each other. */
  readonly #writing = new Map<string, Promise<void>>();
  #choice: VaultChoice = { state: 'memory-only', why: 'no-keychain' };
  #backend: SecretBackend | null = null;
  /** The person knows that writing fails. */
  #told = false;

  private constructor(ports: VaultPorts) {
    this.#ports = ports;
  }

  static async open(ports: VaultPorts): Promise<Vault> {
    const vault = new Vault(ports);
    await vault.#clearDrafts();
    await vault.retry();
    return vault;
  }

  get choice(): VaultChoice {
    return this.#choice;
  }

  /** Chooses the backend again; secrets in memory move into it, as far as they can be written. */
  async retry(): Promise<void> {
    const { choice, backend } = await this.#ports.choose().catch((error: unknown) => {
      // Without a keychain the app still works; without a start it does not.
      this.#ports.log.error('the keychain could not be looked at', { error });
      return { choice: { state: 'memory-only', why: 'failed' }, backend: null } as const;
    });
    this.#choice = choice;
    this.#backend = choice.state === 'memory-only' ? null : backend;
    this.#ports.log.info('vault', { state: choice.state, why: choice.why, backend: backend?.name ?? 'none' });
    if (!this.#backend) return;
    for (const [name, text] of [...this.#memory])
      await this.put(name, text).catch((error: unknown) =>
        this.#ports.log.error('a secret stays in memory', { name, error }),
      );
  }

  /** Undefined where there is none, or where it could not be opened (it is then deleted, with one notice). Throws `vault-unavailable`. */
  async get(name: string): Promise<string | undefined> {
    const backend = this.#backend;
    const inMemory = this.#memory.get(name);
    if (!backend || inMemory !== undefined) return inMemory;
    await this.#writing.get(name);
    const file = this.#file(name, backend);
    let text: string;
    try {
      text = await fs.readFile(file, 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw unavailable(this.#ports.folder, error);
    }
    try {
      const stored = blob.parse(JSON.parse(text));
      if (stored.backend !== backend.name) throw new Error(`written by ${stored.backend}, and this is ${backend.name}`);
      return await backend.decrypt(Buffer.from(stored.data, 'base64'));
    } catch (error) {
      this.#ports.log.warn('a vault entry cannot be opened and is deleted', { name, error });
      await this.#inTurn(name, () => fs.rm(file, { force: true }));
      this.#ports.onNotice({
        en: 'A saved sign-in could not be opened with the keychain of this computer. Sign in again.',
        'zh-CN': '这台电脑的钥匙串打不开一份已保存的登录信息。请重新登录。',
      });
      return undefined;
    }
  }

  /** Throws `vault-unavailable`; so does `delete`. */
  async put(name: string, text: string): Promise<void> {
    const backend = this.#backend;
    if (!backend) {
      this.#memory.set(name, text);
      return;
    }
    await this.#inTurn(name, () => this.#write(name, text, backend)).catch((error: unknown) => {
      if (!this.#told)
        this.#ports.onNotice(inBoth(error instanceof DrawbridgeError ? `${error.message} ${error.nextStep}` : ''));
      this.#told = true;
      if (this.#memory.has(name)) this.#memory.set(name, text);
      throw error;
    });
    this.#told = false;
    this.#memory.delete(name);
  }

  /** What every backend wrote of it. */
  async delete(name: string): Promise<void> {
    this.#memory.delete(name);
    await this.#inTurn(name, async () => {
      const mine = new RegExp(`^${fileName(name)}(\\.[^.]+)?\\.vault$`);
      for (const file of await this.#files()) if (mine.test(file)) await this.#remove(file);
    });
  }

  async #write(name: string, text: string, backend: SecretBackend): Promise<void> {
    const data = Buffer.from(await backend.encrypt(text)).toString('base64');
    await fs.mkdir(this.#ports.folder, { recursive: true, mode: 0o700 });
    const draft = `${this.#file(name, backend)}.${randomUUID()}`;
    try {
      await fs.writeFile(draft, JSON.stringify({ version: 1, backend: backend.name, data }), { mode: 0o600 });
      await fs.rename(draft, this.#file(name, backend));
    } catch (error) {
      await fs.rm(draft, { force: true });
      throw error;
    }
  }

  /** What a crash left between writing and renaming. */
  async #clearDrafts(): Promise<void> {
    try {
      for (const file of await this.#files()) if (/\.vault\.[0-9a-f-]{36}$/.test(file)) await this.#remove(file);
    } catch (error) {
      this.#ports.log.warn('drafts of the vault could not be cleared away', { error });
    }
  }

  async #files(): Promise<readonly string[]> {
    try {
      return await fs.readdir(this.#ports.folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  #remove(file: string): Promise<void> {
    return fs.rm(path.join(this.#ports.folder, file), { force: true });
  }

  async #inTurn(name: string, work: () => Promise<void>): Promise<void> {
    const before = this.#writing.get(name) ?? Promise.resolve();
    const mine = before.then(work).catch((error: unknown) => {
      throw unavailable(this.#ports.folder, error);
    });
    const settled = mine.catch(() => {
      // The caller of this very write gets the error; the next write must not inherit it.
    });
    this.#writing.set(name, settled);
    await mine;
    if (this.#writing.get(name) === settled) this.#writing.delete(name);
  }

  /**
   * A file for each backend: which one is there can change from start to start (a wallet that another program woke), and
   * none may destroy what another one keeps.
   */
  #file(name: string, backend: SecretBackend): string {
    return path.join(this.#ports.folder, `${fileName(name)}.${fileName(backend.name)}.vault`);
  }
}

const fileName = (text: string): string => text.replace(/[^A-Za-z0-9_-]/g, '_');

function unavailable(folder: string, cause: unknown): DrawbridgeError {
  return new DrawbridgeError({
    code: 'vault-unavailable',
    message: 'The saved sign-ins cannot be read or written.',
    nextStep: `Make room or mend the rights of ${folder}; until then sign in again after each start.`,
    actor: 'person',
    cause,
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
