import { isJson } from '../jumpserver/rest-errors.ts';
import { type Found, found } from './outcomes.ts';
import type { Answer } from './site-visit.ts';

/**
 * A file from the disk of the site's web server: it needs no session and extends none, its answer is timed and dated, and
 * from v4.10.17 on it exists (protocol §0.2).
 */
export const STATIC_FILE = '/static/js/session-encrypt.js';

/** Slower than this for a file, work feels slow. */
const SLOW_MS = 2_000;

/** Does a JumpServer answer at the address, and how fast? `file` comes from its web server, `profile` from core behind it. */
export function decideAddress(file: Answer, profile: Answer): Found {
  for (const answer of [file, profile]) {
    if (answer.kind === 'too-slow') return found('address-too-slow');
    if (answer.kind === 'failed')
      return answer.error.code === 'certificate-not-trusted'
        ? found('address-certificate', { why: answer.error.message })
        : found('address-silent', { why: answer.error.message });
    const { status } = answer.response;
    if (status >= 500) return found('address-trouble', { status });
    // Core answers its own words, signed in or not; 401 may be empty (protocol §4.7).
    if (answer === profile && (status === 404 || status === 200) && !isJson(answer.response))
      return found('address-other', { status });
  }
  const ms = file.kind === 'answered' ? Math.round(file.ms) : 0;
  return found(ms > SLOW_MS ? 'address-slow' : 'address-answers', { ms });
}
