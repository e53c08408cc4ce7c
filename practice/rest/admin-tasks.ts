import { z } from 'zod';
import { json, type Reply } from '../http/reply.ts';
import type { Handler, Route } from '../http/route.ts';
import type { SiteRequest } from '../http/site-request.ts';
import { DEFAULT_ORG } from '../organisations.ts';
import { restDate } from '../site-time.ts';
import { stableUuid } from '../stable-uuid.ts';
import { displayName } from '../users.ts';
import { listReply } from './pagination.ts';
import { permissionDenied } from './rest-errors.ts';
import { sessionRow } from './session-row.ts';
import { userSessionId, userSessionRow } from './user-session.ts';

const RISK_LABELS: Record<number, string> = {
  0: 'Accept',
  4: 'Warning',
  5: 'Reject',
  6: 'Review & Reject',
  7: 'Review & Accept',
  8: 'Review & Cancel',
};

/** What only an administrator may do (protocol 7.12, 3.5 and 8.2): everybody else gets 403. */
export function adminRoutes(): Route[] {
  const admin = (path: string, method: string, handler: Handler): Route => ({
    path,
    access: 'signed-in',
    methods: { [method]: (visit, params) => (visit.user?.isAdmin ? handler(visit, params) : permissionDenied()) },
  });
  return [
    admin('/api/v1/terminal/tasks/kill-session/', 'POST', (visit) => {
      const ids = parsed(visit.request, z.array(z.string()));
      if (ids === undefined) return badBody();
      const by = visit.user === undefined ? '' : displayName(visit.user);
      for (const id of ids) visit.site.terminals.live(id)?.kill(by);
      return json(200, { ok: ids });
    }),
    admin('/api/v1/terminal/tasks/toggle-lock-session/', 'POST', (visit) => {
      const task = parsed(
        visit.request,
        z.object({ session_id: z.string(), task_name: z.enum(['lock_session', 'unlock_session']) }),
      );
      if (task === undefined) return badBody();
      const by = visit.user === undefined ? '' : displayName(visit.user);
      const terminal = visit.site.terminals.live(task.session_id);
      if (task.task_name === 'lock_session') terminal?.lock(by);
      else terminal?.unlock(by);
      return json(200, { ok: true });
    }),
    admin('/api/v1/audits/user-sessions/', 'GET', (visit) =>
      listReply(
        visit.request,
        visit.site.sessions.signedIn().map((session) => userSessionRow(visit, session)),
      ),
    ),
    admin('/api/v1/audits/user-sessions/offline/', 'POST', (visit) => {
      const body = parsed(visit.request, z.object({ ids: z.array(z.string()) }));
      if (body === undefined) return badBody();
      for (const session of visit.site.sessions.signedIn()) {
        if (session !== visit.session && body.ids.includes(userSessionId(session))) visit.site.sessions.delete(session);
      }
      return json(200, {});
    }),
    admin('/api/v1/terminal/sessions/', 'GET', (visit) =>
      listReply(visit.request, visit.site.terminals.records.toReversed().map(sessionRow)),
    ),
    admin('/api/v1/audits/ftp-logs/', 'GET', (visit) =>
      listReply(
        visit.request,
        visit.site.ftpLog.all().map((row, index) => ({
          ...row,
          id: stableUuid(`ftp log ${index}`),
          operate: { value: row.operation, label: row.operation },
          date_start: restDate(row.timestamp),
          org_id: DEFAULT_ORG.id,
        })),
      ),
    ),
    admin('/api/v1/terminal/commands/', 'GET', (visit) => {
      const sessionId = visit.request.query.get('session_id');
      // Without `session_id` the list is always empty (measured live).
      const rows = sessionId === null ? [] : visit.site.audit.ofSession(sessionId);
      return listReply(
        visit.request,
        rows.map((row) => ({
          ...row,
          risk_level: { value: row.risk_level, label: RISK_LABELS[row.risk_level] ?? '' },
          timestamp: Math.floor(row.timestamp / 1000),
          timestamp_display: restDate(row.timestamp),
          org_id: DEFAULT_ORG.id,
          remote_addr: '127.0.0.1',
        })),
      );
    }),
  ];
}

function parsed<T>(request: SiteRequest, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(request.body));
  } catch {
    return undefined;
  }
}

function badBody(): Reply {
  return json(400, { detail: 'JSON parse error', code: 'parse_error' });
}
