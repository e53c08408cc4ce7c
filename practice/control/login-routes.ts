import { z } from 'zod';
import { idpChange } from '../idp/idp-settings.ts';
import { loginChange } from '../login/login-settings.ts';
import { mfaKind } from '../login/mfa/mfa-kinds.ts';
import { rulesChange } from '../login/sign-in-rules.ts';
import { type ControlRoute, get, plain, post } from './control-route.ts';
import type { LoginControl } from './login-control.ts';

/** Control calls about signing in. */
export function loginControlRoutes(control: LoginControl): ControlRoute[] {
  return [
    get('login', () => plain(control.settings())),
    post('login', (_, body) => {
      control.set(loginChange.parse(body));
      return plain(control.settings());
    }),
    get('idp', () => plain(control.idpSettings())),
    post('idp', (_, body) => {
      control.setIdp(idpChange.parse(body));
      return plain(control.idpSettings());
    }),
    post('users/:username/sign-in', ({ username = '' }, body) => {
      control.setRules(username, rulesChange.parse(body));
      return { ok: true };
    }),
    post('users/:username/lock', ({ username = '' }) => {
      control.lockUser(username);
      return { ok: true };
    }),
    post('login/address-lock', (_, body) => {
      control.lockAddress(z.object({ ip: z.string() }).parse(body).ip);
      return { ok: true };
    }),
    get('users/:username/code/:kind', ({ username = '', kind }) => ({
      code: control.codeFor(username, mfaKind.parse(kind)) ?? null,
    })),
    post('users/:username/qr', ({ username = '' }) => ({ ok: control.confirmShownQr(username) })),
    post('users/:username/passkey', ({ username = '' }) => plain(control.addPasskey(username))),
    post('users/:username/passkeys/remove', ({ username = '' }) => {
      control.removePasskeys(username);
      return { ok: true };
    }),
    get('login/tickets', () => plain(control.tickets())),
    post('login/tickets/:id/approve', ({ id = '' }) => ({ ok: control.decideTicket(id, 'approved') })),
    post('login/tickets/:id/reject', ({ id = '' }) => ({ ok: control.decideTicket(id, 'rejected') })),
    get('login/codes', () => plain(control.sentCodes())),
    post('login/codes/expire', () => {
      control.expireCodes();
      return { ok: true };
    }),
    post('login/pre-auth/expire', () => {
      control.expirePreAuth();
      return { ok: true };
    }),
    post('login/failure-mark', (_, body) => {
      control.markFailed(z.object({ ip: z.string() }).parse(body).ip);
      return { ok: true };
    }),
    post('login/failure-marks/clear', () => {
      control.clearFailureMarks();
      return { ok: true };
    }),
    get('login/captcha/:key', ({ key = '' }) => ({ answer: control.captchaAnswer(key) ?? null })),
    post('login/captchas/expire', () => {
      control.expireCaptchas();
      return { ok: true };
    }),
  ];
}
