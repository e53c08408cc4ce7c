import type { Reply } from '../http/reply.ts';
import type { Params } from '../http/route.ts';
import type { SiteRequest } from '../http/site-request.ts';

export interface IdpAnswer {
  reply: Reply;
  cookies?: string[];
}

/** A path of the identity provider, with `:name` parts. */
export interface IdpRoute {
  method: 'GET' | 'POST';
  path: string;
  run(request: SiteRequest, params: Params): IdpAnswer | Promise<IdpAnswer>;
}
