import type { Certificate, Session } from 'electron';
import type { CertificateFacts } from '../sites/certificate-facts.ts';

/** Chromium's own verdict; its cache holds it for the life of the partition, both ways (docs/technical/trust.md). */
const CHROMIUMS = -3;
const ACCEPT = 0;

/** A TLS handshake lasts 30 s at most; an answer that comes later finds a refusal in the partition's cache. */
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

/**
 * Chromium decides whom we trust, and the person where Chromium does not; this remembers what was accepted, so that the
 * WebSocket, which runs on Node's TLS, meets the same certificate (design §4). Fingerprints are Node's `fingerprint256`.
 */
export class CertificateTrust {
  readonly #ports: CertificateTrustPorts;
  readonly #accepted = new Map<string, Map<string, 'system' | 'accepted'>>();
  readonly #refused = new Map<string, string>();
  readonly #asking = new Map<string, Promise<boolean>>();
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
    session.setCertificateVerifyProc((request, answer) => {
      const { hostname, certificate, errorCode, verificationResult } = request;
      const facts = certificateFacts(certificate, verificationResult);
      if (errorCode === 0 || this.#ports.accepted(hostname, facts.fingerprint)) {
        this.#accept(hostname, facts.fingerprint, errorCode === 0 ? 'system' : 'accepted');
        answer(errorCode === 0 ? CHROMIUMS : ACCEPT);
        return;
      }
      void this.#decide(hostname, facts).then((yes) => {
        if (yes) this.#accept(hostname, facts.fingerprint, 'accepted');
        else this.#refused.set(hostname, facts.problem);
        answer(yes ? ACCEPT : CHROMIUMS);
      });
    });
  }

  accepts(host: string, fingerprint: string): boolean {
    return this.#accepted.get(host)?.has(fingerprint) ?? false;
  }

  /** Who trusts this one: the system, the person, or nobody that was asked so far. */
  verdict(host: string, fingerprint: string): 'system' | 'accepted' | 'refused' {
    return this.#accepted.get(host)?.get(fingerprint) ?? 'refused';
  }

  /** Chromium's words for why it refused the host's certificate; undefined when it did not. */
  refusal(host: string): string | undefined {
    return this.#refused.get(host);
  }

  /** The person wants to try again: true where something was refused, which only a new partition forgets. */
  askAgain(): boolean {
    const refused = this.#refused.size > 0;
    this.#refused.clear();
    this.#declined.clear();
    return refused;
  }

  /** What the person took back holds no longer. */
  forget(host: string): void {
    this.#accepted.delete(host);
  }

  /** Resolves within `HOLD_MS`: true for a yes in time. */
  async #decide(host: string, facts: CertificateFacts): Promise<boolean> {
    const key = `${host} ${facts.fingerprint}`;
    if (!askable.has(facts.problem) || !this.#visited.has(host) || this.#declined.has(key)) return false;
    let asking = this.#asking.get(key);
    if (!asking) {
      asking = this.#ports
        .ask(host, facts)
        .catch(() => false)
        .finally(() => this.#asking.delete(key));
      this.#asking.set(key, asking);
    }
    const answered = asking.then((yes) => {
      if (!yes) this.#declined.add(key);
      return yes;
    });
    let late = false;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => {
        late = true;
        resolve(false);
      }, HOLD_MS);
    });
    void answered.then((yes) => {
      clearTimeout(timer);
      if (yes && late) this.#ports.onLateYes();
    });
    return Promise.race([answered, tooLate]);
  }

  #accept(host: string, fingerprint: string, by: 'system' | 'accepted'): void {
    const known = this.#accepted.get(host) ?? new Map<string, 'system' | 'accepted'>();
    known.set(fingerprint, by);
    this.#accepted.set(host, known);
    this.#refused.delete(host);
  }
}

export function certificateFacts(certificate: Certificate, verificationResult: string): CertificateFacts {
  return {
    subject: certificate.subjectName,
    issuer: certificate.issuerName,
    fingerprint: nodeFingerprint(certificate.fingerprint),
    validFrom: certificate.validStart * 1000,
    validTo: certificate.validExpiry * 1000,
    problem: verificationResult.replace(/^net::/, ''),
  };
}

/** `sha256/<base64>` as Chromium says it, in Node's hex spelling. */
function nodeFingerprint(chromium: string): string {
  const bytes = Buffer.from(chromium.replace(/^sha256\//, ''), 'base64');
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}
