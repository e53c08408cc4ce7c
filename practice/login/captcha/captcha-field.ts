import { escapeHtml } from '../../http/html.ts';
import type { Visit } from '../../http/visit.ts';
import { loginTexts } from '../login-texts.ts';
import { captchaImageUrl } from './captcha-routes.ts';

/** The captcha block of the form, with a challenge of its own each time. */
export function captchaField(visit: Visit, error: string | undefined): string {
  const { key } = visit.site.login.captchas.create();
  const url = captchaImageUrl(key);
  const hint = escapeHtml(loginTexts(visit.language).captchaHint);
  return `<div class="captcha-field">
  <img class="captcha" src="${url}" srcset="${url} 1x, ${url.replace(/\/$/, '@2/')} 2x" alt="captcha" title="${hint}" width="180" height="38">
  <input type="hidden" name="captcha_0" value="${key}" required id="id_captcha_0">
  <input type="text" name="captcha_1" required id="id_captcha_1" autocapitalize="off" autocomplete="off" spellcheck="false">
  ${error === undefined ? '' : `<p class="help-block red-fonts">${escapeHtml(error)}</p>`}
</div>
<script>
document.querySelector('img.captcha').addEventListener('click', async (event) => {
  const answer = await fetch('/core/auth/captcha/refresh/', { headers: { 'X-Requested-With': 'XMLHttpRequest' } });
  const fresh = await answer.json();
  event.target.removeAttribute('srcset');
  event.target.src = fresh.image_url;
  document.getElementById('id_captcha_0').value = fresh.key;
});
</script>`;
}
