import { escapeHtml, page } from '../http/html.ts';
import { html, type Reply, redirect } from '../http/reply.ts';
import type { Visit } from '../http/visit.ts';
import { CSRF_FAILURE } from './login-form.ts';
import { preAuthUser } from './pre-auth.ts';
import { totpMatches } from './totp.ts';

const SESSION_EMPTY = '/core/auth/login/guard/?_=session_empty';

/** `GET /core/auth/login/mfa/` (protocol 2.2). */
export function showMfa(visit: Visit): Reply {
  return preAuthUser(visit) === undefined ? redirect(SESSION_EMPTY) : form(visit);
}

/** `POST /core/auth/login/mfa/`: the right code goes to the guard, a wrong one is a 200 with the form. */
export function postMfa(visit: Visit): Reply {
  const fields = new URLSearchParams(visit.request.body);
  if (visit.csrfFailure(fields.get('csrfmiddlewaretoken') ?? undefined) !== undefined) return redirect(CSRF_FAILURE);
  const user = preAuthUser(visit);
  const preAuth = visit.session?.preAuth;
  if (user === undefined || preAuth === undefined) return redirect(SESSION_EMPTY);
  if (fields.get('mfa_type') !== 'otp') return form(visit, 'This field is required.');
  if (visit.site.mfaLocks.isLocked(user.username)) {
    return form(visit, 'The account has been locked (please contact admin to unlock it or try again after 30 minutes)');
  }
  if (user.otpSecret === undefined || !totpMatches(user.otpSecret, (fields.get('code') ?? '').trim())) {
    const tries = visit.site.mfaLocks.fail(user.username);
    return form(
      visit,
      `OTP code invalid, or server time error, You can also try ${tries} times (The account will be temporarily locked for 30 minutes)`,
    );
  }
  preAuth.mfaDone = true;
  visit.site.mfaLocks.reset(user.username);
  const rest = visit.request.search === '' ? '' : `&${visit.request.search.slice(1)}`;
  return redirect(`/core/auth/login/guard/?_=mfa_ok${rest}`);
}

function form(visit: Visit, error?: string): Reply {
  const body = `<h1>Multi-factor authentication</h1>
<form class="m-t" id="mfa-form" method="post" action="">
  <input type="hidden" name="csrfmiddlewaretoken" value="${visit.csrfToken()}">
  ${error === undefined ? '' : `<p class="red-fonts">${escapeHtml(error)}</p>`}
  <label for="mfa-select">Method</label>
  <select id="mfa-select" name="mfa_type">
    <option value="otp" selected>OTP</option>
    <option value="sms" disabled>SMS</option>
    <option value="passkey" disabled>Passkey</option>
  </select>
  <label for="mfa-otp-code">Code</label>
  <input type="text" id="mfa-otp-code" class="input-style" name="code" placeholder="OTP verification code" autocomplete="one-time-code" autofocus>
  <button type="submit">Next</button>
</form>`;
  return html(200, page('MFA - JumpServer', body));
}
