/** For these names core adds the http form only (jumpserver-live §1.9). */
const PLAIN_ONLY = new Set(['127.0.0.1', 'localhost', 'core']);

/**
 * Whether an `Origin` header passes for a site whose DOMAINS setting is this list of `host` or `host:port`; `*` lets
 * every one through. The port is part of the match, and core sees plain http because TLS ends before it (protocol §1.9).
 */
export function isTrustedOrigin(origin: string, host: string, domains: readonly string[]): boolean {
  if (origin === `http://${host}` || domains.includes('*')) return true;
  return domains.some((domain) => {
    const schemes = PLAIN_ONLY.has(domain.replace(/:\d+$/, '')) ? ['http'] : ['http', 'https'];
    return schemes.some((scheme) => withoutDefaultPort(`${scheme}://${domain}`) === origin);
  });
}

function withoutDefaultPort(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).origin : origin;
}
