import { html, type Reply, redirect } from '../../http/reply.ts';
import type { Handler, Route } from '../../http/route.ts';
import type { Visit } from '../../http/visit.ts';
import { beginCas, returnFromCas } from './cas-login.ts';
import { beginOAuth, returnFromOAuth } from './oauth-login.ts';
import { beginSaml, returnFromSaml } from './saml-login.ts';
import { methodPath, type RedirectMethod, redirectMethod } from './sso-method.ts';

/** The doors to the identity provider and back (protocol 1.1). A method that is not enabled is a 404. */
export function ssoRoutes(): Route[] {
  const at = (method: RedirectMethod, path: string, methods: Record<string, Handler>): Route => ({
    path,
    access: 'page',
    methods: Object.fromEntries(Object.entries(methods).map(([verb, handler]) => [verb, ifEnabled(method, handler)])),
  });
  const logouts = redirectMethod.options.map((method) => at(method, `/core/auth/${method}/logout/`, { GET: logout }));
  return [
    at('openid', methodPath('openid'), { GET: (visit) => beginOAuth(visit, 'openid') }),
    at('openid', '/core/auth/openid/callback/', {
      GET: (visit) => returnFromOAuth(visit, 'openid', visit.request.query),
      // `response_mode=form_post`: from another site, hence without cookies and without a CSRF token.
      POST: (visit) => returnFromOAuth(visit, 'openid', new URLSearchParams(visit.request.body)),
    }),
    at('oauth2', methodPath('oauth2'), { GET: (visit) => beginOAuth(visit, 'oauth2') }),
    at('oauth2', '/core/auth/oauth2/callback/', {
      GET: (visit) => returnFromOAuth(visit, 'oauth2', visit.request.query),
    }),
    at('cas', methodPath('cas'), {
      GET: (visit) => (visit.request.query.has('ticket') ? returnFromCas(visit) : beginCas(visit)),
    }),
    at('saml2', methodPath('saml2'), { GET: beginSaml }),
    at('saml2', '/core/auth/saml2/callback/', { POST: returnFromSaml }),
    ...logouts,
  ];
}

function ifEnabled(method: RedirectMethod, handler: Handler): Handler {
  return (visit, params) =>
    visit.site.settings.login.methods.includes(method) ? handler(visit, params) : html(404, '<h1>Not Found</h1>');
}

/** Out here, then out at the provider, then the login page (protocol 2.5). */
function logout(visit: Visit): Reply {
  visit.logout();
  const back = `${visit.baseUrl}/core/auth/login/?admin=1`;
  return redirect(`${visit.site.idp.url}/logout/?return=${encodeURIComponent(back)}`);
}
