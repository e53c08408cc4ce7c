import { escapeHtml, page } from '../../http/html.ts';
import { html, type Reply, redirect } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import type { Visit } from '../../http/visit.ts';
import { CSRF_FAILURE } from '../csrf-failure.ts';
import { FLASH_SECONDS } from '../flash/flash-messages.ts';
import { loginTexts } from '../login-texts.ts';
import { openPassword } from './password-cipher.ts';
import { newPasswordFault } from './password-policy.ts';

/** Setting a new password by a link, and the page behind "Forgot password". */
export function passwordRoutes(): Route[] {
  return [
    { path: '/core/auth/password/reset/', access: 'page', methods: { GET: (visit) => form(visit), POST: change } },
    { path: '/core/auth/password/forget/previewing/', access: 'page', methods: { GET: forgotten } },
  ];
}

function change(visit: Visit): Reply {
  const fields = new URLSearchParams(visit.request.body);
  if (visit.csrfFailure(fields.get('csrfmiddlewaretoken') ?? undefined) !== undefined) return redirect(CSRF_FAILURE);
  const { login, settings } = visit.site;
  const token = visit.request.query.get('token') ?? '';
  const user = visit.site.user(login.resetTokens.userId(token));
  if (user === undefined) return form(visit);
  const [fresh = '', again = ''] = ['new_password', 'confirm_password'].map((name) =>
    openPassword(fields.get(name) ?? '', visit.session?.privateKey, settings.passwordSeparator),
  );
  const fault = newPasswordFault(visit, user, fresh, again);
  if (fault !== undefined) return form(visit, fault);
  user.password = fresh;
  user.rules.password = 'fine';
  login.resetTokens.use(token);
  const texts = loginTexts(visit.language);
  return redirect(
    login.flashes.urlFor({
      title: texts.changePassword,
      message: texts.passwordChanged,
      seconds: FLASH_SECONDS,
      goOnTo: '/core/auth/login/',
    }),
  );
}

function form(visit: Visit, fault?: string): Reply {
  const texts = loginTexts(visit.language);
  const isOpen = visit.site.login.resetTokens.userId(visit.request.query.get('token') ?? '') !== undefined;
  const error = isOpen ? fault : texts.badResetToken;
  const body = `<h1>${texts.changePassword}</h1>
${error === undefined ? '' : `<p class="help-block red-fonts">${escapeHtml(error)}</p>`}
${isOpen ? fields(visit) : `<p><a href="/core/auth/login/">${texts.back}</a></p>`}`;
  return html(200, page(`${texts.changePassword} - JumpServer`, body, { language: visit.language }));
}

function fields(visit: Visit): string {
  const texts = loginTexts(visit.language);
  return `<form id="reset-form" method="post" action="">
  <input type="hidden" name="csrfmiddlewaretoken" value="${visit.csrfToken()}">
  <label for="id_new_password">${texts.newPassword}</label>
  <input type="password" id="id_new_password" name="new_password" autocomplete="new-password" required>
  <label for="id_confirm_password">${texts.confirmPassword}</label>
  <input type="password" id="id_confirm_password" name="confirm_password" autocomplete="new-password" required>
  <button type="submit">${texts.goOn}</button>
</form>
<script src="/static/js/session-encrypt.js"></script>
<script>
const form = document.getElementById('reset-form');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  for (const input of form.querySelectorAll('input[type=password]')) input.value = await encryptPassword(input.value);
  form.submit();
});
</script>`;
}

/** The practice site has no mail to send. */
function forgotten(visit: Visit): Reply {
  const texts = loginTexts(visit.language);
  const body = `<h1>${texts.forgotPassword}</h1><p>${texts.forgottenHint}</p><p><a href="/core/auth/login/">${texts.back}</a></p>`;
  return html(200, page(`${texts.forgotPassword} - JumpServer`, body, { language: visit.language }));
}
