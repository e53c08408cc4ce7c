import { generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate with its key, PEM; ready for `PracticeSite.start({ tls: { certificates: [it] } })`. */
export interface TestCertificate {
  readonly key: string;
  /** The leaf, followed by its authority where there is one. */
  readonly cert: string;
  /** Node's `fingerprint256` of the leaf: AA:BB:… */
  readonly fingerprint: string;
}

export interface CertificateWish {
  /** DNS names and IP addresses; the first is the common name too. */
  readonly names: readonly string[];
  readonly validFrom?: Date;
  readonly validTo?: Date;
  /** Organisation of the subject, so that two certificates for one name can be told apart by eye. */
  readonly organisation?: string;
}

/** A name that every machine resolves to itself in Chromium; Node needs a `lookup`. */
export const LOCAL_NAMES = ['jms.localhost', 'localhost', '127.0.0.1'];

const DAY_MS = 86_400_000;

export function selfSigned(wish: CertificateWish = { names: LOCAL_NAMES }): TestCertificate {
  const keys = newKeys();
  return issued(wish, keys, { name: subjectOf(wish), key: keys.privateKey }, false);
}

/** Its time is over since yesterday. */
export function expired(names: readonly string[] = LOCAL_NAMES): TestCertificate {
  const now = Date.now();
  return selfSigned({ names, validFrom: new Date(now - 30 * DAY_MS), validTo: new Date(now - DAY_MS) });
}

/** A private authority, as companies have them: its own certificate is what a system would be told to trust. */
export class TestAuthority {
  /** PEM. */
  readonly cert: string;
  readonly #name: Buffer;
  readonly #key: KeyObject;

  constructor(name = 'Drawbridge Test Authority') {
    const keys = newKeys();
    const wish = { names: [name], organisation: name };
    this.#name = subjectOf(wish);
    this.#key = keys.privateKey;
    this.cert = issued(wish, keys, { name: this.#name, key: this.#key }, true).cert;
  }

  issue(wish: CertificateWish = { names: LOCAL_NAMES }): TestCertificate {
    const leaf = issued(wish, newKeys(), { name: this.#name, key: this.#key }, false);
    return { ...leaf, cert: leaf.cert + this.cert };
  }
}

function newKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** One X.509 v3 certificate in DER (RFC 5280), signed with ECDSA and SHA-256. */
function issued(
  wish: CertificateWish,
  keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  issuer: { readonly name: Buffer; readonly key: KeyObject },
  isAuthority: boolean,
): TestCertificate {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const from = wish.validFrom ?? new Date(Date.now() - DAY_MS);
  const body = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    algorithm,
    issuer.name,
    sequence(time(from), time(wish.validTo ?? new Date(from.getTime() + 365 * DAY_MS))),
    subjectOf(wish),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(wish, isAuthority))),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, issuer.key)]));
  const der = sequence(body, algorithm, signature);
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  const cert = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
  return {
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert,
    fingerprint: new X509Certificate(cert).fingerprint256,
  };
}

function extensions(wish: CertificateWish, isAuthority: boolean): Buffer[] {
  const critical = tagged(0x01, Buffer.of(0xff));
  const constraints = sequence(
    oid('2.5.29.19'),
    critical,
    tagged(0x04, sequence(...(isAuthority ? [tagged(0x01, Buffer.of(0xff))] : []))),
  );
  if (isAuthority) {
    const certSign = tagged(0x03, Buffer.of(1, 0x06)); // keyCertSign and cRLSign
    return [constraints, sequence(oid('2.5.29.15'), critical, tagged(0x04, certSign))];
  }
  const serverAuth = sequence(oid('2.5.29.37'), tagged(0x04, sequence(oid('1.3.6.1.5.5.7.3.1'))));
  const names = sequence(oid('2.5.29.17'), tagged(0x04, sequence(...wish.names.map(alternativeName))));
  return [constraints, serverAuth, names];
}

function alternativeName(name: string): Buffer {
  if (isIP(name) === 4) return tagged(0x87, Buffer.from(name.split('.').map(Number)));
  if (isIP(name) === 6) throw new Error('IPv6 names are not needed here');
  return tagged(0x82, Buffer.from(name, 'ascii'));
}

function subjectOf({ names, organisation = 'Drawbridge tests' }: CertificateWish): Buffer {
  const part = (id: string, text: string) => tagged(0x31, sequence(oid(id), tagged(0x0c, Buffer.from(text))));
  return sequence(part('2.5.4.10', organisation), part('2.5.4.3', names[0] ?? ''));
}

/** GeneralizedTime would be wrong before 2050, UTCTime after (RFC 5280 §4.1.2.5). */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return date.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : tagged(0x18, Buffer.from(`${digits}Z`));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((value) => {
    const groups = [value & 0x7f];
    for (let left = value >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tagged(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

/** Positive as given: the first byte must be below 0x80. */
function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}
