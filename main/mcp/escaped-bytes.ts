import type { RingSlice } from '../terminals/output-ring.ts';
import { byteLength, visible } from './untrusted-text.ts';

const names: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '\\': '\\\\',
};

/** Bytes as `printf` and `$'…'` would take them, as far as `budget` bytes of text reach; `end` is where the next go on. */
export function escaped(slice: RingSlice, budget: number): { readonly text: string; readonly end: number } {
  let text = '';
  let length = 0;
  let at = 0;
  while (at < slice.bytes.length) {
    const size = characterSize(slice.bytes, at);
    const piece = size === 0 ? hex(slice.bytes[at] ?? 0) : named(slice.bytes.subarray(at, at + size));
    length += byteLength(piece);
    if (length > budget && at > 0) break;
    text += piece;
    at += Math.max(1, size);
  }
  return { text, end: slice.start + at };
}

function named(bytes: Uint8Array): string {
  const character = new TextDecoder().decode(bytes);
  return names[character] ?? (/[\x00-\x1f\x7f]/.test(character) ? hex(bytes[0] ?? 0) : visible(character).text);
}

const hex = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;

/** Bytes of the UTF-8 character at `at`; 0 where none is. */
function characterSize(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  const text = new TextDecoder().decode(bytes.subarray(at, at + size));
  return size > 0 && text !== '' && !text.includes('\ufffd') ? size : 0;
}
