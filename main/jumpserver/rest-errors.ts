import { z } from 'zod';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { RestResponse } from './rest-transport.ts';

/** All shapes of an error body (protocol §4.7): detail, error + msg, a field dictionary, or a bare list. */
const detailBody = z.looseObject({ detail: z.string(), code: z.string().optional() });
const errorBody = z.looseObject({ error: z.string(), msg: z.string().optional() });
const fieldBody = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const listBody = z.array(z.string());

const MAX_TEXT = 300;

/** The server's own words, whatever shape they came in; '' for none (HTML, empty). */
export function serverWords(body: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return ''; // HTML of a proxy, or nothing: no words of JumpServer's
  }
  const detail = detailBody.safeParse(value);
  if (detail.success) return detail.data.detail.slice(0, MAX_TEXT);
  const error = errorBody.safeParse(value);
  if (error.success) return (error.data.msg ?? error.data.error).slice(0, MAX_TEXT);
  const list = listBody.safeParse(value);
  if (list.success) return list.data.join('; ').slice(0, MAX_TEXT);
  const fields = fieldBody.safeParse(value);
  if (!fields.success) return '';
  return Object.entries(fields.data)
    .map(([name, texts]) => `${name}: ${typeof texts === 'string' ? texts : texts.join(' ')}`)
    .join('; ')
    .slice(0, MAX_TEXT);
}

export function isJson(response: RestResponse): boolean {
  return (response.headers['content-type'] ?? '').includes('json');
}

/** Seconds that a 429 asks to wait; 60 where it does not say. */
export function retryAfterSeconds(response: RestResponse): number {
  const seconds = Number.parseInt(response.headers['retry-after'] ?? '', 10);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : 60;
}

export function signInRequired(): DrawbridgeError {
  return new DrawbridgeError({
    code: 'sign-in-required',
    message: 'The JumpServer session has ended.',
    nextStep: 'Ask the person to sign in again in Drawbridge; the call goes through afterwards.',
    actor: 'person',
  });
}

/** What an answer outside 2xx means (protocol §4.7; jumpserver-live §6.2). `doing` completes "JumpServer refused to …". */
export function restError(response: RestResponse, doing: string): DrawbridgeError {
  const { status, body } = response;
  const words = serverWords(body);
  const said = words ? `: ${words}` : '';
  if (status === 401 || (status >= 300 && status < 400)) return signInRequired();
  if (status === 429)
    return new DrawbridgeError({
      code: 'throttled',
      message: `JumpServer limits how often it may be asked; it wants ${retryAfterSeconds(response)} s of quiet.`,
      nextStep: `Wait ${retryAfterSeconds(response) + 1} s, then try again.`,
      actor: 'agent',
    });
  if (status === 412)
    return new DrawbridgeError({
      code: 'confirmation-required',
      message: `JumpServer wants the person to confirm before it will ${doing}.`,
      nextStep: 'Ask the person to do this step on the site itself.',
      actor: 'person',
    });
  if (status === 403)
    return new DrawbridgeError({
      code: 'permission-denied',
      message: `JumpServer does not allow this user to ${doing}${said}.`,
      nextStep: 'Ask the JumpServer administrator for the permission.',
      actor: 'admin',
    });
  if (status === 404)
    return new DrawbridgeError({
      code: 'asset-not-found',
      message: `JumpServer has no such object, or hides it from this user (${doing})${said}.`,
      nextStep: 'List the assets and use a name or id from there.',
      actor: 'agent',
    });
  if (status >= 500)
    return new DrawbridgeError({
      code: 'site-error',
      message: `The site answered ${status} when asked to ${doing}; JumpServer or the proxy before it is in trouble.`,
      nextStep: 'Try again in a minute; if it lasts, tell the JumpServer administrator.',
      actor: 'admin',
    });
  return new DrawbridgeError({
    code: status === 400 ? 'bad-argument' : 'site-error',
    message: `JumpServer refused to ${doing} (${status})${said}.`,
    nextStep: 'Correct the request as JumpServer says, then try again.',
    actor: 'agent',
  });
}

/** What a refused connection token means (protocol §6.2): access rules speak in `code`, the rest as everywhere. */
export function tokenError(response: RestResponse): DrawbridgeError {
  if (response.status !== 400) return restError(response, 'open a terminal');
  const code = refusalCode(response.body);
  const review = code === 'acl_review';
  return new DrawbridgeError({
    code: 'token-refused',
    message: `JumpServer refuses to open this terminal: ${serverWords(response.body) || code || 'no reason given'}.`,
    nextStep: refusalAdvice(code),
    actor: review || code.startsWith('acl_face') ? 'person' : code.startsWith('perm_') ? 'agent' : 'admin',
  });
}

function refusalCode(body: string): string {
  try {
    const parsed = detailBody.safeParse(JSON.parse(body));
    return parsed.success ? (parsed.data.code ?? '') : '';
  } catch {
    return ''; // not JSON: a proxy's page
  }
}

function refusalAdvice(code: string): string {
  if (code === 'acl_review') return 'Ask the person to request the approval on the site; then try again.';
  if (code.startsWith('acl_face')) return 'This asset asks for a face check: the person opens it on the site itself.';
  if (code.startsWith('perm_'))
    return 'Look at the access of the asset again (jms_get_asset_access) and use an account from there.';
  return 'Ask the JumpServer administrator for access, or choose another asset or account.';
}
