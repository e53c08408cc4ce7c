import { page } from '../http/html.ts';
import { empty, html, json, type Reply, redirect } from '../http/reply.ts';
import {
  confirmationRequired,
  doesNotExist,
  invalid,
  methodNotAllowed,
  notAuthenticated,
  permissionDenied,
  throttled,
} from '../rest/rest-errors.ts';

/** Every shape in which REST refuses (protocol 4.7), by name. */
export const REST_FAULTS = {
  'field-errors': () => json(400, { asset: ['Invalid pk "…" - object does not exist.'], account: ['Required.'] }),
  'nested-field-errors': () => json(400, { accounts: [{ name: ['This field may not be blank.'] }, {}] }),
  'bare-list': () => json(400, ['This is not allowed.']),
  detail: () => invalid('Account not found', 'perm_account_invalid'),
  'error-and-msg': () => json(400, { error: 'password_failed', msg: 'The password is wrong.' }),
  'html-refusal': () => html(400, page('Bad Request', '<h1>Bad Request (400)</h1>')),
  'empty-refusal': () => empty(400),
  'signed-out': () => notAuthenticated(),
  'mfa-outstanding': () => empty(401),
  'login-page': () => html(200, page('Login - JumpServer', '<form id="login-form"></form>')),
  'login-redirect': () => redirect('/core/auth/login/?next=/api/'),
  'no-permission': () => permissionDenied(),
  'no-permission-empty': () => empty(403),
  'csrf-token': () => permissionDenied('CSRF Failed: CSRF token incorrect.'),
  'csrf-origin': () =>
    permissionDenied('CSRF Failed: Origin checking failed - https://x does not match any trusted origins.'),
  'not-found': () => doesNotExist('Asset'),
  'not-found-html': () => html(404, page('Not Found', '<h1>Not Found</h1>')),
  'wrong-method': () => methodNotAllowed('POST'),
  referenced: () => json(409, { detail: 'It is used by others.', code: 'referenced_by_others' }),
  'too-large': () => html(413, '<html><head><title>413 Request Entity Too Large</title></head></html>'),
  'confirm-password': () => confirmationRequired('password'),
  'throttled-briefly': () => throttled(2),
  'throttled-long': () => throttled(42),
  'throttled-silently': () => json(429, { detail: 'Request was throttled.', code: 'throttled' }),
  'server-error-html': () => html(500, '<h1>Server Error (500)</h1>'),
  'server-error-json': () => json(500, { error: 'Server internal error' }),
  'bad-gateway-html': () => html(502, '<html><head><title>502 Bad Gateway</title></head></html>'),
  'unavailable-json': () => ({
    ...json(503, { detail: 'Service unavailable' }),
    headers: { 'Content-Type': 'application/json', 'Retry-After': '30' },
  }),
  'gateway-timeout-html': () => html(504, '<html><head><title>504 Gateway Time-out</title></head></html>'),
  'cut-json': () => ({ status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"count": 3, "resul' }),
} satisfies Record<string, () => Reply>;

export type RestFaultName = keyof typeof REST_FAULTS;
export const REST_FAULT_NAMES = Object.keys(REST_FAULTS) as [RestFaultName, ...RestFaultName[]];
