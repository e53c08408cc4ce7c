import { DrawbridgeError, type DrawbridgeErrorFields } from '../errors/drawbridge-error.ts';
import { Throttled } from '../errors/throttled.ts';
import type { RestResponse } from './rest-transport.ts';
import { refusalCode, serverWords } from './server-words.ts';

/** Where a throttle does not say how long (core counts by the minute). */
const UNSAID_SECONDS = 60;

export function isJson(response: RestResponse): boolean {
  return (response.headers['content-type'] ?? '').includes('json');
}

/** Seconds that an answer asks to wait, by `Retry-After` (a number or a date) or in its words; 60 where it does not say. */
export function retryAfterSeconds(response: RestResponse): number {
  const said = response.headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(said)) return Number(said);
  const date = Date.parse(said);
  if (!Number.isNaN(date)) return Math.max(0, Math.ceil((date - Date.now()) / 1000));
  return Number(/available in (\d+) second/.exec(serverWords(response.body))?.[1] ?? UNSAID_SECONDS);
}

/** Core refused before it acted, because of the token or because of the address it was asked at (protocol §4.2). */
export function csrfRefusal(response: RestResponse): 'none' | 'token' | 'origin' {
  if (response.status !== 403) return 'none';
  const said = serverWords(response.body);
  if (!said.startsWith('CSRF Failed')) return 'none';
  return /origin|referer/i.test(said) ? 'origin' : 'token';
}

export function signInRequired(message = 'The JumpServer session has ended.'): DrawbridgeError {
  return new DrawbridgeError({
    code: 'sign-in-required',
    message,
    nextStep: 'Ask the person to sign in again in Drawbridge; the call goes through afterwards.',
    actor: 'person',
  });
}

/** What an answer outside 2xx means (protocol §4.7; jumpserver-live §6.2). `doing` completes "JumpServer refused to …". */
export function restError(response: RestResponse, doing: string): DrawbridgeError {
  const { status, body } = response;
  if (status >= 300 && status < 400) return signInRequired();
  if (status === 401)
    return body.trim() === ''
      ? // The middleware that waits for the second factor says nothing at all.
        signInRequired('JumpServer wants the rest of the sign-in (a second factor) before it goes on.')
      : signInRequired();
  if (status === 429) {
    const seconds = retryAfterSeconds(response);
    return new Throttled(seconds, `JumpServer limits how often it may be asked; it wants ${seconds} s of quiet.`);
  }
  return new DrawbridgeError(refusal(response, doing, serverWords(body)));
}

function refusal(response: RestResponse, doing: string, words: string): DrawbridgeErrorFields {
  const { status } = response;
  const said = words ? `: ${words}` : '';
  switch (status) {
    case 403:
      return forbidden(response, doing, said);
    case 404:
      return {
        code: 'asset-not-found',
        message: `JumpServer has no such object, or hides it from this user (${doing})${said}.`,
        nextStep: 'List the assets and use a name or id from there.',
        actor: 'agent',
      };
    case 405:
      return {
        code: 'site-error',
        message: `This JumpServer does not offer to ${doing}${said}.`,
        nextStep: 'Do it on the site itself; Drawbridge supports JumpServer 3.10 and newer.',
        actor: 'person',
      };
    case 409:
      return {
        code: 'site-error',
        message: `JumpServer cannot ${doing} now${said}.`,
        nextStep: 'Look at the object on the site: something else still uses it.',
        actor: 'person',
      };
    case 412:
      return {
        code: 'confirmation-required',
        message: `JumpServer wants the person to confirm before it will ${doing}.`,
        nextStep: 'Ask the person to do this step on the site itself.',
        actor: 'person',
      };
    case 413:
      return {
        code: 'bad-argument',
        message: `The site takes no request of this size (${doing}).`,
        nextStep: 'Send less at once.',
        actor: 'agent',
      };
  }
  if (status >= 500) {
    const wait = response.headers['retry-after'] === undefined ? 'a minute' : `${retryAfterSeconds(response)} s`;
    return {
      code: 'site-error',
      message: `The site answered ${status} when asked to ${doing}${said}; JumpServer or the proxy before it is in trouble.`,
      nextStep: `Try again in ${wait}; if it lasts, tell the JumpServer administrator.`,
      actor: 'admin',
    };
  }
  return {
    code: status === 400 ? 'bad-argument' : 'site-error',
    message: `JumpServer refused to ${doing} (${status})${said}.`,
    nextStep: words
      ? 'Correct the request as JumpServer says, then try again.'
      : 'JumpServer gives no reason; do it on the site itself to see more.',
    actor: 'agent',
  };
}

function forbidden(response: RestResponse, doing: string, said: string): DrawbridgeErrorFields {
  switch (csrfRefusal(response)) {
    case 'origin':
      return {
        code: 'csrf-refused',
        message: `The site does not take requests at the address that Drawbridge uses (${doing})${said}.`,
        nextStep: 'Ask the JumpServer administrator to list this address under DOMAINS in the configuration file.',
        actor: 'admin',
      };
    case 'token':
      return {
        code: 'csrf-refused',
        message: `The site refuses the CSRF token of this session, a fresh one too (${doing})${said}.`,
        nextStep: 'Sign out of the site in Drawbridge and sign in again.',
        actor: 'person',
      };
    case 'none':
      return {
        code: 'permission-denied',
        message: `JumpServer does not allow this user to ${doing}${said}.`,
        nextStep: 'Ask the JumpServer administrator for the permission.',
        actor: 'admin',
      };
  }
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

function refusalAdvice(code: string): string {
  if (code === 'acl_review') return 'Ask the person to request the approval on the site; then try again.';
  if (code.startsWith('acl_face')) return 'This asset asks for a face check: the person opens it on the site itself.';
  if (code.startsWith('perm_'))
    return 'Look at the access of the asset again (jms_get_asset_access) and use an account from there.';
  return 'Ask the JumpServer administrator for access, or choose another asset or account.';
}
