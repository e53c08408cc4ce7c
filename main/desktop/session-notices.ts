import type { SiteSummary } from '../sites/site-model.ts';

export interface SessionNoticesPorts {
  readonly expiring: (site: SiteSummary, minutes: number) => () => void;
  readonly expired: (site: SiteSummary) => () => void;
  readonly now: () => number;
}

/** One notification for one end of a session (design §7): ahead of it where the end was seen coming, else when it came. */
export class SessionNotices {
  readonly #ports: SessionNoticesPorts;
  /** By site: takes back what is shown. */
  readonly #told = new Map<string, () => void>();

  constructor(ports: SessionNoticesPorts) {
    this.#ports = ports;
  }

  /** Told at each change of a site. */
  see(site: SiteSummary): void {
    const { session } = site;
    if (session.kind === 'expiring') {
      if (this.#told.has(site.id)) return;
      const minutes = Math.max(1, Math.ceil((session.endsAt - this.#ports.now()) / 60_000));
      this.#told.set(site.id, this.#ports.expiring(site, minutes));
    } else if (session.kind === 'signed-in' || session.kind === 'signed-out') this.forget(site.id);
  }

  /** The session has ended while the app ran. */
  ended(site: SiteSummary): void {
    if (!this.#told.has(site.id)) this.#told.set(site.id, this.#ports.expired(site));
  }

  forget(siteId: string): void {
    this.#told.get(siteId)?.();
    this.#told.delete(siteId);
  }
}
