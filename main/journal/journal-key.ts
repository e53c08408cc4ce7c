import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../errors/clock.ts';
import type { Log } from '../log/log.ts';
import type { SealStore } from '../vault/seal.ts';
import type { ChainEnd } from './chain.ts';

const KEY = 'journal-key';
const HEAD = 'journal-head';
/** Between two writes of the head. A flood of runs must not hammer the keychain. */
export const HEAD_EVERY_MS = 1_000;

const storedHead = z.object({ seq: z.number().int(), mac: z.string(), file: z.string(), size: z.number().int() });

export interface JournalSecret {
  readonly key: Buffer;
  /** False: it lives as long as this start. */
  readonly kept: boolean;
  /** The vault had this key before; without a head then, the head was lost. */
  readonly known: boolean;
  readonly head: ChainEnd | null;
}

/** The key and the head from the vault, or a key for this start. Throws `vault-unavailable`. */
export async function journalSecret(vault: SealStore): Promise<JournalSecret> {
  // Never put where there is no keychain: it would replace the lasting one when that opens.
  if (vault.choice.state === 'memory-only') return ownSecret();
  const stored = await vault.get(KEY);
  if (stored !== undefined) {
    const head = parsedHead(await vault.get(HEAD));
    return { key: Buffer.from(stored, 'base64url'), kept: true, known: true, head };
  }
  const key = randomBytes(32);
  await vault.put(KEY, key.toString('base64url'));
  return { key, kept: true, known: false, head: null };
}

/** For this start alone. */
export const ownSecret = (): JournalSecret => ({ key: randomBytes(32), kept: false, known: false, head: null });

function parsedHead(text: string | undefined): ChainEnd | null {
  if (text === undefined) return null;
  try {
    const parsed = storedHead.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export interface HeadKeeperPorts {
  readonly vault: SealStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Brings to the disk what the head speaks of: the head never says more than the disk has. */
  readonly flush: () => Promise<void>;
}

/** Writes the head into the vault: at once, and then at most every second. */
export class HeadKeeper {
  readonly #ports: HeadKeeperPorts;
  #wanted: ChainEnd | null = null;
  #writing: Promise<void> | null = null;
  #cancel: (() => void) | null = null;

  constructor(ports: HeadKeeperPorts) {
    this.#ports = ports;
  }

  keep(end: ChainEnd): void {
    this.#wanted = end;
    if (this.#writing === null && this.#cancel === null) this.#write();
  }

  /** Forgets what was wanted: it belongs to another key. */
  drop(): void {
    this.#wanted = null;
  }

  /** Resolves when the newest head is in the vault, or could not be put there. */
  async settle(): Promise<void> {
    await this.#writing;
    this.#rest();
    this.#write();
    await this.#writing;
    this.#rest();
  }

  #rest(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #write(): void {
    const end = this.#wanted;
    if (end === null) return;
    this.#wanted = null;
    this.#writing = this.#put(end).finally(() => {
      this.#writing = null;
      this.#cancel = this.#ports.clock.after(HEAD_EVERY_MS, () => {
        this.#cancel = null;
        this.#write();
      });
    });
  }

  async #put(end: ChainEnd): Promise<void> {
    try {
      await this.#ports.flush();
      const { seq, mac, file, size } = end;
      await this.#ports.vault.put(HEAD, JSON.stringify({ seq, mac, file, size }));
    } catch (error) {
      this.#wanted ??= end;
      this.#ports.log.warn("the journal's head could not be kept", { error: String(error) });
    }
  }
}
