import type { DrawbridgeApi } from '../../../preload/contract.ts';

/** Answers `recordings.read` with the text cut into parts of that many bytes. */
export function recordingIn(lines: readonly string[], partBytes: number, whole = true): DrawbridgeApi {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join('') + (whole ? '' : '[99, "o", "cut'));
  const ask = (_channel: string, { from }: { from: { index: number } | null }) => {
    const index = from?.index ?? 0;
    const part = bytes.subarray(index * partBytes, (index + 1) * partBytes);
    const last = (index + 1) * partBytes >= bytes.length;
    const next = last ? null : { index: index + 1, offset: 0 };
    return Promise.resolve({ ok: true, bytes: new Uint8Array(part), next, end: last ? 'torn' : null });
  };
  return { ask, on: () => () => {} } as unknown as DrawbridgeApi;
}
