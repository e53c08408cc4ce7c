import { z } from 'zod';
import type { Json } from '../http/json.ts';
import { json, type Reply } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { Visit } from '../http/visit.ts';
import { loginTexts } from '../login/login-texts.ts';
import { checkCode } from '../login/mfa/check-code.ts';
import { activeKinds, mfaKind } from '../login/mfa/mfa-kinds.ts';
import { openPassword } from '../login/password/password-cipher.ts';
import { bodyObject, isReply } from '../rest/body.ts';
import { confirmationRequired, notAuthenticated } from '../rest/rest-errors.ts';
import type { PracticeUser } from '../users.ts';

const LEVELS = { relogin: 1, password: 2, mfa: 3 } as const;
const confirmType = z.enum(['relogin', 'password', 'mfa']);
export type ConfirmType = z.infer<typeof confirmType>;

/** What a session remembers of a confirmation. */
export interface Confirmed {
  readonly type: ConfirmType;
  readonly at: number;
}

/** Another life of the confirmation where it was a second factor, seconds: SECURITY_MFA_VERIFY_TTL. */
const MFA_SECONDS = 3600;

const posted = z.object({
  confirm_type: confirmType.default('relogin'),
  mfa_type: z.string().default('otp'),
  secret_key: z.string().default(''),
});

/** Showing once more who one is, in the web session (protocol 4.4). */
export function confirmationRoutes(): Route[] {
  return [
    { path: '/api/v1/authentication/confirm/', access: 'signed-in', methods: { GET: ways, POST: confirm } },
    {
      path: '/api/v1/authentication/confirm/check/',
      access: 'signed-in',
      methods: { GET: (visit) => missingConfirmation(visit, asked(visit)) ?? json(200, 'ok') },
    },
  ];
}

/** 412, unless the session has been confirmed so strongly lately or the site does not ask. A signature has no session. */
export function missingConfirmation(visit: Visit, wanted: ConfirmType): Reply | undefined {
  if (!visit.site.settings.confirmIdentity) return undefined;
  const confirmed = visit.session?.userId === undefined ? undefined : visit.session.confirmed;
  if (confirmed !== undefined && LEVELS[confirmed.type] >= LEVELS[wanted]) {
    const seconds = confirmed.type === 'mfa' ? MFA_SECONDS : visit.site.settings.confirmSeconds;
    if (Date.now() - confirmed.at < seconds * 1000) return undefined;
  }
  return confirmationRequired(wanted);
}

function asked(visit: Visit): ConfirmType {
  return confirmType.safeParse(visit.request.query.get('confirm_type')).data ?? 'relogin';
}

/** The strongest way that this person has, of the asked one and those above it. */
function usable(user: PracticeUser, wanted: ConfirmType): ConfirmType | undefined {
  if (activeKinds(user).length > 0) return 'mfa';
  return wanted === 'mfa' ? undefined : 'password';
}

function ways(visit: Visit): Reply {
  const { user } = visit;
  if (user === undefined) return notAuthenticated();
  const type = usable(user, asked(visit));
  const texts = loginTexts(visit.language);
  switch (type) {
    case undefined:
      return json(400, { error: 'No available confirmation method' });
    case 'mfa': {
      const active = activeKinds(user);
      const content: Json[] = mfaKind.options.map((name) => ({
        name,
        disabled: !active.includes(name),
        display_name: texts.mfaKinds[name],
        placeholder: texts.mfaKinds[name],
      }));
      return json(200, { confirm_type: type, content });
    }
    case 'password':
    case 'relogin':
      return json(200, {
        confirm_type: type,
        content: [{ name: type, disabled: false, display_name: 'Password', placeholder: 'Please input password' }],
      });
  }
}

/** `confirm_type` is what the 412 asked, not what `GET` answered. */
function confirm(visit: Visit): Reply {
  const body = bodyObject(visit.request);
  if (isReply(body)) return body;
  const { user, session } = visit;
  const request = posted.safeParse(body).data;
  if (user === undefined || session?.userId === undefined) return notAuthenticated();
  if (request === undefined) return json(400, { confirm_type: ['"x" is not a valid choice.'] });
  const type = usable(user, request.confirm_type);
  // A person without a second factor is not foreseen there (measured).
  if (type === undefined) return json(500, { error: 'Server internal error' });
  const secret = openPassword(request.secret_key, session.privateKey, visit.site.settings.passwordSeparator);
  const problem = type === 'mfa' ? wrongCode(visit, user, request.mfa_type, secret) : wrongPassword(user, secret);
  if (problem !== undefined) return json(400, { error: problem });
  session.confirmed = { type, at: Date.now() };
  return json(200, 'ok');
}

function wrongCode(visit: Visit, user: PracticeUser, kindName: string, code: string): string | undefined {
  const kind = mfaKind.safeParse(kindName).data;
  if (kind === undefined) return `The MFA type (${kindName}) is not enabled`;
  const check = checkCode(visit, user, kind, code.trim());
  return check.kind === 'right' ? undefined : check.text;
}

function wrongPassword(user: PracticeUser, password: string): string | undefined {
  return password === user.password ? undefined : 'Authentication failed password incorrect';
}
