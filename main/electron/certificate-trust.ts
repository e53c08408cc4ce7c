import type { Session } from 'electron';

/**
 * Chromium decides whom we trust; this remembers what it accepted, so that the WebSocket, which runs on Node's TLS, meets
 * the same certificate (design §4). Fingerprints are Node's `fingerprint256` spelling: AA:BB:…
 */
export class CertificateTrust {
  readonly #accepted = new Map<string, Set<string>>();
  readonly #refused = new Map<string, string>();

  /** Watches the verdicts of one session. The verdict itself stays Chromium's. */
  watch(session: Session): void {
    session.setCertificateVerifyProc((request, answer) => {
      if (request.errorCode === 0) this.#accept(request.hostname, nodeFingerprint(request.certificate.fingerprint));
      else this.#refused.set(request.hostname, request.verificationResult);
      answer(-3);
    });
  }

  accepts(host: string, fingerprint: string): boolean {
    return this.#accepted.get(host)?.has(fingerprint) ?? false;
  }

  /** Chromium's words for why it refused the host's certificate; undefined when it did not. */
  refusal(host: string): string | undefined {
    return this.#refused.get(host);
  }

  #accept(host: string, fingerprint: string): void {
    const known = this.#accepted.get(host) ?? new Set();
    known.add(fingerprint);
    this.#accepted.set(host, known);
    this.#refused.delete(host);
  }
}

/** `sha256/<base64>` as Chromium says it, in Node's hex spelling. */
export function nodeFingerprint(chromium: string): string {
  const bytes = Buffer.from(chromium.replace(/^sha256\//, ''), 'base64');
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}
