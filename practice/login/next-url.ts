import type { Visit } from '../http/visit.ts';

/** Where the guard sends a person: `next` of the session first, then of the query, else `/`; odd values become `/` (protocol 2.1). */
export function nextUrl(visit: Visit): string {
  const wanted = visit.session?.next ?? visit.request.query.get('next') ?? '/';
  try {
    const decoded = decodeURIComponent(wanted);
    if (decoded.startsWith('//') || decoded.includes('\\')) return '/';
    const { host } = visit.request;
    const url = new URL(decoded, `http://${host}`);
    return decoded !== '' && url.host === host && /^https?:$/.test(url.protocol) ? decoded : '/';
  } catch {
    return '/';
  }
}
