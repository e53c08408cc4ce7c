import { z } from 'zod';
import { ACTION_NAMES } from '../options.ts';
import { type ControlRoute, get, plain, post } from './control-route.ts';
import { KOKO_FAULTS, SFTP_FAULTS } from './faults.ts';
import { loginControlRoutes } from './login-routes.ts';
import { REST_FAULT_NAMES } from './rest-faults.ts';
import { SESSION_ENDS } from './session-ends.ts';
import type { SiteControl } from './site-control.ts';

const rules = z.array(
  z.object({
    name: z.string(),
    pattern: z.string(),
    action: z.enum(['accept', 'reject', 'review', 'warning', 'notify_and_warn']),
  }),
);

/** The calls of the control API. */
export function controlRoutes(control: SiteControl): ControlRoute[] {
  return [
    ...loginControlRoutes(control.login),
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
    post('sessions/end', (_, body) => {
      const { username, how } = z.object({ username: z.string(), how: z.enum(SESSION_ENDS) }).parse(body);
      return { ended: control.endSessions(username, how) };
    }),
    get('access-keys', () => plain(control.accessKeys())),
    post('access-keys/:id/active', ({ id = '' }, body) => ({
      ok: control.setAccessKeyActive(id, z.object({ active: z.boolean() }).parse(body).active),
    })),
    post('access-keys/:id/delete', ({ id = '' }) => ({ ok: control.deleteAccessKey(id) })),
    post('sessions/single-machine', (_, body) => {
      control.setSingleMachine(z.object({ on: z.boolean() }).parse(body).on);
      return { ok: true };
    }),
    post('users/:username/password', ({ username = '' }, body) => {
      control.changePassword(username, z.object({ password: z.string().min(1) }).parse(body).password);
      return { ok: true };
    }),
    post('users/:username/rotate-csrf', ({ username = '' }) => {
      control.rotateCsrf(username);
      return { ok: true };
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
    get('ftp-log', () => plain(control.ftpLog())),
    post('actions', (_, body) => {
      control.setActions(z.object({ actions: z.array(z.enum(ACTION_NAMES)) }).parse(body).actions);
      return { ok: true };
    }),
    post('sftp-fault', (_, body) => {
      const fault = z.object({
        kind: z.enum(SFTP_FAULTS),
        cmd: z.string().optional(),
        times: z.number().int().positive().optional(),
      });
      const { kind, cmd, times } = fault.parse(body);
      control.setSftpFault(kind, { ...(cmd === undefined ? {} : { cmd }), ...(times === undefined ? {} : { times }) });
      return { ok: true };
    }),
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
    post('rest-fault', (_, body) => {
      const fault = z.object({
        name: z.enum(['none', ...REST_FAULT_NAMES]),
        path: z.string().optional(),
        method: z.string().optional(),
        times: z.number().int().positive().optional(),
      });
      const { name, ...where } = fault.parse(body);
      control.setRestFault(name === 'none' ? undefined : { name, ...where });
      return { ok: true };
    }),
    post('koko-fault', (_, body) => {
      const count = z.number().int().positive().optional();
      const fault = z.object({ kind: z.enum(KOKO_FAULTS), times: count, seconds: count });
      const { kind, ...limits } = fault.parse(body);
      control.setKokoFault(kind, limits);
      return { ok: true };
    }),
    post('clock', (_, body) => {
      control.setClockAhead(z.object({ aheadSeconds: z.number() }).parse(body).aheadSeconds);
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
