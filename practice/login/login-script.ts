import type { PasswordSeparator } from '../options.ts';

/**
 * The script of the login page: RSA over a random AES key, AES-ECB with NUL padding over the password (protocol 1.5).
 * WebCrypto has neither RSAES-PKCS1-v1_5 nor ECB: RSA is a BigInt power, and ECB is CBC with a zero vector, one block a call.
 * Outside a secure context there is no WebCrypto; then the password goes as plain text, which every version accepts.
 */
export function loginScript(separator: PasswordSeparator): string {
  return `'use strict';
const PASSWORD_SEPARATOR = ${JSON.stringify(separator)};
const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

function readCookie(name) {
  const found = document.cookie.split('; ').find((part) => part.startsWith(name + '='));
  return found ? found.slice(name.length + 1).replace(/^"|"$/g, '') : '';
}

function derItem(bytes, at) {
  let length = bytes[at + 1];
  let start = at + 2;
  if (length & 0x80) {
    const count = length & 0x7f;
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + bytes[start + i];
    start += count;
  }
  return { start, end: start + length };
}

function publicKeyNumbers(pem) {
  const bytes = fromBase64(pem.replace(/-----[^-]+-----|\\s/g, ''));
  const algorithm = derItem(bytes, derItem(bytes, 0).start);
  const bits = derItem(bytes, algorithm.end);
  const modulus = derItem(bytes, derItem(bytes, bits.start + 1).start);
  const exponent = derItem(bytes, modulus.end);
  const number = (item) => BigInt('0x' + [...bytes.slice(item.start, item.end)].map((b) => b.toString(16).padStart(2, '0')).join(''));
  return { modulus: number(modulus), exponent: number(exponent) };
}

function power(base, exponent, modulus) {
  let result = 1n;
  for (let square = base % modulus; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function rsaEncrypt(text, pem) {
  const { modulus, exponent } = publicKeyNumbers(pem);
  const size = Math.ceil(modulus.toString(16).length / 2);
  const message = new TextEncoder().encode(text);
  const block = new Uint8Array(size);
  block[1] = 2;
  const padding = block.subarray(2, size - message.length - 1);
  crypto.getRandomValues(padding);
  for (let i = 0; i < padding.length; i += 1) if (padding[i] === 0) padding[i] = 1;
  block.set(message, size - message.length);
  const hex = [...block].map((b) => b.toString(16).padStart(2, '0')).join('');
  const cipher = power(BigInt('0x' + hex), exponent, modulus).toString(16).padStart(size * 2, '0');
  return toBase64(cipher.match(/../g).map((pair) => parseInt(pair, 16)));
}

async function aesEncrypt(text, keyText) {
  const raw = new Uint8Array(16);
  raw.set(new TextEncoder().encode(keyText).slice(0, 16));
  const key = await crypto.subtle.importKey('raw', raw, 'AES-CBC', false, ['encrypt']);
  const plain = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil(plain.length / 16) * 16);
  padded.set(plain);
  const cipher = [];
  for (let at = 0; at < padded.length; at += 16) {
    const block = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(16) }, key, padded.slice(at, at + 16));
    cipher.push(...new Uint8Array(block).slice(0, 16));
  }
  return toBase64(cipher);
}

async function encryptPassword(password) {
  const cookie = readCookie('jms_public_key');
  if (!password || !cookie || !window.crypto || !crypto.subtle) return password;
  const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';
  const aesKey = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => digits[b % digits.length]).join('');
  return rsaEncrypt(aesKey, atob(cookie)) + PASSWORD_SEPARATOR + (await aesEncrypt(password, aesKey));
}
`;
}
