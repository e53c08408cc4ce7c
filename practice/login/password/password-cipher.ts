import { constants, createDecipheriv, type KeyObject, privateDecrypt } from 'node:crypto';
import type { PasswordSeparator } from '../../options.ts';

/**
 * Opens a password as the login form posts it (protocol 1.5): `base64(RSA(key)) + separator + base64(AES-ECB(password))`.
 * Whatever cannot be opened is the password itself: that is why plain text works, and why a wrong separator looks like a wrong password.
 */
export function openPassword(value: string, privateKey: KeyObject | undefined, separator: PasswordSeparator): string {
  const parts = value.split(separator);
  const [keyCipher, passwordCipher] = parts;
  if (parts.length !== 2 || !keyCipher || !passwordCipher || privateKey === undefined) return value;
  try {
    const keyText = rsaOpen(Buffer.from(keyCipher, 'base64'), privateKey);
    return aesOpen(passwordCipher, keyText);
  } catch {
    return value;
  }
}

/**
 * RSAES-PKCS1-v1_5 without OpenSSL's padding mode, which Node builds may refuse for private keys (CVE-2023-46809).
 * A ciphertext one byte short is tolerated, as the server does.
 */
function rsaOpen(cipher: Buffer, privateKey: KeyObject): string {
  const size = (privateKey.asymmetricKeyDetails?.modulusLength ?? 2048) / 8;
  const whole = cipher.length === size - 1 ? Buffer.concat([Buffer.of(0), cipher]) : cipher;
  const block = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, whole);
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 2 || end < 10) throw new Error('not a PKCS#1 v1.5 block');
  return block.subarray(end + 1).toString('utf8');
}

/** AES-ECB with keys and text padded by NUL to 16, keys cut at 32. */
export function aesOpen(cipherText: string, keyText: string): string {
  const key = paddedKey(keyText);
  const decipher = createDecipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(Buffer.from(cipherText, 'base64')), decipher.final()]);
  let end = plain.length;
  while (end > 0 && plain[end - 1] === 0) end -= 1;
  return new TextDecoder('utf-8', { fatal: true }).decode(plain.subarray(0, end));
}

function paddedKey(keyText: string): Buffer {
  const raw = Buffer.from(keyText, 'utf8');
  const size = Math.min(32, Math.max(16, Math.ceil(raw.length / 16) * 16));
  const key = Buffer.alloc(size);
  raw.copy(key, 0, 0, size);
  return key;
}
