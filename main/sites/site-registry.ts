import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Emitter } from '../errors/emitter.ts';
import { type ProbedSite, siteOrigin } from '../jumpserver/probe.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import { cookieEntry } from './saved-session.ts';
import { Site, type SitePorts } from './site.ts';
import type { SiteSettings, SiteSummary } from './site-model.ts';
import type { SiteTransport } from './site-transport.ts';
import type { SitesEvents, SitesPort } from './sites-port.ts';

export interface SiteRegistryPorts extends Omit<SitePorts, 'settings' | 'transport' | 'events' | 'practiceSeen'> {
  readonly stored: () => readonly SiteSettings[];
  readonly store: (sites: readonly SiteSettings[]) => void;
  /** The person's choice for agents that name no site, as it is kept; may be of a site that is gone. */
  readonly defaultSite: () => string | null;
  readonly storeDefault: (id: string | null) => void;
  readonly createTransport: (site: SiteSettings) => SiteTransport;
  /** `untrusted`: the certificate that the system does not trust, where there is one. */
  readonly probe: (url: string) => Promise<ProbedSite & { readonly untrusted?: CertificateFacts }>;
  /** Asks the person; false for every other end than a yes. */
  readonly trust: (site: SiteSettings, certificate: CertificateFacts) => Promise<boolean>;
  /** The site is gone, and what was accepted for it too. */
  readonly forgetTrust: (siteId: string) => void;
  /** A new `site_…` id. */
  readonly newId: () => string;
}

type AddSite = Parameters<SitesPort['add']>[0];

/** All sites of the person, and the one emitter of what happens to them. */
export class SiteRegistry implements SitesPort {
  readonly #ports: SiteRegistryPorts;
  readonly #events = new Emitter<SitesEvents>();
  readonly #sites = new Map<string, Site>();
  /** By origin: a second click while the first still asks the site. */
  readonly #adding = new Map<string, Promise<SiteSummary>>();

  constructor(ports: SiteRegistryPorts) {
    this.#ports = ports;
    for (const settings of ports.stored()) this.#make(settings, false);
  }

  /** Brings back what the vault kept; sites are asked at once, not one after the other. */
  async restore(): Promise<void> {
    await Promise.all(
      [...this.#sites.values()].map((site) =>
        site
          .restore()
          .catch((error: unknown) =>
            this.#ports.log.error('a session could not be restored', { site: site.id, error }),
          ),
      ),
    );
  }

