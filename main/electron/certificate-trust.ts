import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Certificate, Session } from 'electron';
import type { CertificateFacts } from '../sites/certificate-facts.ts';

/** Chromium's own verdict; its cache holds it for the life of the partition, both ways (docs/technical/trust.md). */
const CHROMIUMS = -3;
const ACCEPT = 0;

/** A connection has 30 s in Chromium; an answer that comes later finds a refusal in the partition's cache. */
const HOLD_MS = 25_000;

/** What a person may accept: unknown authority, another name, another time. Never a revoked or broken certificate. */
const askable = new Set(['ERR_CERT_AUTHORITY_INVALID', 'ERR_CERT_COMMON_NAME_INVALID', 'ERR_CERT_DATE_INVALID']);

export interface CertificateTrustPorts {
  /** The site's own host; of others only those are asked about that the person is taken to. */
  readonly host: string;
  /** Whether the person accepted this one before. */
  readonly accepted: (host: string, fingerprint: string) => boolean;
  /** Asks the person; resolves false for every other end than a yes. */
  readonly ask: (host: string, certificate: CertificateFacts) => Promise<boolean>;
  /** A yes came after Chromium had to be told no: only a new partition forgets that. */
  readonly onLateYes: () => void;
}

type Verdict =
  | { readonly kind: 'system' | 'accepted' }
  /** Chromium's words: `ERR_CERT_…`. */
  | { readonly kind: 'refused'; readonly problem: string };

/**
 * Chromium decides whom we trust, and the person where Chromium does not; this remembers what was decided, so that the
 * WebSocket, which runs on Node's TLS, meets the same certificate (design §4). Fingerprints are Node's `fingerprint256`.
 */
export class CertificateTrust {
  readonly #ports: CertificateTrustPorts;
  /** By host, then by fingerprint. */
  readonly #verdicts = new Map<string, Map<string, Verdict>>();
  /** Questions that wait for the person; `late` once Chromium had to be told no meanwhile. */
  readonly #asking = new Map<string, { readonly host: string; readonly answer: Promise<boolean>; late: boolean }>();
  /** Hosts whose pages the person is on or is being sent to. */
  readonly #visited = new Set<string>();
  /** What the person said no to, until they ask again by signing in. */
  readonly #declined = new Set<string>();

  constructor(ports: CertificateTrustPorts) {
    this.#ports = ports;
    this.#visited.add(ports.host);
  }

