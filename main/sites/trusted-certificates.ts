import type { CertificateFacts } from './certificate-facts.ts';

/** A certificate that the system does not trust and the person does, for one host of one site. */
export interface TrustedCertificate {
  readonly siteId: string;
  readonly host: string;
  /** Node's `fingerprint256`. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly acceptedAt: number;
  /** Of all the above, under a key in the vault. */
  readonly mac: string;
}

export interface TrustedCertificatesPorts {
  readonly stored: () => readonly TrustedCertificate[];
  readonly store: (list: readonly TrustedCertificate[]) => void;
  readonly seal: { of(text: string): Promise<string>; holds(text: string, mac: string): Promise<boolean> };
  /** False without a keychain: what is accepted then holds until the app ends. */
  readonly keeps: () => boolean;
  readonly now: () => number;
  readonly onChange: () => void;
}

/** As the settings show it; one that does not hold is not used. */
export type ListedCertificate = Omit<TrustedCertificate, 'siteId' | 'mac'> & { readonly holds: boolean };

/** What the person accepted, once a site and host (design §4). An entry that was changed outside the app is inert. */
export class TrustedCertificates {
  readonly #ports: TrustedCertificatesPorts;
  #list: readonly TrustedCertificate[] = [];
  #holding = new Set<TrustedCertificate>();
  /** Accepted while there was no vault to vouch for them: they are never written. */
  #forThisRun = new Set<TrustedCertificate>();

  constructor(ports: TrustedCertificatesPorts) {
    this.#ports = ports;
  }

  /** Reads what was kept; again when the vault has been unlocked. Never rejects: without the vault nothing that was kept holds. */
  async load(): Promise<void> {
    const { stored, seal, keeps } = this.#ports;
    const list = [...stored()];
    const holds = await Promise.all(
      list.map((one) => keeps() && seal.holds(sealedText(one), one.mac).catch(() => false)),
    );
    const holding = list.filter((_, at) => holds[at]);
    const others = [...this.#forThisRun].filter((one) => !holding.some((kept) => same(one, kept)));
    this.#forThisRun = new Set(others);
    this.#list = [...list, ...others];
    this.#holding = new Set([...holding, ...others]);
    this.#ports.onChange();
  }

  accepts(siteId: string, host: string, fingerprint: string): boolean {
    return this.#list.some(
      (one) => one.siteId === siteId && one.host === host && one.fingerprint === fingerprint && this.#holding.has(one),
    );
  }

  /**
   * The fingerprint that was accepted last for this host; null where none was. What another hand wrote is not shown as the
   * person's own: it would make a foreign certificate look familiar.
   */
  before(siteId: string, host: string): string | null {
    const mine = this.#list.filter((one) => one.siteId === siteId && one.host === host && this.#holding.has(one));
    return mine.at(-1)?.fingerprint ?? null;
  }

  async accept(siteId: string, host: string, { fingerprint, subject }: CertificateFacts): Promise<void> {
    const { seal, keeps, now } = this.#ports;
    const facts = { siteId, host, fingerprint, subject, acceptedAt: now() };
    const mac = keeps() ? await seal.of(sealedText(facts)).catch(() => '') : '';
    const entry = { ...facts, mac };
    if (mac === '') this.#forThisRun.add(entry);
    this.#holding.add(entry);
    // What cannot be read while the vault is closed may hold again when it opens.
    this.#become([...this.#list.filter((one) => mac === '' || !same(one, facts)), entry]);
  }

  forget(siteId: string, host: string, fingerprint: string): void {
    this.#become(this.#list.filter((one) => !same(one, { siteId, host, fingerprint })));
  }

  forgetSite(siteId: string): void {
    if (this.#list.some((one) => one.siteId === siteId))
      this.#become(this.#list.filter((one) => one.siteId !== siteId));
  }

  list(siteId: string): readonly ListedCertificate[] {
    const holding = [...this.#holding];
    return this.#list
      .filter((one) => one.siteId === siteId)
      .filter((one) => this.#holding.has(one) || !holding.some((other) => same(one, other)))
      .map((one) => ({
        host: one.host,
        fingerprint: one.fingerprint,
        subject: one.subject,
        acceptedAt: one.acceptedAt,
        holds: this.#holding.has(one),
      }));
  }

  #become(list: readonly TrustedCertificate[]): void {
    this.#list = list;
    this.#holding = new Set(list.filter((one) => this.#holding.has(one)));
    this.#forThisRun = new Set(list.filter((one) => this.#forThisRun.has(one)));
    this.#ports.store(list.filter((one) => !this.#forThisRun.has(one)));
    this.#ports.onChange();
  }
}

type Identity = Pick<TrustedCertificate, 'siteId' | 'host' | 'fingerprint'>;

const same = (one: Identity, other: Identity) =>
  one.siteId === other.siteId && one.host === other.host && one.fingerprint === other.fingerprint;

function sealedText(one: Omit<TrustedCertificate, 'mac'>): string {
  return JSON.stringify(['certificate', one.siteId, one.host, one.fingerprint, one.subject, one.acceptedAt]);
}
