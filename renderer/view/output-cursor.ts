/** What to do with a piece of output, given that everything before `next` is on the screen. */
export type OutputStep =
  | { readonly kind: 'write'; readonly bytes: Uint8Array; readonly next: number }
  /** All of it was in the snapshot. */
  | { readonly kind: 'drop' }
  /** Bytes are missing between the screen and this piece: only a new snapshot helps. */
  | { readonly kind: 'gap' };

export function outputStep(next: number, offset: number, bytes: Uint8Array): OutputStep {
  if (offset > next) return { kind: 'gap' };
  const known = next - offset;
  if (known >= bytes.length) return { kind: 'drop' };
  return { kind: 'write', bytes: known === 0 ? bytes : bytes.subarray(known), next: offset + bytes.length };
}
