import { escapeHtml, page } from '../../http/html.ts';
import { html, type Reply } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import type { Visit } from '../../http/visit.ts';
import { loginTexts } from '../login-texts.ts';
import type { FlashMessage } from './flash-messages.ts';

/** `/core/common/flash-message/?code=…`: a notice that goes on by itself (protocol 1.7). */
export function flashRoutes(): Route[] {
  return [{ path: '/core/common/flash-message/', access: 'page', methods: { GET: show } }];
}

function show(visit: Visit): Reply {
  const found = visit.site.login.flashes.find(visit.request.query.get('code') ?? '');
  if (found === undefined) {
    return html(
      200,
      page('JumpServer', `<p>${loginTexts(visit.language).noSuchFlash}</p>`, { language: visit.language }),
    );
  }
  return html(200, flashHtml(visit, found));
}

/** The page of a notice, also where it is answered directly. */
export function flashHtml(visit: Visit, flash: FlashMessage): string {
  const texts = loginTexts(visit.language);
  const goOn = escapeHtml(flash.goOnTo);
  const cancel =
    flash.cancelTo === undefined
      ? ''
      : ` <a id="flash-cancel" href="${escapeHtml(flash.cancelTo)}">${texts.cancel}</a>`;
  const body = `<h1>${escapeHtml(flash.title)}</h1>
<p class="flash-message">${escapeHtml(flash.message)}</p>
<p><span id="flash-seconds">${flash.seconds}</span> ${texts.secondsToGo}</p>
<p><a id="flash-go-on" href="${goOn}">${texts.goOn}</a>${cancel}</p>
<script>
let seconds = ${flash.seconds};
const shown = document.getElementById('flash-seconds');
const timer = setInterval(() => {
  seconds -= 1;
  shown.textContent = String(Math.max(0, seconds));
  if (seconds > 0) return;
  clearInterval(timer);
  location.href = document.getElementById('flash-go-on').href;
}, 1000);
</script>`;
  return page(`${flash.title} - JumpServer`, body, { language: visit.language });
}
