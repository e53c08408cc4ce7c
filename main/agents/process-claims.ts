import { readlink } from 'node:fs/promises';

/**
 * Whether the kernel agrees that `pid` runs `executable`. Node sees no peer credentials, so both stay claims; without
 * /proc nothing can be said, and the answer is no.
 */
export async function claimsHold(pid: number, executable: string): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/exe`)) === executable;
  } catch {
    return false;
  }
}
