/** One way to a site, as Chromium's proxy resolution names it. */
export type ProxyRoute =
  | { readonly kind: 'direct' }
  | { readonly kind: 'http' | 'https'; readonly host: string; readonly port: number }
  | { readonly kind: 'socks5'; readonly host: string; readonly port: number }
  /** Named so, and not spoken here. */
  | { readonly kind: 'unsupported'; readonly name: string };

const kinds: Readonly<Record<string, { readonly kind: 'http' | 'https' | 'socks5'; readonly port: number }>> = {
  PROXY: { kind: 'http', port: 80 },
  HTTPS: { kind: 'https', port: 443 },
  SOCKS5: { kind: 'socks5', port: 1080 },
};

/** `session.resolveProxy`'s answer (`PROXY a:3128; DIRECT`) as the routes to try, in order. */
export function proxyRoutes(answer: string): readonly ProxyRoute[] {
  const routes = answer
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(route);
  return routes.length === 0 ? [{ kind: 'direct' }] : routes;
}

function route(text: string): ProxyRoute {
  const [name = '', address = ''] = text.split(/\s+/);
  if (name === 'DIRECT') return { kind: 'direct' };
  const known = kinds[name];
  if (!known || address === '') return { kind: 'unsupported', name: text };
  // IPv6 comes bracketed.
  const at = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(address);
  if (!at?.[1]) return { kind: 'unsupported', name: text };
  return { kind: known.kind, host: at[1].replace(/^\[|\]$/g, ''), port: at[2] ? Number(at[2]) : known.port };
}

/** `host:port`, as the person knows it from the system's settings. */
export function proxyName({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host}:${port}`;
}
