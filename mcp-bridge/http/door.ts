import type { IncomingHttpHeaders } from 'node:http';
import { isJsonContentType, localhostAllowedOrigins, validateOriginHeader } from '@modelcontextprotocol/server';
import type { HttpPlace } from './serve-request.ts';

/** A request before its body is read. */
export interface Knock {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Whether a request may come in. A page that rebinds its name to 127.0.0.1 is told by Host, one of another site by
 * Origin, and neither learns whether a token is right; no answer grants CORS.
 */
export function decideKnock(
  { method, target, headers }: Knock,
  { host, port, path }: HttpPlace,
  hasToken: (authorization: string | undefined) => boolean,
): Refusal | undefined {
  if (!ownNames(host, port).has(headers.host?.toLowerCase() ?? ''))
    return { status: 403, message: 'The Host header does not name this server on this computer.' };
  if (!validateOriginHeader(headers.origin, localhostAllowedOrigins()).ok)
    return { status: 403, message: 'Pages of other sites are not served here.' };
  if (target.split('?')[0] !== path) return { status: 404, message: `MCP is served at ${path}.` };
  if (!hasToken(headers.authorization)) {
    const sent = headers.authorization !== undefined;
    return {
      status: 401,
      message: `${sent ? 'This is not the bearer token of this start' : 'A bearer token is missing'}: \`drawbridge serve\` said which file holds it. Send it as "Authorization: Bearer <token>".`,
      headers: { 'WWW-Authenticate': `Bearer realm="drawbridge"${sent ? ', error="invalid_token"' : ''}` },
    };
  }
  if (method !== 'POST' && method !== 'GET' && method !== 'DELETE')
    return { status: 405, message: 'Only POST, GET and DELETE.', headers: { Allow: 'POST, GET, DELETE' } };
  if (method === 'POST' && !isJsonContentType(headers['content-type'] ?? null))
    return { status: 415, message: 'Content-Type must be application/json.' };
  return undefined;
}

/** As a client may write the address that it was given. */
function ownNames(host: HttpPlace['host'], port: number): ReadonlySet<string> {
  const names = host === '::1' ? ['[::1]', 'localhost'] : ['127.0.0.1', 'localhost'];
  return new Set(names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])));
}
