import type { Certificate } from 'electron';
import { expect, test } from 'vitest';
import { CertificateTrust } from '../../../main/electron/certificate-trust.ts';

const principal = {
  commonName: 'jms.test',
  organizations: [],
  organizationUnits: [],
  locality: '',
  state: '',
  country: '',
};
const certificate: Certificate = {
  data: '',
  fingerprint: `sha256/${Buffer.alloc(32, 7).toString('base64')}`,
  issuer: principal,
  subject: principal,
  get issuerCert() {
    return certificate;
  },
  issuerName: 'jms.test',
  subjectName: 'jms.test',
  serialNumber: '1',
  validStart: 0,
  validExpiry: 4_000_000_000,
};

test.each(['ERR_CERT_REVOKED', 'ERR_CERT_WEAK_SIGNATURE_ALGORITHM', 'ERR_CERT_INVALID'])(
  'a certificate that was accepted before is refused once Chromium says %s, and nobody is asked',
  async (problem) => {
    const asked: string[] = [];
    const trust = new CertificateTrust({
      host: 'jms.test',
      accepted: () => true,
      ask: async (host) => {
        asked.push(host);
        return true;
      },
      onLateYes: () => {},
    });
    expect(await trust.decidePage('jms.test', certificate, 'net::ERR_CERT_AUTHORITY_INVALID', true)).toBe(true);
    expect(await trust.decidePage('jms.test', certificate, `net::${problem}`, true)).toBe(false);
    expect(trust.trusts('jms.test')).toBe(false);
    expect(asked).toEqual([]);
  },
);
