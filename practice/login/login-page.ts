import { escapeHtml, page } from '../http/html.ts';
import { html, type Reply } from '../http/reply.ts';
import type { Visit } from '../http/visit.ts';
import { languageMenu } from '../i18n/language-menu.ts';
import { challengeBlock, challengeKind } from './challenge-block.ts';
import { csrfBanner } from './csrf-failure.ts';
import { loginTexts } from './login-texts.ts';
import { methodLinks } from './sso/method-links.ts';

/** What the form says back. `general` belongs to no field. */
export interface LoginErrors {
  general?: string[];
  username?: string;
  password?: string;
  captcha?: string;
  /** Shows the banner about the configuration (protocol 1.9). */
  csrf?: boolean;
}

/** The sign-in page as protocol 1.2 describes the real one: the visible password has no name, the hidden one is filled by script. */
export function loginPage(visit: Visit, errors: LoginErrors): Reply {
  const texts = loginTexts(visit.language);
  const closes = visit.site.settings.browserCloseMode;
  const autoLogin = closes
    ? '<input type="hidden" name="auto_login" value="False">'
    : `<label><input type="checkbox" name="auto_login" id="id_auto_login"> ${texts.staySignedIn}</label>`;
  const body = `<h1>${escapeHtml(visit.site.settings.title)}</h1>
${errors.csrf ? csrfBanner(visit) : ''}
<form id="login-form" class="${challengeKind(visit) === 'none' ? 'no-captcha-challenge' : ''}" method="post" action="" novalidate="novalidate">
  <input type="hidden" name="csrfmiddlewaretoken" value="${visit.csrfToken()}">
  ${errors.general === undefined ? '' : `<p class="help-block red-fonts">${escapeHtml(asText(errors.general))}</p>`}
  <label for="id_username">${texts.username}</label>
  <input type="text" name="username" id="id_username" maxlength="100" autocomplete="username" autofocus required>
  ${fieldError(errors.username)}
  <label for="password">${texts.password}</label>
  <input type="password" id="password" autocomplete="current-password" required>
  <input type="text" id="password-hidden" name="password" style="display:none">
  ${fieldError(errors.password)}
  ${challengeBlock(visit, errors.captcha)}
  ${autoLogin}
  <button type="submit" id="login-button">${texts.signIn}</button>
</form>
<p><a id="forgot_password" href="/core/auth/password/forget/previewing/">${texts.forgotPassword}</a></p>
${methodLinks(visit)}
${languageMenu(visit.language)}
${hint(visit)}
<script src="/static/js/session-encrypt.js"></script>
<script>
const form = document.getElementById('login-form');
form.addEventListener('submit', (event) => {
  event.preventDefault();
  encryptPassword(document.getElementById('password').value).then((text) => {
    document.getElementById('password-hidden').value = text;
    form.submit();
  });
});
setInterval(() => fetch('/api/health/'), 30000);
</script>`;
  return html(200, page('Login - JumpServer', body, { language: visit.language }));
}

/** Django's plain form of a list of errors: a star before each. */
function asText(errors: readonly string[]): string {
  return errors.map((text) => `* ${text}`).join('\n');
}

function fieldError(text: string | undefined): string {
  return text === undefined ? '' : `<p class="help-block">${escapeHtml(text)}</p>`;
}

function hint(visit: Visit): string {
  const people = visit.site.users.map(
    (user) =>
      `<code>${escapeHtml(user.username)}</code> / <code>${escapeHtml(user.password)}</code>${
        user.otpSecret === undefined ? '' : ` (OTP secret <code>${user.otpSecret}</code>)`
      }`,
  );
  return `<div class="hint">${loginTexts(visit.language).practiceUsers}<br>${people.join('<br>')}</div>`;
}
