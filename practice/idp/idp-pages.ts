import { escapeHtml, page } from '../http/html.ts';
import { html, type Reply } from '../http/reply.ts';
import type { IdpSettings } from './idp-settings.ts';
import type { Interaction } from './interactions.ts';

/** The pages a person sees at the provider. They look like another company's. */

export function interactionUrl(interaction: Interaction, step = ''): string {
  return `/interaction/${interaction.id}/${step}`;
}

/** Name and password, here or in another window. */
export function loginPage(interaction: Interaction, window: IdpSettings['window']): Reply {
  switch (window) {
    case 'same':
      return loginForm(interaction);
    case 'blank-link':
      return shown(
        'Sign in',
        `<p><a id="idp-blank" href="${interactionUrl(interaction, 'form/')}" target="_blank">Sign in with your company account</a></p>`,
      );
    case 'popup-message':
    case 'popup-opener':
      return shown('Sign in', POPUP_OPENER.replaceAll('HERE', interactionUrl(interaction)));
    default:
      return window satisfies never;
  }
}

export function loginForm(interaction: Interaction, options: { error?: string; isPopup?: boolean } = {}): Reply {
  const { error, isPopup } = options;
  return shown(
    'Sign in',
    `<form id="idp-login" method="post" action="${interactionUrl(interaction, 'login/')}${isPopup ? '?popup=1' : ''}">
  ${error === undefined ? '' : `<p class="idp-error">${escapeHtml(error)}</p>`}
  <label for="idp-username">Company account</label><input type="text" id="idp-username" name="username" autofocus>
  <label for="idp-password">Password</label><input type="password" id="idp-password" name="password">
  <button type="submit">Sign in</button>
</form>`,
  );
}

/** What a pop-up says to the window that opened it once the person is known. */
export function popupDone(interaction: Interaction, window: IdpSettings['window']): Reply {
  const tell =
    window === 'popup-opener'
      ? `opener.location.href = ${JSON.stringify(interactionUrl(interaction))};`
      : "opener.postMessage('signed-in', location.origin);";
  return shown('Signed in', `<p>You can close this window.</p><script>${tell} window.close();</script>`);
}

export function consentPage(interaction: Interaction): Reply {
  return shown(
    'Let the site know who you are?',
    `<form id="idp-consent" method="post" action="${interactionUrl(interaction, 'consent/')}">
  <p><code>${escapeHtml(interaction.service)}</code> asks for your name and email.</p>
  <button type="submit" name="answer" value="yes">Allow</button>
  <button type="submit" name="answer" value="no">Deny</button>
</form>`,
  );
}

/** A page in between that goes on by itself. */
export function hopPage(next: string): Reply {
  return shown('One moment', `<script>setTimeout(() => location.replace(${JSON.stringify(next)}), 30);</script>`);
}

/** Fields that a script posts to another origin at once. */
export function autoPost(action: string, fields: Record<string, string>): Reply {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return shown(
    'One moment',
    `<form id="idp-post" method="post" action="${escapeHtml(action)}">${inputs.join('')}<noscript><button>Go on</button></noscript></form>
<script>document.getElementById('idp-post').submit();</script>`,
  );
}

export function shown(title: string, body: string): Reply {
  return html(200, page(`${title} - Practice ID`, `<h1>Practice ID: ${escapeHtml(title)}</h1>${body}`));
}

const POPUP_OPENER = `<p><button id="idp-popup">Sign in with your company account</button></p>
<script>
document.getElementById('idp-popup').addEventListener('click', () => {
  window.open('HEREwindow/', 'practice-id', 'popup,width=480,height=600');
});
addEventListener('message', (event) => {
  if (event.origin === location.origin && event.data === 'signed-in') location.href = 'HERE';
});
</script>`;
