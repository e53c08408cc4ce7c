import { empty, json, type Reply } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { Visit } from '../http/visit.ts';
import { bodyObject, isReply } from './body.ts';
import { listReply } from './pagination.ts';

/** Favourites (protocol 5.5). */
export function favoriteRoutes(): Route[] {
  return [
    {
      path: '/api/v1/assets/favorite-assets/',
      access: 'signed-in',
      methods: { GET: list, POST: add, DELETE: remove },
    },
  ];
}

function favorites(visit: Visit): Set<string> {
  const userId = visit.user?.id ?? '';
  const known = visit.site.favorites.get(userId) ?? new Set<string>();
  visit.site.favorites.set(userId, known);
  return known;
}

function row(visit: Visit, assetId: string) {
  const asset = visit.site.assets.asset(assetId);
  return {
    user: visit.user?.id ?? '',
    asset: assetId,
    asset_info: { id: assetId, name: asset?.name ?? '', address: asset?.address ?? '' },
  };
}

function list(visit: Visit): Reply {
  return listReply(
    visit.request,
    [...favorites(visit)].map((id) => row(visit, id)),
  );
}

function add(visit: Visit): Reply {
  const body = bodyObject(visit.request);
  if (isReply(body)) return body;
  const { asset } = body;
  if (typeof asset !== 'string') return json(400, { asset: ['This field is required.'] });
  if (visit.site.assets.asset(asset) === undefined) {
    return json(400, { asset: [`Invalid pk "${asset}" - object does not exist.`] });
  }
  favorites(visit).add(asset);
  return json(201, row(visit, asset));
}

function remove(visit: Visit): Reply {
  favorites(visit).delete(visit.request.query.get('asset') ?? '');
  return empty(204);
}
