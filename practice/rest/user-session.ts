import { empty, json, type Reply } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { Visit } from '../http/visit.ts';

/** Page counting (protocol 3.4): anonymous callers get 403 with an empty body, not 401. */
export function userSessionRoutes(): Route[] {
  return [
    {
      path: '/api/v1/authentication/user-session/',
      access: 'open',
      methods: {
        GET: (visit) => counted(visit, 'opened'),
        DELETE: (visit) => counted(visit, 'closed'),
      },
    },
  ];
}

function counted(visit: Visit, change: 'opened' | 'closed'): Reply {
  const { session, site } = visit;
  if (visit.user === undefined || session === undefined) return empty(403);
  if (change === 'opened') site.sessions.pageOpened(session);
  else site.sessions.pageClosed(session, site.settings.browserCloseMode);
  return json(200, { ok: true });
}
