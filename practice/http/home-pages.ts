import { loginScript } from '../login/login-script.ts';
import { page } from './html.ts';
import { html, json, type Reply, redirect } from './reply.ts';
import type { Route } from './route.ts';
import type { Visit } from './visit.ts';

/** The static front: `/`, tiny stand-ins for Lina and Luna, and the script that encrypts the password. */
export function homeRoutes(): Route[] {
  return [
    { path: '/', access: 'page', methods: { GET: () => redirect('/ui/') } },
    { path: '/ui/', access: 'page', methods: { GET: (visit) => frontPage(visit, 'Console') } },
    { path: '/luna/', access: 'page', methods: { GET: (visit) => frontPage(visit, 'Web terminal') } },
    {
      // Since v4.10.14 (protocol 4.6): the official desktop client signs in by it.
      path: '/core/auth/oauth2-provider/.well-known/oauth-authorization-server',
      access: 'page',
      methods: {
        GET: ({ site }) =>
          json(200, {
            issuer: `${site.url}/core/auth/oauth2-provider`,
            client_id: 'practice',
            authorization_endpoint: `${site.url}/core/auth/oauth2-provider/authorize/`,
            token_endpoint: `${site.url}/core/auth/oauth2-provider/token/`,
          }),
      },
    },
    {
      path: '/koko/health/',
      access: 'page',
      methods: {
        GET: () => json(200, { timestamp: Math.floor(Date.now() / 1000), uptime: Math.floor(process.uptime()) }),
      },
    },
    {
      path: '/static/js/session-encrypt.js',
      access: 'page',
      methods: {
        GET: (visit): Reply => ({
          status: 200,
          headers: { 'Content-Type': 'text/javascript; charset=utf-8' },
          body: loginScript(visit.site.settings.passwordSeparator),
        }),
      },
    },
  ];
}

function frontPage(visit: Visit, title: string): Reply {
  const counting = visit.site.settings.pagesCountSessions || visit.site.settings.browserCloseMode;
  return html(
    200,
    page(
      `Practice site: ${title}`,
      `<h1>${title}</h1>
<p id="who">Looking who is signed in…</p>
<p><a href="/core/auth/logout/">Sign out</a></p>
<script>
const prefix = (document.cookie.match(/SESSION_COOKIE_NAME_PREFIX="?([^";]*)/) || ['', 'jms_'])[1];
const token = () => (document.cookie.split('; ').find((c) => c.startsWith(prefix + 'csrftoken=')) || '=').split('=')[1];
fetch('/api/v1/users/profile/', { headers: { Accept: 'application/json' } }).then(async (answer) => {
  if (answer.status === 401) { location.href = '/core/auth/login/?next=' + encodeURIComponent(location.pathname); return; }
  const person = await answer.json();
  document.getElementById('who').textContent = 'Signed in as ' + person.name + ' (' + person.username + ').';
${
  counting
    ? `  fetch('/api/v1/authentication/user-session/');
  addEventListener('beforeunload', () => fetch('/api/v1/authentication/user-session/', { method: 'DELETE', keepalive: true, headers: { 'X-CSRFToken': token() } }));`
    : ''
}
});
</script>`,
    ),
  );
}
