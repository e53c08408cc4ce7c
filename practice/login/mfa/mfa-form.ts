import { escapeHtml, page } from '../../http/html.ts';
import { html, type Reply, redirect } from '../../http/reply.ts';
import type { Visit } from '../../http/visit.ts';
import type { PracticeUser } from '../../users.ts';
import { CSRF_FAILURE } from '../csrf-failure.ts';
import { loginTexts } from '../login-texts.ts';
import { OTP_ENABLE_START } from '../otp/otp-pages.ts';
import { checkCode } from './check-code.ts';
import { mfaFields } from './mfa-fields.ts';
import { activeKinds, type MfaKind, mfaKind } from './mfa-kinds.ts';
import { pendingMfa } from './pending-mfa.ts';

const BIND_FIRST = `${OTP_ENABLE_START}?_=login_mfa`;
const SESSION_EMPTY = '/core/auth/login/guard/?_=session_empty';

/** `GET /core/auth/login/mfa/` (protocol 2.2). */
export function showMfa(visit: Visit): Reply {
  const user = pendingMfa(visit)?.user;
  if (user === undefined) return redirect(SESSION_EMPTY);
  if (activeKinds(user).length === 0) return redirect(BIND_FIRST);
  return form(visit, user);
}

/** `POST /core/auth/login/mfa/`: the right code goes to the guard, a wrong one is a 200 with the form. */
export function postMfa(visit: Visit): Reply {
  const fields = new URLSearchParams(visit.request.body);
  if (visit.csrfFailure(fields.get('csrfmiddlewaretoken') ?? undefined) !== undefined) return redirect(CSRF_FAILURE);
  const pending = pendingMfa(visit);
  if (pending === undefined) return redirect(SESSION_EMPTY);
  const { user, preAuth } = pending;
  if (visit.site.settings.login.mfaBreaks) return redirect('/core/auth/login/guard/?_=unexpect');
  const kind = mfaKind.safeParse(fields.get('mfa_type')).data;
  if (kind === undefined) return form(visit, user, { error: loginTexts(visit.language).required });
  if (kind === 'face') return redirect('/core/auth/login/mfa/face/capture/');
  if (kind === 'passkey') return redirect('/api/v1/authentication/passkeys/login/');
  if (kind === 'otp' && user.otpSecret === undefined) {
    if (visit.site.settings.login.unboundOtp === 'bind' || activeKinds(user).length === 0) return redirect(BIND_FIRST);
    if (preAuth !== undefined) preAuth.bindOtp = true;
    return form(visit, user, { error: loginTexts(visit.language).otherFactorFirst });
  }
  const check = checkCode(visit, user, kind, (fields.get('code') ?? '').trim());
  if (check.kind !== 'right') return form(visit, user, { error: check.text, selected: kind });
  pending.complete();
  const rest = visit.request.search === '' ? '' : `&${visit.request.search.slice(1)}`;
  return redirect(`/core/auth/login/guard/?_=mfa_ok${rest}`);
}

function form(visit: Visit, user: PracticeUser, shown: { error?: string; selected?: MfaKind } = {}): Reply {
  const texts = loginTexts(visit.language);
  const body = `<h1>${texts.mfaTitle}</h1>
<form class="m-t" id="mfa-form" method="post" action="">
  <input type="hidden" name="csrfmiddlewaretoken" value="${visit.csrfToken()}">
  ${shown.error === undefined ? '' : `<p class="red-fonts">${escapeHtml(shown.error)}</p>`}
  ${mfaFields(visit, activeKinds(user), shown.selected)}
  <button type="submit">${texts.next}</button>
</form>
<p><a href="/core/auth/logout/">${texts.back}</a></p>`;
  return html(200, page('MFA - JumpServer', body, { language: visit.language }));
}
