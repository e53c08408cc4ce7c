import { z } from 'zod';
import type { Clock } from '../errors/clock.ts';
import type { Log } from '../log/log.ts';
import type { SiteUser } from './site-model.ts';
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
  /** Whose cookies the jar holds; null while it holds nothing worth keeping. */
  readonly user: () => SiteUser | null;
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

  /** Fills the empty jar and tells whose cookies these were; undefined when nothing was kept, or nothing that can be read. */
  async restore(): Promise<SiteUser | undefined> {
    const { vault, transport, siteId, log } = this.#ports;
    const text = await vault.get(cookieEntry(siteId));
    if (text === undefined) return undefined;
    const saved = readSaved(text);
    if (!saved) {
      log.warn('saved cookies were not readable and are deleted', { site: siteId });
      await vault.delete(cookieEntry(siteId));
      return undefined;
    }
    await transport.importCookies(saved.cookies);
    return saved.user;
  }

  saveSoon(): void {
    this.#cancel?.();
    this.#cancel = this.#ports.clock.after(SAVE_AFTER_MS, () => void this.flush());
  }

  /** Writes what waits to be written. Never rejects: a session that cannot be saved still works. */
  async flush(): Promise<void> {
    const { vault, transport, siteId, log, user } = this.#ports;
    if (!this.#cancel) return;
    this.#cancel();
    this.#cancel = undefined;
    try {
      const cookies = await transport.exportCookies();
      // Asked after the jar was read: a sign-out in between must not be undone on the disk.
      const whose = user();
      if (whose)
        await vault.put(cookieEntry(siteId), JSON.stringify({ user: whose, cookies: [...cookies] } satisfies Saved));
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

const saved = z.object({
  user: z.object({ id: z.string(), username: z.string(), name: z.string() }),
  cookies: z.array(storedCookie),
});
type Saved = z.infer<typeof saved>;

function readSaved(text: string): Saved | undefined {
  try {
    const parsed = saved.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // not JSON: an older or foreign entry
  }
}