  on<Name extends keyof SitesEvents>(name: Name, listener: (event: SitesEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  list(): readonly SiteSummary[] {
    return [...this.#sites.values()].map((site) => site.summary());
  }

  get defaultId(): string | undefined {
    const [only, ...others] = this.#sites.keys();
    if (others.length === 0) return only;
    const chosen = this.#ports.defaultSite();
    return chosen !== null && this.#sites.has(chosen) ? chosen : undefined;
  }

  chooseDefault(id: string | null): void {
    const site = id === null ? undefined : this.#sites.get(id);
    if (id !== null && !site) throw this.#unknown(`There is no site "${id}".`, [...this.#sites.values()]);
    const before = this.#sites.get(this.#ports.defaultSite() ?? '');
    this.#ports.storeDefault(id);
    for (const changed of new Set([before, site])) if (changed) this.#events.emit('did-change', changed.summary());
  }

  at(address: string): SiteSummary | undefined {
    const origin = siteOrigin(address);
    return [...this.#sites.values()].find(({ settings }) => settings.baseUrl === origin)?.summary();
  }

  find(reference: string | undefined): Site {
    const sites = [...this.#sites.values()];
    if (sites.length === 0)
      throw new DrawbridgeError({
        code: 'no-site',
        message: 'No JumpServer has been added to Drawbridge yet.',
        nextStep: 'Ask the person to open Drawbridge and add their JumpServer.',
        actor: 'person',
      });
    if (reference === undefined || reference === '') {
      const site = this.#sites.get(this.defaultId ?? '');
      if (site) return site;
      throw this.#unknown('Several sites are known; say which one.', sites);
    }
    const byId = this.#sites.get(reference);
    if (byId) return byId;
    const wanted = reference.toLowerCase();
    const origin = originOf(reference);
    const hits = sites.filter(({ settings: { name, baseUrl } }) => name.toLowerCase() === wanted || baseUrl === origin);
    const [hit, ...more] = hits;
    if (hit && more.length === 0) return hit;
    throw this.#unknown(
      hit ? `"${reference}" fits several sites.` : `There is no site "${reference}".`,
      hit ? hits : sites,
    );
  }

  /** An address that is known already answers the site that is there. */
  async add(input: AddSite): Promise<SiteSummary> {
    const origin = siteOrigin(input.baseUrl);
    const known = this.at(origin);
    if (known) return known;
    const adding = this.#adding.get(origin) ?? this.#add(origin, input).finally(() => this.#adding.delete(origin));
    this.#adding.set(origin, adding);
    return adding;
  }

  async remove(id: string): Promise<void> {
    const site = this.#sites.get(id);
    if (!site) return;
    await site.durableKey.forget();
    if (site.mayHaveSession) await site.signOut();
    this.#sites.delete(id);
    if (this.#ports.defaultSite() === id) this.#ports.storeDefault(null);
    this.#ports.store(this.#stored());
    this.#ports.forgetTrust(id);
    await this.#ports.vault.delete(cookieEntry(id));
    await site.dispose();
    this.#events.emit('did-remove', { id });
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#sites.values()].map((site) => site.dispose()));
    this.#events.dispose();
  }

  async #add(origin: string, input: AddSite): Promise<SiteSummary> {
    const probed = await this.#ports.probe(origin);
    const settings: SiteSettings = {
      id: this.#ports.newId(),
      name: this.#freeName(oneLine(input.name ?? '') || oneLine(probed.name) || new URL(origin).host),
      baseUrl: probed.baseUrl,
      organisation: input.organisation ?? '',
      practice: probed.practice,
      ...(input.embedded ? { embedded: true } : {}),
    };
    if (probed.untrusted && !(await this.#ports.trust(settings, probed.untrusted)))
      throw certificateDeclined(new URL(origin).host);
    const site = this.#make(settings, probed.practice);
    this.#ports.store(this.#stored());
    this.#events.emit('did-change', site.summary());
    return site.summary();
  }

  #make(settings: SiteSettings, practiceSeen: boolean): Site {
    const transport = this.#ports.createTransport(settings);
    const site = new Site({ ...this.#ports, settings, transport, events: this.#events, practiceSeen });
    this.#sites.set(settings.id, site);
    return site;
  }

  #stored(): SiteSettings[] {
    return [...this.#sites.values()].map(({ settings }) => settings);
  }

  /** Names tell sites apart in lists and for agents. */
  #freeName(wanted: string): string {
    const taken = new Set([...this.#sites.values()].map(({ settings }) => settings.name));
    let name = wanted;
    for (let count = 2; taken.has(name); count += 1) name = `${wanted} (${count})`;
    return name;
  }

  #unknown(message: string, sites: readonly Site[]): DrawbridgeError {
    return new DrawbridgeError({
      code: 'unknown-site',
      message,
      nextStep: 'Use one of the candidates.',
      actor: 'agent',
      candidates: sites.map(({ settings: { id, name, baseUrl } }) => `${name} (${baseUrl}, ${id})`),
    });
  }
}

/** Names come from people and from sites themselves: one line, nothing invisible, shorter than settings take (120). */
function oneLine(name: string): string {
  return name
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, 100);
}

/** A URL as a person copies it from the browser, path and all; undefined for what is none. */
function originOf(reference: string): string | undefined {
  return URL.canParse(reference) ? new URL(reference).origin : undefined;
}

function certificateDeclined(host: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'certificate-not-trusted',
    message: `The certificate of ${host} was not accepted, so the site was not added.`,
    nextStep: 'Compare its fingerprint with the one that the administrator of the site names, and add it again.',
    actor: 'person',
  });
}