  /** Rules one partition from its first request on. */
  watch(session: Session): void {
    session.webRequest.onBeforeRequest({ urls: ['https://*/*'] }, ({ resourceType, url }, answer) => {
      if (resourceType === 'mainFrame') this.#visited.add(new URL(url).hostname);
      answer({});
    });
    session.setCertificateVerifyProc(({ hostname, certificate, errorCode, verificationResult }, answer) => {
      const facts = certificateFacts(hostname, certificate, verificationResult);
      if (errorCode === 0) this.#note(hostname, facts, { kind: 'system' });
      if (errorCode === 0) answer(CHROMIUMS);
      else
        this.#decide(hostname, facts, HOLD_MS).then(
          (yes) => answer(yes ? ACCEPT : CHROMIUMS),
          () => answer(CHROMIUMS),
        );
    });
  }

  /**
   * A page met a certificate that this partition refuses: because nobody had been sent there before, or because the person
   * took longer than a connection lasts. Holds the page as long as the person thinks; resolves true for a yes.
   */
  decidePage(host: string, certificate: Certificate, error: string, isMainFrame: boolean): Promise<boolean> {
    if (isMainFrame) this.#visited.add(host);
    return this.#decide(host, certificateFacts(host, certificate, error), null);
  }

  accepts(host: string, fingerprint: string): boolean {
    const verdict = this.#verdicts.get(host)?.get(fingerprint);
    return verdict !== undefined && verdict.kind !== 'refused';
  }

  /** Chromium has seen this one, and it was decided about. */
  knows(host: string, fingerprint: string): boolean {
    return this.#verdicts.get(host)?.has(fingerprint) ?? false;
  }

  /** What was refused is looked at again: the person may have changed their mind. */
  reconsider(host: string, fingerprint: string): void {
    if (this.verdict(host, fingerprint) === 'refused') this.#verdicts.get(host)?.delete(fingerprint);
  }

  /** Who trusts this one: the system, the person, or nobody that was asked so far. */
  verdict(host: string, fingerprint: string): Verdict['kind'] {
    return this.#verdicts.get(host)?.get(fingerprint)?.kind ?? 'refused';
  }

  /** Chromium's words for why it refused this one; undefined when it did not. */
  refusal(host: string, fingerprint: string): string | undefined {
    const verdict = this.#verdicts.get(host)?.get(fingerprint);
    return verdict?.kind === 'refused' ? verdict.problem : undefined;
  }

  /** At least one certificate of the host is trusted. */
  trusts(host: string): boolean {
    return [...(this.#verdicts.get(host)?.values() ?? [])].some(({ kind }) => kind !== 'refused');
  }

  /** The person's answer about a certificate of the host, where it is waited for. */
  pending(host: string): Promise<boolean> | undefined {
    return [...this.#asking.values()].find((each) => each.host === host)?.answer;
  }

  /** The person wants to try again: true where something was refused, which only a new partition forgets. */
  askAgain(): boolean {
    this.#declined.clear();
    let refused = false;
    for (const verdicts of this.#verdicts.values())
      for (const [fingerprint, { kind }] of verdicts)
        if (kind === 'refused') {
          refused = true;
          verdicts.delete(fingerprint);
        }
    return refused;
  }

  /** What the person took back holds no longer; it is not asked about before they sign in again. */
  forget(host: string, fingerprint: string): void {
    this.#verdicts.get(host)?.delete(fingerprint);
    this.#declined.add(keyOf(host, fingerprint));
  }

  /** Resolves with the person's answer, or false after `withinMs`; null waits for it. */
  async #decide(host: string, facts: CertificateFacts, withinMs: number | null): Promise<boolean> {
    const askableNow = askable.has(facts.problem);
    // What was accepted may have been revoked since, and that nobody may overrule.
    if (askableNow && this.#ports.accepted(host, facts.fingerprint)) {
      this.#note(host, facts, { kind: 'accepted' });
      return true;
    }
    const key = keyOf(host, facts.fingerprint);
    const mayAsk = askableNow && this.#visited.has(host) && !this.#declined.has(key);
    const yes = mayAsk && (await this.#ask(key, host, facts, withinMs));
    this.#note(host, facts, yes ? { kind: 'accepted' } : { kind: 'refused', problem: facts.problem });
    return yes;
  }

  /** One question at a time about each; whoever meets the same certificate meanwhile waits for the same answer. */
  async #ask(key: string, host: string, facts: CertificateFacts, withinMs: number | null): Promise<boolean> {
    const known = this.#asking.get(key);
    const asking = known ?? { host, answer: this.#answer(key, host, facts), late: false };
    if (!known) this.#asking.set(key, asking);
    if (withinMs === null) return asking.answer;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<false>((resolve) => {
      timer = setTimeout(() => {
        asking.late = true;
        resolve(false);
      }, withinMs);
    });
    return Promise.race([asking.answer, tooLate]).finally(() => clearTimeout(timer));
  }

  async #answer(key: string, host: string, facts: CertificateFacts): Promise<boolean> {
    try {
      const yes = await this.#ports.ask(host, facts);
      if (!yes) this.#declined.add(key);
      else if (this.#asking.get(key)?.late) this.#ports.onLateYes();
      return yes;
    } catch {
      return false; // the app ends
    } finally {
      this.#asking.delete(key);
    }
  }

  #note(host: string, { fingerprint }: CertificateFacts, verdict: Verdict): void {
    const known = this.#verdicts.get(host) ?? new Map<string, Verdict>();
    known.set(fingerprint, verdict);
    this.#verdicts.set(host, known);
  }
}

const keyOf = (host: string, fingerprint: string) => `${host} ${fingerprint}`;

function certificateFacts(host: string, certificate: Certificate, verificationResult: string): CertificateFacts {
  return {
    subject: certificate.subjectName,
    issuer: certificate.issuerName,
    fingerprint: nodeFingerprint(certificate.fingerprint),
    validFrom: certificate.validStart * 1000,
    validTo: certificate.validExpiry * 1000,
    otherName: isForOther(host, certificate.data),
    problem: verificationResult.replace(/^net::/, ''),
  };
}

/** As Chromium looks: at the alternative names only. */
function isForOther(host: string, pem: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  try {
    const certificate = new X509Certificate(pem);
    const fits = isIP(bare) ? certificate.checkIP(bare) : certificate.checkHost(bare, { subject: 'never' });
    return fits === undefined;
  } catch {
    return false; // none that can be read: the reason that Chromium gives has to do
  }
}

/** `sha256/<base64>` as Chromium says it, in Node's hex spelling. */
function nodeFingerprint(chromium: string): string {
  const bytes = Buffer.from(chromium.replace(/^sha256\//, ''), 'base64');
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}
