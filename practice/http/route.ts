import type { Reply } from './reply.ts';
import type { Visit } from './visit.ts';

export type Params = Record<string, string>;
export type Handler = (visit: Visit, params: Params) => Reply | Promise<Reply>;

/** A path with `:name` parts, and what answers each method on it. */
export interface Route {
  path: string;
  /** REST routes go through authentication, CSRF and throttling; the others do that themselves. */
  access: 'page' | 'open' | 'signed-in';
  methods: Partial<Record<string, Handler>>;
}

export interface FoundRoute {
  route: Route;
  params: Params;
}

export function findRoute(routes: readonly Route[], path: string): FoundRoute | undefined {
  const parts = path.split('/');
  for (const route of routes) {
    const params = paramsOf(route.path.split('/'), parts);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): Params | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Params = {};
  for (const [index, piece] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (piece.startsWith(':')) {
      if (part === '') return undefined;
      params[piece.slice(1)] = part;
    } else if (piece !== part) return undefined;
  }
  return params;
}
