import { z } from 'zod';
import type { Json } from '../http/json.ts';
import type { Params } from '../http/route.ts';
import type { SiteControl } from './site-control.ts';

export interface ControlRoute {
  method: 'GET' | 'POST';
  path: string;
  run(params: Params, body: { [key: string]: Json }, query: URLSearchParams): Json;
}

const rules = z.array(
  z.object({
    name: z.string(),
    pattern: z.string(),
    action: z.enum(['accept', 'reject', 'review', 'warning', 'notify_and_warn']),
  }),
);

/** The calls of the control API. Bodies are JSON objects; a bad one is a 400 that says what was expected. */
export function controlRoutes(control: SiteControl): ControlRoute[] {
  const get = (path: string, run: ControlRoute['run']): ControlRoute => ({
    method: 'GET',
    path: `/practice/api/${path}`,
    run,
  });
  const post = (path: string, run: ControlRoute['run']): ControlRoute => ({
    method: 'POST',
    path: `/practice/api/${path}`,
    run,
  });
  const plain = (value: unknown): Json => z.json().parse(JSON.parse(JSON.stringify(value)));
  return [
    get('users', () =>
      plain(
        control.people.map(({ username, name, password, otpSecret, isAdmin, isActive }) => ({
          username,
          name,
          password,
          otpSecret,
          isAdmin,
          isActive,
        })),
      ),
    ),
    post('users/:username/active', ({ username = '' }, body) => {
      control.setUserActive(username, z.object({ active: z.boolean() }).parse(body).active);
      return { ok: true };
    }),
    post('login-locks/clear', () => {
      control.clearLoginLocks();
      return { ok: true };
    }),
    get('sessions', () => plain(control.webSessions())),
    post('sessions/expire', (_, body) => {
      const { username } = z.object({ username: z.string().optional() }).parse(body);
      return { ended: control.expireWebSessions(username) };
    }),
    post('sessions/age', (_, body) => {
      control.setSessionAge(z.object({ seconds: z.number().positive() }).parse(body).seconds);
      return { ok: true };
    }),
    get('terminals', () => plain(control.terminals())),
    post('terminals/:id/kill', ({ id = '' }) => ({ ok: control.killTerminal(id) })),
    post('terminals/:id/lock', ({ id = '' }) => ({ ok: control.lockTerminal(id) })),
    post('terminals/:id/unlock', ({ id = '' }) => ({ ok: control.unlockTerminal(id) })),
    post('terminals/:id/permission', ({ id = '' }, body) => ({
      ok: control.notifyPermission(id, z.object({ valid: z.boolean() }).parse(body).valid),
    })),
    get('shells', () => ({ alive: control.liveShells() })),
    get('audit', (_, __, query) => plain(control.audit(query.get('session') ?? undefined))),
    get('tickets', () => plain(control.tickets())),
    post('tickets/:id/approve', ({ id = '' }) => ({ ok: control.decideTicket(id, 'approved') })),
    post('tickets/:id/reject', ({ id = '' }) => ({ ok: control.decideTicket(id, 'rejected') })),
    post('rules', (_, body) => {
      control.setCommandRules(z.object({ rules }).parse(body).rules);
      return { ok: true };
    }),
    post('fault', (_, body) => {
      control.setFault(z.object({ kind: z.enum(['none', 'bad-gateway', 'hang']) }).parse(body).kind);
      return { ok: true };
    }),
    post('certificates', (_, body) => {
      const certificate = z.object({ key: z.string(), cert: z.string() });
      control.setCertificates(z.object({ certificates: z.array(certificate) }).parse(body).certificates);
      return { ok: true };
    }),
    post('throttle', (_, body) => {
      control.setThrottle(z.object({ userPerMinute: z.number().int().min(0) }).parse(body).userPerMinute);
      return { ok: true };
    }),
  ];
}
