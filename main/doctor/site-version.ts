import { isJson } from '../jumpserver/rest-errors.ts';
import { type Found, found } from './outcomes.ts';
import type { Answer } from './site-visit.ts';

/** Answers JSON from v4.10.14 on (protocol §4.6). */
export const OAUTH_FILE = '/core/auth/oauth2-provider/.well-known/oauth-authorization-server';

/** What tells versions apart without being a version (protocol §0.2); undefined where the question was not answered. */
export interface VersionSigns {
  /** STATIC_FILE. */
  readonly script: Answer | undefined;
  readonly oauth: Answer | undefined;
  /** A connection token asked for with an empty body. */
  readonly token: Answer | undefined;
}

interface Bound {
  /** `4.10.17` as [4, 10, 17]. */
  readonly from?: Version;
  readonly until?: Version;
}
type Version = readonly [number, number, number];

/** Nothing tells a normal user the version; behaviour narrows it down. */
export function decideVersion(signs: VersionSigns): Found {
  const bounds = [ofScript(signs.script), ofOauth(signs.oauth), ofToken(signs.token)];
  const from = bounds
    .flatMap((one) => (one.from ? [one.from] : []))
    .sort(compare)
    .at(-1);
  const until = bounds.flatMap((one) => (one.until ? [one.until] : [])).sort(compare)[0];
  if (from && until && compare(from, until) > 0) {
    // A rebuilt or patched site: the family may still be common to both.
    const family = from[0] === until[0] && from[1] === until[1];
    return family ? found('version-mixed', { about: `${from[0]}.${from[1]}` }) : found('version-unseen');
  }
  if (from && until) return found('version-between', { from: from.join('.'), until: until.join('.') });
  if (from) return found('version-from', { from: from.join('.') });
  return until ? found('version-until', { until: until.join('.') }) : found('version-unseen');
}

function ofScript(answer: Answer | undefined): Bound {
  if (answer?.kind !== 'answered') return {};
  const { status, headers, body } = answer.response;
  if (status === 404) return { until: [4, 10, 16] };
  if (status !== 200 || !/javascript/.test(headers['content-type'] ?? '')) return {};
  return body.includes('::encrypted::') ? { from: [4, 10, 19] } : { from: [4, 10, 17], until: [4, 10, 18] };
}

function ofOauth(answer: Answer | undefined): Bound {
  if (answer?.kind !== 'answered') return {};
  if (answer.response.status === 200 && isJson(answer.response)) return { from: [4, 10, 14] };
  return answer.response.status === 404 ? { until: [4, 10, 13] } : {};
}

/** Field by field before v4.10.17, one flat `detail` after. */
function ofToken(answer: Answer | undefined): Bound {
  if (answer?.kind !== 'answered' || answer.response.status !== 400) return {};
  const { body } = answer.response;
  if (/^\s*\{\s*"detail"/.test(body)) return { from: [4, 10, 17] };
  return body.includes('"connect_method"') ? { until: [4, 10, 16] } : {};
}

const compare = (one: Version, other: Version): number => one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
