import { escapeHtml } from '../../http/html.ts';
import type { Visit } from '../../http/visit.ts';
import { loginTexts } from '../login-texts.ts';
import { isSentKind, type MfaKind, mfaKind } from './mfa-kinds.ts';

/**
 * Kind and code, as on the MFA page and in the sign-in form (protocol 2.2): only the visible input is named `code`,
 * and a kind that sends its code first has a button for it.
 */
export function mfaFields(visit: Visit, usable: readonly MfaKind[], selected: MfaKind | undefined = usable[0]): string {
  const texts = loginTexts(visit.language);
  const options = mfaKind.options.map((kind) => {
    const flags = `${usable.includes(kind) ? '' : ' disabled'}${kind === selected ? ' selected' : ''}`;
    return `<option value="${kind}"${flags}>${escapeHtml(texts.mfaKinds[kind])}</option>`;
  });
  const fields = mfaKind.options.map((kind) => {
    const send = `<input type="button" class="btn-challenge" value="${escapeHtml(texts.sendCode)}">`;
    const input =
      kind === 'passkey' || kind === 'face'
        ? ''
        : `<input type="text" id="mfa-${kind}-code" class="input-style" placeholder="${escapeHtml(texts.mfaKinds[kind])}" autocomplete="one-time-code">`;
    return `<div class="mfa-field" data-kind="${kind}" hidden>${input}${isSentKind(visit.site, kind) ? send : ''}</div>`;
  });
  return `<label for="mfa-select">${texts.mfaMethod}</label>
<select id="mfa-select" name="mfa_type">${options.join('')}</select>
${fields.join('\n')}
<p id="mfa-note" role="status"></p>
<script>${SCRIPT.replace('WAIT_TEXT', JSON.stringify(texts.codeSent))}</script>`;
}

const SCRIPT = `
(() => {
  const select = document.getElementById('mfa-select');
  const show = () => {
    for (const field of document.querySelectorAll('.mfa-field')) {
      const isChosen = field.dataset.kind === select.value;
      const input = field.querySelector('input[type=text]');
      field.hidden = !isChosen;
      if (!input) continue;
      if (isChosen) { input.setAttribute('name', 'code'); } else { input.removeAttribute('name'); }
    }
  };
  select.addEventListener('change', show);
  show();
  for (const button of document.querySelectorAll('.btn-challenge')) {
    button.addEventListener('click', async () => {
      const form = button.closest('form');
      const username = form.querySelector('input[name=username]')?.value;
      button.disabled = true;
      const answer = await fetch('/api/v1/authentication/mfa/select/', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRFToken': form.querySelector('[name=csrfmiddlewaretoken]').value },
        body: JSON.stringify(username === undefined ? { type: select.value } : { type: select.value, username }),
      });
      const body = await answer.json();
      document.getElementById('mfa-note').textContent = answer.ok ? WAIT_TEXT : body.error;
      setTimeout(() => { button.disabled = false; }, answer.ok ? 60000 : 1000);
    });
  }
})();
`;
