import { randomUUID } from 'node:crypto';
import { type Cookie, type Session, session } from 'electron';
import { denyByDefault } from './harden-session.ts';

export interface SitePartitionsPorts {
  /** Of the site; in the partitions' names. */
  readonly id: string;
  /** Rules a new partition before its first request. */
  readonly prepare: (partition: Session) => void;
  readonly onCookieChanged: (event: unknown, cookie: Cookie, cause: string, removed: boolean) => void;
}

/**
 * The in-memory partition of one site, and the next one: Chromium keeps its verdicts about certificates for the life of a
 * partition, both ways, so that another trust needs another one. The cookies move along.
 */
export class SitePartitions {
  readonly #ports: SitePartitionsPorts;
  readonly #ours = new WeakSet<Session>();
  #current: Session;
  /** Windows that are open on the current one: it is not replaced under them. */
  #lent = 0;
  #stale = false;
  #renewing: Promise<void> = Promise.resolve();

  constructor(ports: SitePartitionsPorts) {
    this.#ports = ports;
    this.#current = this.#make();
    this.#listen(this.#current);
  }

  get current(): Session {
    return this.#current;
  }

  /** Also one that has been replaced. */
  owns(partition: Session): boolean {
    return this.#ours.has(partition);
  }

  /** A window shows pages of the current partition until `use` is through; renewals that are due come after it. */
  async lend<T>(use: (partition: Session) => Promise<T>): Promise<T> {
    await this.#renewing;
    this.#lent += 1;
    try {
      return await use(this.#current);
    } finally {
      this.#lent -= 1;
      if (this.#stale) await this.renew();
    }
  }

  /** Resolves with the new partition in place, or at once where a window is open: then it follows the window's end. */
  renew(): Promise<void> {
    this.#stale = true;
    this.#renewing = this.#renewing.then(() => this.#renewOnce());
    return this.#renewing;
  }

  async dispose(): Promise<void> {
    await this.#renewing;
    this.#current.cookies.off('changed', this.#ports.onCookieChanged);
    await empty(this.#current);
  }

  async #renewOnce(): Promise<void> {
    if (!this.#stale || this.#lent > 0) return;
    this.#stale = false;
    const old = this.#current;
    const next = this.#make();
    // Filled before anybody uses it: a request with half a jar would look like a lost session.
    for (const cookie of await old.cookies.get({})) await next.cookies.set(copyOf(cookie));
    old.cookies.off('changed', this.#ports.onCookieChanged);
    this.#listen(next);
    this.#current = next;
    await empty(old);
  }

  #make(): Session {
    // No `persist:` prefix, so nothing reaches the disk; a name of its own, so that no verdict is inherited.
    const partition = session.fromPartition(`site-${this.#ports.id}-${randomUUID()}`, { cache: false });
    denyByDefault(partition);
    this.#ports.prepare(partition);
    this.#ours.add(partition);
    return partition;
  }

  #listen(partition: Session): void {
    partition.cookies.on('changed', this.#ports.onCookieChanged);
  }
}

async function empty(partition: Session): Promise<void> {
  await partition.closeAllConnections();
  await partition.clearStorageData();
  await partition.clearCache();
}

function copyOf(cookie: Cookie): Electron.CookiesSetDetails {
  const host = (cookie.domain ?? '').replace(/^\./, '');
  return {
    url: `${cookie.secure ? 'https' : 'http'}://${host}${cookie.path ?? '/'}`,
    name: cookie.name,
    value: cookie.value,
    path: cookie.path ?? '/',
    secure: cookie.secure ?? false,
    httpOnly: cookie.httpOnly ?? false,
    sameSite: cookie.sameSite,
    // A domain on a host-only cookie would make a second one beside the server's (sign-in-window §4).
    ...(cookie.hostOnly || cookie.domain === undefined ? {} : { domain: cookie.domain }),
    ...(cookie.expirationDate === undefined ? {} : { expirationDate: cookie.expirationDate }),
  };
}
