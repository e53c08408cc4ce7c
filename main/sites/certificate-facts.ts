/** A certificate as the person compares it; dates in ms since the epoch. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** Node's `fingerprint256`: AA:BB:… */
  readonly fingerprint: string;
  readonly validFrom: number;
  readonly validTo: number;
  /** Issued for another name than the host's; Chromium does not say so of an unknown authority. */
  readonly otherName: boolean;
  /** Chromium's reason: `ERR_CERT_AUTHORITY_INVALID`, … */
  readonly problem: string;
}
