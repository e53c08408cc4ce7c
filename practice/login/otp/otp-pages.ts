import { randomInt } from 'node:crypto';
import { escapeHtml, page } from '../../http/html.ts';
import { html, type Reply, redirect } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import type { Visit } from '../../http/visit.ts';
import type { PracticeUser } from '../../users.ts';
import { CSRF_FAILURE } from '../csrf-failure.ts';
import { FLASH_SECONDS } from '../flash/flash-messages.ts';
import { loginTexts } from '../login-texts.ts';
import { BASE32, totpMatches } from '../mfa/totp.ts';
import { preAuthUser } from '../pre-auth.ts';

const ENABLE = '/core/auth/profile/otp/enable/';
export const OTP_ENABLE_START = `${ENABLE}start/`;
const SECRET_LENGTH = 32;

/** Binding an authenticator app: two pages to read, one that shows the secret and takes the first code (protocol 1.1). */
export function otpRoutes(): Route[] {
  return [
    { path: OTP_ENABLE_START, access: 'page', methods: { GET: (visit) => forSomebody(visit, start) } },
    { path: `${ENABLE}install-app/`, access: 'page', methods: { GET: (visit) => forSomebody(visit, installApp) } },
    {
      path: `${ENABLE}bind/`,
      access: 'page',
      methods: { GET: (visit) => forSomebody(visit, showBind), POST: (visit) => forSomebody(visit, bind) },
    },
  ];
}

/** The person is signed in, or the password was right and the second factor is what is missing. */
function forSomebody(visit: Visit, answer: (visit: Visit, user: PracticeUser) => Reply): Reply {
  const user = preAuthUser(visit) ?? visit.user;
  return user === undefined ? redirect('/core/auth/login/') : answer(visit, user);
}

function start(visit: Visit): Reply {
  const texts = loginTexts(visit.language);
  return step(visit, `<p>${texts.otpStart}</p><p><a class="next" href="${ENABLE}install-app/">${texts.next}</a></p>`);
}

function installApp(visit: Visit): Reply {
  const texts = loginTexts(visit.language);
  return step(visit, `<p>${texts.otpInstall}</p><p><a class="next" href="${ENABLE}bind/">${texts.next}</a></p>`);
}

function showBind(visit: Visit, user: PracticeUser, error?: string): Reply {
  const texts = loginTexts(visit.language);
  const session = visit.ensureSession();
  session.newOtpSecret ??= Array.from({ length: SECRET_LENGTH }, () => BASE32[randomInt(BASE32.length)]).join('');
  const uri = `otpauth://totp/${encodeURIComponent(`JumpServer:${user.username}`)}?secret=${session.newOtpSecret}&issuer=JumpServer`;
  return step(
    visit,
    `<p>${texts.otpBind}</p>
<p><a href="${escapeHtml(uri)}">otpauth</a> <code id="otp-secret">${session.newOtpSecret}</code></p>
<form id="bind-form" method="post" action="">
  <input type="hidden" name="csrfmiddlewaretoken" value="${visit.csrfToken()}">
  ${error === undefined ? '' : `<p class="red-fonts">${escapeHtml(error)}</p>`}
  <input type="text" name="otp_code" id="id_otp_code" autocomplete="one-time-code" required autofocus>
  <button type="submit">${texts.next}</button>
</form>`,
  );
}

/** Afterwards the person is out, reads a notice, and signs in again with the new code. */
function bind(visit: Visit, user: PracticeUser): Reply {
  const fields = new URLSearchParams(visit.request.body);
  if (visit.csrfFailure(fields.get('csrfmiddlewaretoken') ?? undefined) !== undefined) return redirect(CSRF_FAILURE);
  const texts = loginTexts(visit.language);
  const secret = visit.session?.newOtpSecret;
  if (secret === undefined || !totpMatches(secret, (fields.get('otp_code') ?? '').trim())) {
    return showBind(visit, user, texts.otpWrong);
  }
  user.otpSecret = secret;
  visit.logout();
  return redirect(
    visit.site.login.flashes.urlFor({
      title: texts.otpTitle,
      message: texts.otpBound,
      seconds: FLASH_SECONDS,
      goOnTo: '/core/auth/login/',
    }),
  );
}

function step(visit: Visit, body: string): Reply {
  const title = loginTexts(visit.language).otpTitle;
  return html(200, page(`${title} - JumpServer`, `<h1>${title}</h1>${body}`, { language: visit.language }));
}
