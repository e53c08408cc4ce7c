import { z } from 'zod';
import type { Clock } from '../errors/clock.ts';
import type { Log } from '../log/log.ts';
import type { SiteTransport } from './site-transport.ts';
import { storedCookie } from './stored-cookie.ts';

/** Cookie changes come in bursts; the vault is written once after them. */
const SAVE_AFTER_MS = 250;

/** What a site needs of the vault. */
export interface SecretStore {
  get(name: string): Promise<string | undefined>;
  put(name: string, text: string): Promise<void>;
  delete(name: string): Promise<void>;
}

export interface SavedSessionPorts {
  readonly siteId: string;
  readonly transport: SiteTransport;
  readonly vault: SecretStore;
  readonly clock: Clock;
  readonly log: Log;
  /** False while the jar holds nothing worth keeping. */
  readonly worthKeeping: () => boolean;
}

/** The vault's name for the cookies of a site. */
export function cookieEntry(siteId: string): string {
  return `cookies-${siteId}`;
}

/** One site's cookies in the vault: written shortly after they changed, put back before the first request. */
export class SavedSession {
  readonly #ports: SavedSessionPorts;
  #cancel: (() => void) | undefined;

  constructor(ports: SavedSessionPorts) {
    this.#ports = ports;
  }

  /** Fills the empty jar; false when nothing was kept, or nothing that can be read. */
  async restore(): Promise<boolean> {
    const { vault, transport, siteId, log } = this.#ports;
    const text = await vault.get(cookieEntry(siteId));
    if (text === undefined) return false;
    const cookies = readCookies(text);
    if (!cookies) {
      log.warn('saved cookies were not readable and are deleted', { site: siteId });
      await vault.delete(cookieEntry(siteId));
      return false;
    }
    await transport.importCookies(cookies);
    return true;
  }

  saveSoon(): void {
    this.#cancel?.();
    this.#cancel = this.#ports.clock.after(SAVE_AFTER_MS, () => void this.flush());
  }

  /** Writes what waits to be written. Never rejects: a session that cannot be saved still works. */
  async flush(): Promise<void> {
    const { vault, transport, siteId, log, worthKeeping } = this.#ports;
    if (!this.#cancel) return;
    this.#cancel();
    this.#cancel = undefined;
    try {
      const cookies = await transport.exportCookies();
      // Asked after the jar was read: a sign-out in between must not be undone on the disk.
      if (worthKeeping()) await vault.put(cookieEntry(siteId), JSON.stringify(cookies));
    } catch (error) {
      log.error('the session could not be saved', { site: siteId, error });
    }
  }

  async forget(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    await this.#ports.vault.delete(cookieEntry(this.#ports.siteId));
  }
}

function readCookies(text: string) {
  try {
    const parsed = z.array(storedCookie).safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // not JSON: an older or foreign entry
  }
}
