import { readFile, readlink } from 'node:fs/promises';

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

/** Who started the process, as the kernel says; null without /proc, and where the parent is another user's. */
export async function hostOf(pid: number): Promise<{ readonly pid: number; readonly executable: string } | null> {
  try {
    const parent = /^PPid:\s*(\d+)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (parent === undefined || parent === '0') return null;
    return { pid: Number(parent), executable: await readlink(`/proc/${parent}/exe`) };
  } catch {
    return null;
  }
}
