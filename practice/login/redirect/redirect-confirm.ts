import { escapeHtml, page } from '../../http/html.ts';
import { html, type Reply, redirect } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import type { SiteRequest } from '../../http/site-request.ts';
import type { Visit } from '../../http/visit.ts';
import { loginTexts } from '../login-texts.ts';

const CONFIRM = '/core/redirect/confirm/';

/** The page that asks before a person leaves the site. */
export function redirectRoutes(): Route[] {
  return [{ path: CONFIRM, access: 'page', methods: { GET: confirm } }];
}

/** SafeRedirectMiddleware: a redirect from a page that is not about signing in to another host asks first (protocol 1.11). */
export function safeRedirect(request: SiteRequest, reply: Reply): Reply {
  const location = reply.headers['Location'];
  if (location === undefined || request.path.startsWith('/core/auth/')) return reply;
  const base = `http://${request.host}`;
  if (!URL.canParse(location, base) || new URL(location, base).host === request.host) return reply;
  return redirect(`${CONFIRM}?next=${encodeURIComponent(location)}`);
}

function confirm(visit: Visit): Reply {
  const texts = loginTexts(visit.language);
  const next = visit.request.query.get('next') ?? '/';
  const isWeb = /^(https?:\/\/|\/)/.test(next);
  const body = `<h1>${texts.leaving}</h1><p><code>${escapeHtml(next)}</code></p>
<p>${isWeb ? `<a id="redirect-go-on" href="${escapeHtml(next)}">${texts.goOn}</a> ` : ''}<a href="/">${texts.cancel}</a></p>`;
  return html(200, page(`${texts.leaving} - JumpServer`, body, { language: visit.language }));
}
