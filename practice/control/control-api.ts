import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '../http/json.ts';
import { html, json, type Reply } from '../http/reply.ts';
import { findRoute } from '../http/route.ts';
import { headerOf, type SiteRequest } from '../http/site-request.ts';
import { controlPage } from './control-page.ts';
import { controlRoutes } from './control-routes.ts';
import type { SiteControl } from './site-control.ts';

/** `/practice/`: loopback only, and only with the key of this start. */
export class ControlApi {
  readonly #control: SiteControl;
  readonly #key: string;
  readonly #routes: ReturnType<typeof controlRoutes>;

  constructor(control: SiteControl, key: string) {
    this.#control = control;
    this.#key = key;
    this.#routes = controlRoutes(control);
  }

  answer(request: SiteRequest): Reply {
    if (!isLoopback(request.remoteAddr)) return json(403, { error: 'The control API answers this machine only.' });
    if (request.path === '/practice/identity' && !this.#control.looksReal) return json(200, { drawbridge: 'practice' });
    const given = headerOf(request, 'x-practice-key') ?? request.query.get('key') ?? '';
    if (!this.#matches(given)) return json(403, { error: 'Send the control key as X-Practice-Key or ?key=.' });
    if (request.path === '/practice/' || request.path === '/practice') return html(200, controlPage(this.#control));
    const path = request.path.endsWith('/') ? request.path.slice(0, -1) : request.path;
    const found = findRoute(
      this.#routes.map((route) => ({ path: route.path, access: 'page', methods: {} })),
      path,
    );
    const route = this.#routes.find((one) => one.path === found?.route.path && one.method === request.method);
    if (found === undefined || route === undefined) return json(404, { error: 'No such control call.' });
    const body = parseBody(request.body);
    if (body === undefined) return json(400, { error: 'The body must be a JSON object.' });
    try {
      return json(200, route.run(found.params, body, request.query));
    } catch (error) {
      return json(400, { error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) });
    }
  }

  #matches(given: string): boolean {
    const a = Buffer.from(given);
    const b = Buffer.from(this.#key);
    return a.length === b.length && timingSafeEqual(a, b);
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

function parseBody(text: string): { [key: string]: Json } | undefined {
  if (text === '') return {};
  const parsed = z.record(z.string(), z.json()).safeParse(safeJson(text));
  return parsed.success ? parsed.data : undefined;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
