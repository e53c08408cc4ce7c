import { z } from 'zod';
import type { Json } from '../http/json.ts';
import { empty, json, type Reply } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { Visit } from '../http/visit.ts';
import { bodyObject, isReply } from '../rest/body.ts';
import { listReply } from '../rest/pagination.ts';
import { doesNotExist, notAuthenticated } from '../rest/rest-errors.ts';
import { restDate } from '../site-time.ts';
import { type AccessKey, KEYS_PER_USER } from './access-key.ts';
import { missingConfirmation } from './confirmation.ts';

const change = z.object({ is_active: z.boolean().optional(), ip_group: z.array(z.string()).optional() });

/** A person's own access keys (protocol 4.4). */
export function accessKeyRoutes(): Route[] {
  const path = '/api/v1/authentication/access-keys/';
  return [
    { path, access: 'signed-in', methods: { GET: list, POST: create } },
    {
      path: `${path}:id/`,
      access: 'signed-in',
      methods: {
        GET: (visit, { id = '' }) => withKey(visit, id, (key) => json(200, keyJson(key))),
        PATCH: (visit, { id = '' }) => withKey(visit, id, (key) => patch(visit, key)),
        DELETE: (visit, { id = '' }) =>
          withKey(visit, id, (key) => {
            visit.site.accessKeys.delete(key.id);
            return empty(204);
          }),
      },
    },
  ];
}

function list(visit: Visit): Reply {
  return listReply(visit.request, visit.site.accessKeys.of(visit.user?.id ?? '').map(keyJson));
}

function create(visit: Visit): Reply {
  const { user, site } = visit;
  if (user === undefined) return notAuthenticated();
  const missing = missingConfirmation(visit, 'password');
  if (missing !== undefined) return missing;
  if (site.accessKeys.of(user.id).length >= KEYS_PER_USER) {
    return json(400, [`Access keys can be created at most ${KEYS_PER_USER}`]);
  }
  const key = site.accessKeys.create(user.id);
  return json(201, { ...keyJson(key), secret: key.secret });
}

function patch(visit: Visit, key: AccessKey): Reply {
  const body = bodyObject(visit.request);
  if (isReply(body)) return body;
  const parsed = change.safeParse(body).data;
  if (parsed === undefined) return json(400, { is_active: ['Must be a valid boolean.'] });
  key.isActive = parsed.is_active ?? key.isActive;
  key.ipGroup = parsed.ip_group ?? key.ipGroup;
  return json(200, keyJson(key));
}

function withKey(visit: Visit, id: string, then: (key: AccessKey) => Reply): Reply {
  const key = visit.site.accessKeys.find(id);
  return key === undefined || key.userId !== visit.user?.id ? doesNotExist('Access key') : then(key);
}

function keyJson(key: AccessKey): { [key: string]: Json } {
  return {
    id: key.id,
    is_active: key.isActive,
    date_created: restDate(key.createdAt),
    date_last_used: key.lastUsedAt === undefined ? null : restDate(key.lastUsedAt),
    ip_group: [...key.ipGroup],
  };
}
