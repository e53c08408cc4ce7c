import { createHash, createHmac, type Hash } from 'node:crypto';

/** The MAC before the first line. */
export const GENESIS = '';

/** The last line of the chain, and where it ends. `file` is '' before the first. */
export interface ChainEnd {
  readonly seq: number;
  readonly mac: string;
  readonly file: string;
  /** Bytes of that file up to and with the line. */
  readonly size: number;
}

export const noChain: ChainEnd = { seq: 0, mac: GENESIS, file: '', size: 0 };

/** `,"mac":"<43 characters of base64url>"}` */
const TAIL = /^,"mac":"([A-Za-z0-9_-]{43})"\}$/;
const TAIL_BYTES = 53;

/**
 * HMAC-SHA256 over the MAC of the line before, the name of the file, and the exact bytes of the line without its own MAC: a line
 * holds only behind its predecessor and in its file. Nothing is canonicalised; what is read is what is checked.
 */
export function macOf(key: Uint8Array, file: string, before: string, body: Uint8Array | string): string {
  return createHmac('sha256', key).update(`${before}\n${file}\n`).update(body).digest('base64url');
}

/** The entry as a line of the chain, with its newline. */
export function chainedLine(
  key: Uint8Array,
  file: string,
  before: string,
  entry: object,
): { readonly line: Buffer; readonly mac: string } {
  const body = JSON.stringify(entry);
  const mac = macOf(key, file, before, body);
  return { line: Buffer.from(`${body.slice(0, -1)},"mac":"${mac}"}\n`), mac };
}

/** A line (without its newline) taken apart; null where it carries no MAC. */
export function openedLine(line: Buffer): { readonly body: Buffer; readonly mac: string } | null {
  const at = line.length - TAIL_BYTES;
  if (at < 1) return null;
  const mac = TAIL.exec(line.toString('latin1', at))?.[1];
  return mac === undefined ? null : { body: Buffer.concat([line.subarray(0, at), brace]), mac };
}

const brace = Buffer.from('}');

/** Tells keys apart in the entries that begin a chain, and reveals nothing of them. */
export const keyId = (key: Uint8Array): string =>
  createHmac('sha256', key).update('the id of this journal key').digest('base64url').slice(0, 12);

export const newHash = (): Hash => createHash('sha256');
