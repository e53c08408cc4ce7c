const BYTES_IN_A_GROUP = 8;

/** `AA:BB:…` in groups of eight bytes; `at` is the first byte's place. */
export function fingerprintGroups(fingerprint: string): { readonly at: number; readonly text: string }[] {
  const bytes = fingerprint.split(':');
  const groups: { at: number; text: string }[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_IN_A_GROUP)
    groups.push({ at, text: bytes.slice(at, at + BYTES_IN_A_GROUP).join(' ') });
  return groups;
}
