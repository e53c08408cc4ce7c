import { json, type Reply } from '../http/reply.ts';

/** The error bodies of the REST interface (protocol 4.7). */

export function notAuthenticated(): Reply {
  return json(
    401,
    { detail: 'Authentication credentials were not provided.', code: 'not_authenticated' },
    { 'WWW-Authenticate': 'Signature realm="api",headers="(request-target) date"' },
  );
}

export function permissionDenied(detail = 'You do not have permission to perform this action.'): Reply {
  return json(403, { detail, code: 'permission_denied' });
}

export function doesNotExist(what: string): Reply {
  return json(404, { detail: `${what} object does not exist.`, code: 'object_does_not_exist' });
}

export function methodNotAllowed(method: string): Reply {
  return json(405, { detail: `Method "${method}" not allowed.`, code: 'method_not_allowed' });
}

export function throttled(seconds: number): Reply {
  const unit = seconds === 1 ? 'second' : 'seconds';
  return json(
    429,
    { detail: `Request was throttled. Expected available in ${seconds} ${unit}.`, code: 'throttled' },
    { 'Retry-After': String(seconds) },
  );
}

/** The person must show who they are before this step (protocol 4.4). */
export function confirmationRequired(type: 'relogin' | 'password' | 'mfa'): Reply {
  return json(412, { type: 'user_confirm_required', code: type, detail: 'This action require verify your MFA' });
}

export function invalid(detail: string, code: string): Reply {
  return json(400, { detail, code });
}
