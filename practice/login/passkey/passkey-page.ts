import { page } from '../../http/html.ts';
import { html, type Reply } from '../../http/reply.ts';
import type { Visit } from '../../http/visit.ts';
import { loginTexts } from '../login-texts.ts';

/** Asks the browser for an assertion at once, and posts it as a form. Failures come as an `alert()`, as on the real page. */
export function passkeyPage(visit: Visit): Reply {
  const texts = loginTexts(visit.language);
  const body = `<h1>${texts.methods.passkey}</h1>
<form id="loginForm" method="post" action="/api/v1/authentication/passkeys/auth/">
  <input type="hidden" name="passkeys" id="passkeys">
  <button type="button" id="passkey-again">${texts.methods.passkey}</button>
</form>
<p><a href="/core/auth/login/?admin=1">${texts.back}</a></p>
<script>
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');
async function signIn() {
  try {
    const { publicKey } = await (await fetch('/api/v1/authentication/passkeys/auth/')).json();
    const options = {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: publicKey.allowCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
    };
    const found = await navigator.credentials.get({ publicKey: options });
    const { clientDataJSON, authenticatorData, signature } = found.response;
    document.getElementById('passkeys').value = JSON.stringify({
      id: found.id,
      type: found.type,
      response: {
        clientDataJSON: text(clientDataJSON),
        authenticatorData: text(authenticatorData),
        signature: text(signature),
      },
    });
    document.getElementById('loginForm').submit();
  } catch (error) {
    alert(error.name + ': ' + error.message);
  }
}
document.getElementById('passkey-again').addEventListener('click', signIn);
signIn();
</script>`;
  return html(200, page(`${texts.methods.passkey} - JumpServer`, body, { language: visit.language }));
}
