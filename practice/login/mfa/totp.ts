import { createHmac } from 'node:crypto';

/** The digits of an OTP secret. */
export const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_SECONDS = 30;
/** OTP_VALID_WINDOW: steps accepted on each side of now (protocol 2.2). */
const WINDOW = 2;

/** Whether a code is one of RFC 6238 (SHA-1, 30 s, six digits) for a base32 secret around a time in milliseconds. */
export function totpMatches(secret: string, code: string, at: number = Date.now()): boolean {
  const key = base32(secret);
  const step = Math.floor(at / 1000 / STEP_SECONDS);
  for (let drift = -WINDOW; drift <= WINDOW; drift += 1) {
    if (hotp(key, step + drift) === code) return true;
  }
  return false;
}

/** The code of this moment. */
export function totpNow(secret: string, at: number = Date.now()): string {
  return hotp(base32(secret), Math.floor(at / 1000 / STEP_SECONDS));
}

function hotp(key: Buffer, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', key).update(message).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function base32(text: string): Buffer {
  let bits = 0;
  let value = 0;
  const bytes: number[] = [];
  for (const character of text.replace(/=+$/, '').toUpperCase()) {
    const index = BASE32.indexOf(character);
    if (index < 0) throw new Error('an OTP secret is base32');
    value = ((value << 5) | index) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}
