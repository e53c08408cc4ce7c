import { z } from 'zod';
import { html, json, type Reply } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import type { Visit } from '../../http/visit.ts';
import { bodyObject, isReply } from '../../rest/body.ts';
import { doesNotExist, permissionDenied } from '../../rest/rest-errors.ts';
import { thirdPartyIn } from './third-party.ts';

const asked = z.object({ username: z.string(), next: z.string().default('/') });

/** Links that log one person in once, made by an administrator (AUTH_SSO, protocol 1.11). */
export function oneTimeLinkRoutes(): Route[] {
  return [
    { path: '/api/v1/authentication/sso/login-url/', access: 'signed-in', methods: { POST: create } },
    { path: '/api/v1/authentication/sso/login/', access: 'page', methods: { GET: use } },
  ];
}

function create(visit: Visit): Reply {
  if (!visit.site.settings.login.oneTimeLinks || !visit.user?.isAdmin) return permissionDenied();
  const body = bodyObject(visit.request);
  if (isReply(body)) return body;
  const request = asked.safeParse(body).data;
  if (request === undefined) return json(400, { username: ['This field is required.'] });
  if (visit.site.userNamed(request.username) === undefined) return doesNotExist('User');
  const query = new URLSearchParams({
    authkey: visit.site.login.oneTimeLinks.issue(request.username),
    next: request.next,
  });
  return json(200, { login_url: `${visit.baseUrl}/api/v1/authentication/sso/login/?${query}` });
}

function use(visit: Visit): Reply {
  const username = visit.site.login.oneTimeLinks.take(visit.request.query.get('authkey') ?? '');
  if (username === undefined) return html(400, '<h1>Bad Request</h1><p>The link is invalid or has expired</p>');
  return thirdPartyIn(visit, undefined, username, visit.request.query.get('next') ?? undefined);
}
