import { z } from 'zod';
import { escapeHtml, page } from '../../http/html.ts';
import { html, type Reply, redirect } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import type { Visit } from '../../http/visit.ts';
import { loginTexts } from '../login-texts.ts';
import { backChannel } from '../sso/back-channel.ts';
import { methodPath, type QrMethod, qrMethod } from '../sso/sso-method.ts';
import { thirdPartyFailed, thirdPartyIn } from '../sso/third-party.ts';

const person = z.object({ userid: z.string() });

/** Sign-in by a code that a phone confirms, and the way back (protocol 1.1). */
export function qrLoginRoutes(): Route[] {
  return qrMethod.options.flatMap((method): Route[] => [
    { path: methodPath(method), access: 'page', methods: { GET: (visit) => begin(visit, method) } },
    { path: `${methodPath(method)}callback/`, access: 'page', methods: { GET: (visit) => back(visit, method) } },
  ]);
}

function begin(visit: Visit, method: QrMethod): Reply {
  if (!visit.site.settings.login.methods.includes(method)) return html(404, '<h1>Not Found</h1>');
  const session = visit.ensureSession();
  const { state } = visit.site.login.ssoStates.begin(method, visit.request.query.get('next') ?? session.next);
  session.ssoState = state;
  const redirectUri = `${visit.baseUrl}${methodPath(method)}callback/`;
  const provider = visit.site.idp.url;
  if (method === 'wecom') {
    return redirect(`${provider}/qr/connect/?${new URLSearchParams({ redirect_uri: redirectUri, state })}`);
  }
  const title = loginTexts(visit.language).methods[method];
  const body = `<h1>${title}</h1><div id="qr-here"></div>
<p><a href="/core/auth/login/?admin=1">${loginTexts(visit.language).back}</a></p>
<script src="${escapeHtml(provider)}/qr/widget.js"></script>
<script>practiceQr.begin(${JSON.stringify(redirectUri)}, ${JSON.stringify(state)}, document.getElementById('qr-here'));</script>`;
  return html(200, page(`${title} - JumpServer`, body, { language: visit.language }));
}

async function back(visit: Visit, method: QrMethod): Promise<Reply> {
  const { query } = visit.request;
  const state = query.get('state') ?? '';
  const pending = visit.site.login.ssoStates.take(state, method);
  if (pending === undefined || visit.session?.ssoState !== state) return thirdPartyFailed(visit);
  const code = new URLSearchParams({ code: query.get('code') ?? '' });
  const { status, body } = await backChannel(visit.site, `/qr/person/?${code}`);
  if (status !== 200) return thirdPartyFailed(visit);
  return thirdPartyIn(visit, method, person.parse(JSON.parse(body)).userid, pending.next);
}
