import { escapeHtml, page } from '../http/html.ts';
import { html, type Reply } from '../http/reply.ts';
import type { Visit } from '../http/visit.ts';

/** The sign-in page as protocol 1.2 describes the real one: the visible password has no name, the hidden one is filled by script. */
export function loginPage(visit: Visit, errors: readonly string[]): Reply {
  const closes = visit.site.settings.browserCloseMode;
  const autoLogin = closes
    ? '<input type="hidden" name="auto_login" value="False">'
    : '<label><input type="checkbox" name="auto_login" id="id_auto_login"> Stay signed in</label>';
  const body = `<h1>JumpServer practice site</h1>
<form id="login-form" class="no-captcha-challenge" method="post" action="" novalidate="novalidate">
  <input type="hidden" name="csrfmiddlewaretoken" value="${visit.csrfToken()}">
  ${errors.map((text) => `<p class="help-block red-fonts">${escapeHtml(text)}</p>`).join('\n  ')}
  <label for="id_username">Username</label>
  <input type="text" name="username" id="id_username" maxlength="100" autocomplete="username" autofocus required>
  <label for="password">Password</label>
  <input type="password" id="password" autocomplete="current-password" required>
  <input type="text" id="password-hidden" name="password" style="display:none">
  ${autoLogin}
  <button type="submit" id="login-button">Login</button>
</form>
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
  return html(200, page('Login - JumpServer', body));
}

function hint(visit: Visit): string {
  const people = visit.site.users.map(
    (user) =>
      `<code>${escapeHtml(user.username)}</code> / <code>${escapeHtml(user.password)}</code>${
        user.otpSecret === undefined ? '' : ` (OTP secret <code>${user.otpSecret}</code>)`
      }`,
  );
  return `<div class="hint">Practice users, with values that mean nothing elsewhere:<br>${people.join('<br>')}</div>`;
}
