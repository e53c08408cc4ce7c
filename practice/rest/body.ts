import { z } from 'zod';
import { json, type Reply } from '../http/reply.ts';
import type { SiteRequest } from '../http/site-request.ts';

/** The JSON object of a request, or the 400 that DRF answers. */
export function bodyObject(request: SiteRequest): Record<string, unknown> | Reply {
  if (request.body === '') return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(request.body));
  } catch {
    return json(400, { detail: 'JSON parse error', code: 'parse_error' });
  }
}

export function isReply(value: Record<string, unknown> | Reply): value is Reply {
  return typeof value['status'] === 'number' && typeof value['body'] === 'string' && 'headers' in value;
}
