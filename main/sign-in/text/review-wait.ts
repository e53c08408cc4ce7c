import { z } from 'zod';
import { type Clock, sleep } from '../../errors/clock.ts';
import type { SiteWalk } from './site-walk.ts';

/** As often as the site's own page asks (protocol §1.10). */
const POLL_MS = 5_000;
/** A site that answers oddly so many times in a row has lost the request. */
const MAX_ODD = 5;
const STATUS = '/api/v1/authentication/login-confirm-ticket/status/';

const status = z.looseObject({ error: z.string().optional(), msg: z.string().optional() });

export type ReviewEnd = { readonly kind: 'approved' } | { readonly kind: 'refused'; readonly words: string };

/**
 * Waits until an approver has decided. The request is withdrawn when the wait ends otherwise, as the page does when it is
 * closed; rejects with the signal's reason then.
 */
export async function waitForReview(walk: SiteWalk, clock: Clock, signal: AbortSignal): Promise<ReviewEnd> {
  let decided = false;
  try {
    for (let odd = 0; odd < MAX_ODD; await sleep(clock, POLL_MS, signal)) {
      const response = await walk.api('GET', STATUS);
      const parsed = status.safeParse(parseJson(response.body));
      if (response.status !== 200 || !parsed.success) {
        odd += 1;
        continue;
      }
      odd = 0;
      const { error, msg = '' } = parsed.data;
      decided = error !== 'login_confirm_wait';
      if (!decided) continue;
      return error ? { kind: 'refused', words: msg } : { kind: 'approved' };
    }
    return { kind: 'refused', words: '' };
  } finally {
    if (!decided) await withdraw(walk);
  }
}

async function withdraw(walk: SiteWalk): Promise<void> {
  // With a deadline of the walk's own: the caller's signal has fired already.
  await walk.api('DELETE', STATUS, undefined, new AbortController().signal).catch(() => {
    // The site closes the request by itself when the step lapses.
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
