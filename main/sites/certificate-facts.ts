/** A certificate as the person compares it; dates in ms since the epoch. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** Node's `fingerprint256`: AA:BB:… */
  readonly fingerprint: string;
  readonly validFrom: number;
  readonly validTo: number;
  /** Chromium's reason: `ERR_CERT_AUTHORITY_INVALID`, … */
  readonly problem: string;
}
