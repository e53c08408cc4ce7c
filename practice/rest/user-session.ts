import type { Json } from '../http/json.ts';
import { empty, json, type Reply } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { Visit } from '../http/visit.ts';
import { restDate } from '../site-time.ts';
import { stableUuid } from '../stable-uuid.ts';
import { displayName } from '../users.ts';
import type { WebSession } from '../web-session/web-session.ts';

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

/** The audit side names a session by an id of its own, never by its key. */
export function userSessionId(session: WebSession): string {
  return stableUuid(`user session ${session.id}`);
}

/** One web session as an auditor sees it (protocol 3.5). `is_active` reflects the page count. */
export function userSessionRow(visit: Visit, session: WebSession): Json {
  const user = visit.site.user(session.userId);
  return {
    id: userSessionId(session),
    type: { value: 'W', label: 'Web' },
    ip: session.from.ip,
    city: 'LAN',
    user_agent: session.from.userAgent,
    user: user === undefined ? null : { id: user.id, name: displayName(user) },
    is_current_user_session: session === visit.session,
    backend: 'Password',
    backend_display: 'Password',
    is_active: session.pageCount > 0,
    date_created: restDate(session.createdAt),
    date_expired: restDate(session.lastSavedAt + visit.site.settings.sessionAgeSeconds * 1000),
  };
}
