import { escapeHtml, page } from '../../http/html.ts';
import type { Json } from '../../http/json.ts';
import { html, json, type Reply } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import type { Visit } from '../../http/visit.ts';
import { loginTexts } from '../login-texts.ts';

const STATUS = '/api/v1/authentication/login-confirm-ticket/status/';

/** The page that waits for an approver, and what it asks every few seconds (protocol 1.10). */
export function reviewRoutes(): Route[] {
  return [
    { path: '/core/auth/login/wait-confirm/', access: 'page', methods: { GET: show } },
    { path: STATUS, access: 'open', methods: { GET: status, DELETE: withdraw } },
  ];
}

function ticketOf(visit: Visit) {
  return visit.site.login.tickets.find(visit.session?.preAuth?.ticketId);
}

/** Every answer is a 200. A refused or withdrawn ticket also ends the session. */
function status(visit: Visit): Reply {
  const ticket = ticketOf(visit);
  const texts = loginTexts(visit.language);
  const failed = (msg: string, data: Json): Reply => {
    visit.logout();
    return json(200, { error: 'login_confirm_error', msg, data });
  };
  if (ticket === undefined) return failed(texts.noTicket, {});
  const data = { ticket_id: ticket.id };
  switch (ticket.state) {
    case 'pending':
      return json(200, { error: 'login_confirm_wait', msg: texts.reviewWaits, data });
    case 'approved':
      return json(200, { msg: 'ok' });
    case 'rejected':
      return failed(texts.reviewRejected, { ...data, username: ticket.username });
    case 'closed':
      return failed(texts.reviewClosed, { ...data, username: ticket.username });
    default:
      return ticket.state satisfies never;
  }
}

function withdraw(visit: Visit): Reply {
  visit.site.login.tickets.decide(visit.session?.preAuth?.ticketId, 'closed');
  return json(200, '');
}

/** Leaving the page withdraws the request, and the page asks before it lets itself be left, as the real one does. */
function show(visit: Visit): Reply {
  const texts = loginTexts(visit.language);
  const seconds = visit.site.settings.login.reviewPollSeconds;
  const message = ticketOf(visit) === undefined ? texts.noTicket : texts.reviewWaits;
  const body = `<h1>${texts.reviewTitle}</h1>
<p id="info" class="info-message">${escapeHtml(message)}</p>
<progress id="wait-progress" max="3600" value="0"></progress>
<p><button type="button" id="btn-return">${texts.back}</button></p>
<script>
const info = document.getElementById('info');
const leaveTo = (path) => {
  clearInterval(polling);
  window.onbeforeunload = null;
  window.onunload = null;
  location.href = path;
};
const withdraw = () => fetch('${STATUS}', { method: 'DELETE', keepalive: true });
const look = async () => {
  const answer = await fetch('${STATUS}', { headers: { Accept: 'application/json', 'X-JMS-LOGIN-TYPE': 'W' } });
  const body = await answer.json();
  if (body.msg === 'ok' && !body.error) { leaveTo('/core/auth/login/guard/' + location.search); return; }
  info.textContent = body.msg;
  if (body.error === 'login_confirm_wait') return;
  clearInterval(polling);
  info.className = 'red-fonts';
  window.onbeforeunload = null;
  window.onunload = null;
  setTimeout(() => leaveTo('/core/auth/login/'), 3000);
};
window.onbeforeunload = () => 'Confirm';
window.onunload = withdraw;
const polling = setInterval(look, ${seconds * 1000});
setInterval(() => { document.getElementById('wait-progress').value += 1; }, 1000);
document.getElementById('btn-return').addEventListener('click', async () => {
  await withdraw();
  leaveTo('/core/auth/logout/');
});
</script>`;
  return html(200, page(`${texts.reviewTitle} - JumpServer`, body, { language: visit.language }));
}
