import { z } from 'zod';
import type { RestTransport } from './rest-transport.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|.*\.localhost)$/;
const ANSWER_MS = 15_000;

/** `hostname` as `URL` gives it. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/**
 * Whether a practice site answers there now: on this computer, and by its own word. Nobody is asked before commands run on
 * one, so it is asked anew whenever somebody comes in: a tunnel to a real site may have taken its port since.
 */
export async function isPracticeSite(
  baseUrl: string,
  transport: RestTransport,
  signal?: AbortSignal,
): Promise<boolean> {
  if (!isLoopback(new URL(baseUrl).hostname)) return false;
  // A path that no JumpServer has: a real one behind a tunnel answers 404, and is asked about like any other.
  const response = await transport.fetch({
    method: 'GET',
    url: `${baseUrl}/practice/identity`,
    withoutCookies: true,
    signal: AbortSignal.any([AbortSignal.timeout(ANSWER_MS), ...(signal ? [signal] : [])]),
  });
  return response.status === 200 && identity.safeParse(parseJson(response.body)).success;
}

const identity = z.object({ drawbridge: z.literal('practice') });

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // a page
  }
}
