import { z } from 'zod';
import { json, type Reply } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import type { Visit } from '../../http/visit.ts';
import { bodyObject, isReply } from '../../rest/body.ts';
import { notAuthenticated } from '../../rest/rest-errors.ts';
import type { PracticeUser } from '../../users.ts';
import { loginTexts } from '../login-texts.ts';
import { preAuthUser } from '../pre-auth.ts';
import { checkCode } from './check-code.ts';
import { activeKinds, isSentKind, mfaKind } from './mfa-kinds.ts';
import { pendingMfa } from './pending-mfa.ts';

const asked = z.object({ type: z.string(), username: z.string().optional() });
const given = z.object({ type: z.string().default('otp'), code: z.string() });

/** Sending and verifying codes without a page (protocol 2.3). Each has two names. */
export function mfaApiRoutes(): Route[] {
  const at = (name: string, handler: (visit: Visit) => Reply): Route => ({
    path: `/api/v1/authentication/mfa/${name}/`,
    access: 'open',
    methods: { POST: handler },
  });
  return [at('send-code', sendCode), at('select', sendCode), at('verify', verify), at('challenge', verify)];
}

/** The sign-in form has no pre-auth session yet and names the person itself. */
function sendCode(visit: Visit): Reply {
  const body = bodyObject(visit.request);
  if (isReply(body)) return body;
  const request = asked.safeParse(body).data;
  if (request === undefined) return json(400, { type: ['This field is required.'] });
  const texts = loginTexts(visit.language);
  const user = addressee(visit, request.username);
  if (user === undefined) return json(400, { error: texts.noSuchPerson });
  const kind = mfaKind.safeParse(request.type).data;
  if (kind === undefined || !activeKinds(user).includes(kind) || !isSentKind(visit.site, kind)) {
    return json(400, { error: texts.mfaNotActive(request.type) });
  }
  const wait = visit.site.login.sentCodes.send(user, kind);
  if (wait !== undefined) return json(400, { error: texts.waitToSend(wait) });
  return json(201, request.username === undefined ? { type: kind } : { type: kind, username: request.username });
}

function addressee(visit: Visit, username: string | undefined): PracticeUser | undefined {
  const known = preAuthUser(visit) ?? visit.user;
  return known ?? (username === undefined || username === '' ? undefined : visit.site.userNamed(username));
}

function verify(visit: Visit): Reply {
  const body = bodyObject(visit.request);
  if (isReply(body)) return body;
  const pending = pendingMfa(visit);
  if (pending === undefined) return notAuthenticated();
  const request = given.safeParse(body).data;
  if (request === undefined) return json(400, { code: ['This field is required.'] });
  const kind = mfaKind.safeParse(request.type).data;
  const texts = loginTexts(visit.language);
  if (kind === undefined) return json(401, { error: 'mfa_failed', msg: texts.mfaNotActive(request.type) });
  const check = checkCode(visit, pending.user, kind, request.code.trim());
  if (check.kind !== 'right') {
    return json(401, { error: check.kind === 'locked' ? 'block_mfa' : 'mfa_failed', msg: check.text });
  }
  pending.complete();
  return json(200, { msg: 'ok' });
}
