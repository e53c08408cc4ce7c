import { escapeHtml, page } from '../http/html.ts';
import { button } from './control-button.ts';
import { loginSection } from './login-section.ts';
import { SESSION_ENDS } from './session-ends.ts';
import type { SiteControl } from './site-control.ts';

/** The same controls for a person: one page, refreshed after each click. */
export function controlPage(control: SiteControl): string {
  const sessions = control.webSessions().map((one) =>
    row(
      [one.username, `until ${new Date(one.expiresAt).toISOString()}`],
      SESSION_ENDS.map((how) => button(how, 'sessions/end', { username: one.username, how })),
    ),
  );
  const terminals = control
    .terminals()
    .toReversed()
    .slice(0, 50)
    .map((one) =>
      row(
        [one.username, one.asset, one.account, one.isLive ? (one.isLocked ? 'locked' : 'live') : 'ended'],
        one.isLive
          ? ['kill', one.isLocked ? 'unlock' : 'lock'].map((verb) => button(verb, `terminals/${one.id}/${verb}`))
          : [],
      ),
    );
  const tickets = control
    .tickets()
    .filter((one) => one.state === 'pending')
    .map((one) =>
      row(
        [one.applicant, one.command],
        ['approve', 'reject'].map((verb) => button(verb, `tickets/${one.id}/${verb}`)),
      ),
    );
  const audit = control
    .audit()
    .slice(-50)
    .toReversed()
    .map((one) => row([one.user, one.asset, one.input, String(one.risk_level)], []));
  const body = `<h1>Practice site control</h1>
<h2>Signed in</h2><table>${sessions.join('')}</table>
<p>${button('Expire all web sessions', 'sessions/expire')} ${fault('none')} ${fault('bad-gateway')} ${fault('hang')}</p>
<h2>Terminals (${control.liveShells()} shells alive)</h2><table>${terminals.join('')}</table>
<h2>Command reviews</h2><table>${tickets.join('')}</table>
${loginSection(control.login, control.people)}
<h2>Audit, newest first</h2><table>${audit.join('')}</table>
<script>
const key = new URLSearchParams(location.search).get('key');
addEventListener('click', async (event) => {
  const call = event.target.dataset?.call;
  if (!call) return;
  await fetch('/practice/api/' + call, { method: 'POST', headers: { 'X-Practice-Key': key }, body: event.target.dataset.body });
  location.reload();
});
</script>`;
  return page('Practice site control', body, { wide: true });
}

function row(cells: string[], buttons: string[]): string {
  const shown = cells.map((text) => `<td>${escapeHtml(text)}</td>`).join('');
  return `<tr>${shown}<td>${buttons.join('')}</td></tr>`;
}

function fault(kind: string): string {
  return button(`fault: ${kind}`, 'fault', { kind });
}
