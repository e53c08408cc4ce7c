import { randomBytes } from 'node:crypto';
import { html, json, type Reply, redirect } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import { headerOf, type SiteRequest } from '../../http/site-request.ts';
import type { Visit } from '../../http/visit.ts';
import { accountFault } from '../account-state.ts';
import { FLASH_SECONDS } from '../flash/flash-messages.ts';
import { loginTexts } from '../login-texts.ts';
import { pendingMfa } from '../mfa/pending-mfa.ts';
import { assertion, assertionFault } from './assertion.ts';
import { passkeyPage } from './passkey-page.ts';

export const PASSKEY_AUTH = '/api/v1/authentication/passkeys/auth/';
const TIMEOUT_MS = 60_000;

/** The passkey page, which lies below `/api`, its challenge, and the assertion (protocol 1.11). */
export function passkeyRoutes(): Route[] {
  return [
    {
      path: '/api/v1/authentication/passkeys/login/',
      access: 'page',
      methods: { GET: (visit) => (isOffered(visit) ? passkeyPage(visit) : html(404, '<h1>Not Found</h1>')) },
    },
    { path: PASSKEY_AUTH, access: 'page', methods: { GET: begin, POST: finish } },
  ];
}

/** As a method of its own, or as the second factor of somebody who has one. */
function isOffered(visit: Visit): boolean {
  const { methods } = visit.site.settings.login;
  return methods.includes('passkey') || (pendingMfa(visit)?.user.passkeys.length ?? 0) > 0;
}

/** FIDO_SERVER_ID: the host of the page. Browsers refuse addresses such as 127.0.0.1. */
function rpId(visit: Visit): string {
  return new URL(visit.baseUrl).hostname;
}

/** Whoever is known already is asked for one of their own keys; others choose from what the authenticator has. */
function begin(visit: Visit): Reply {
  const session = visit.ensureSession();
  session.passkeyChallenge = randomBytes(32).toString('base64url');
  const own = pendingMfa(visit)?.user.passkeys ?? [];
  return json(200, {
    publicKey: {
      challenge: session.passkeyChallenge,
      rpId: rpId(visit),
      timeout: TIMEOUT_MS,
      userVerification: 'preferred',
      allowCredentials: own.map(({ credentialId }) => ({ type: 'public-key', id: credentialId })),
    },
  });
}

/** The page posts a form, so a success is a redirect; a script that posts JSON gets JSON. */
function finish(visit: Visit): Reply {
  const isJson = (headerOf(visit.request, 'content-type') ?? '').startsWith('application/json');
  const outcome = decide(visit);
  if (isJson)
    return outcome.kind === 'in' ? json(200, { msg: 'ok', url: outcome.url }) : json(400, { error: outcome.text });
  if (outcome.kind === 'in') return redirect(outcome.url);
  const { flashes } = visit.site.login;
  const title = loginTexts(visit.language).methods.passkey;
  const goOnTo = '/core/auth/login/?admin=1';
  return redirect(flashes.urlFor({ title, message: outcome.text, seconds: FLASH_SECONDS, goOnTo }));
}

type Outcome = { kind: 'in'; url: string } | { kind: 'out'; text: string };

function decide(visit: Visit): Outcome {
  const texts = loginTexts(visit.language);
  const session = visit.ensureSession();
  const challenge = session.passkeyChallenge;
  delete session.passkeyChallenge;
  const given = assertion.safeParse(posted(visit.request)).data;
  const user = visit.site.users.find((one) => one.passkeys.some((key) => key.credentialId === given?.id));
  const passkey = user?.passkeys.find((key) => key.credentialId === given?.id);
  if (challenge === undefined || given === undefined || user === undefined || passkey === undefined) {
    return { kind: 'out', text: texts.passkeyRefused };
  }
  const expected = { challenge, origin: visit.baseUrl, rpId: rpId(visit) };
  if (assertionFault(given, passkey, expected) !== undefined) return { kind: 'out', text: texts.passkeyRefused };
  const pending = pendingMfa(visit);
  if (pending !== undefined) {
    if (pending.user !== user) return { kind: 'out', text: texts.passkeyRefused };
    pending.complete();
    return { kind: 'in', url: '/core/auth/login/guard/?_=mfa_ok' };
  }
  const fault = accountFault(visit, user);
  if (fault !== undefined) return { kind: 'out', text: fault };
  // Having it and unlocking it are two factors: only a login rule can still ask for more.
  session.preAuth = { userId: user.id, at: Date.now(), mfaDone: true, autoLogin: false };
  return { kind: 'in', url: '/core/auth/login/guard/?_=passkey' };
}

function posted(request: SiteRequest): unknown {
  const isForm = (headerOf(request, 'content-type') ?? '').startsWith('application/x-www-form-urlencoded');
  try {
    return JSON.parse(isForm ? (new URLSearchParams(request.body).get('passkeys') ?? '') : request.body);
  } catch {
    return undefined;
  }
}
