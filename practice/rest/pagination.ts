import type { Json } from '../http/json.ts';
import { json, type Reply } from '../http/reply.ts';
import type { SiteRequest } from '../http/site-request.ts';

/** A list with `limit` is wrapped and cut; without it is a bare array (protocol 5.3). `count` may differ from the rows, see `node_id`. */
export function listReply(request: SiteRequest, rows: readonly Json[], count: number = rows.length): Reply {
  const limit = positive(request.query.get('limit'));
  if (limit === undefined) return json(200, [...rows]);
  const offset = positive(request.query.get('offset')) ?? 0;
  const link = (at: number) => {
    const query = new URLSearchParams(request.query);
    query.set('limit', String(limit));
    if (at > 0) query.set('offset', String(at));
    else query.delete('offset');
    return `http://${request.host}${request.path}?${query.toString()}`;
  };
  return json(200, {
    count,
    next: offset + limit < count ? link(offset + limit) : null,
    previous: offset > 0 ? link(Math.max(0, offset - limit)) : null,
    results: rows.slice(offset, offset + limit),
  });
}

function positive(text: string | null): number | undefined {
  if (text === null || !/^\d+$/.test(text)) return undefined;
  const value = Number(text);
  return value > 0 ? value : undefined;
}
