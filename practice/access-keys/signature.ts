import { createHmac, timingSafeEqual } from 'node:crypto';
import { page } from '../http/html.ts';
import { html, json, type Reply } from '../http/reply.ts';
import { headerOf, type SiteRequest } from '../http/site-request.ts';
import type { SiteState } from '../site-state.ts';
import type { PracticeUser } from '../users.ts';
import { mayUseFrom } from './access-key.ts';

export type Signed = { kind: 'absent' } | { kind: 'by'; user: PracticeUser } | { kind: 'refused'; reply: Reply };

/** What core signs besides, it cannot verify: it rebuilds names by cutting five characters (protocol 4.3). */
const MUST_SIGN = ['(request-target)', 'date'];

/** Whose key signed this request, if one did (protocol 4.3). No test of the date's age exists. */
export function whoSigned(site: SiteState, request: SiteRequest): Signed {
  const authorization = headerOf(request, 'authorization') ?? '';
  if (!/^signature /i.test(authorization)) return { kind: 'absent' };
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of authorization.matchAll(/(\w+)="([^"]*)"/g)) fields.set(name, value);
  const names = (fields.get('headers') ?? 'date').toLowerCase().split(' ');
  // An unhandled error of the library, not a refusal (measured).
  if (!MUST_SIGN.every((name) => names.includes(name))) {
    return { kind: 'refused', reply: html(500, page('Server Error', '<h1>Server Error (500)</h1>')) };
  }
  const key = site.accessKeys.find(fields.get('keyId') ?? '');
  const user = site.user(key?.userId);
  if (key === undefined || !key.isActive || user === undefined || !user.isActive) return refused('Invalid signature.');
  const text = names.map((name) => `${name}: ${signedValue(request, name)}`).join('\n');
  const expected = createHmac('sha256', key.secret).update(text).digest();
  const given = Buffer.from(fields.get('signature') ?? '', 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return refused('Invalid signature.');
  if (!mayUseFrom(key, request.remoteAddr)) return refused('Ip is not in access ip list.');
  key.lastUsedAt = Date.now();
  return { kind: 'by', user };
}

function signedValue(request: SiteRequest, name: string): string {
  return name === '(request-target)'
    ? `${request.method.toLowerCase()} ${request.target}`
    : (headerOf(request, name) ?? '');
}

function refused(detail: string): Signed {
  const headers = { 'WWW-Authenticate': 'Signature realm="api",headers="(request-target) date"' };
  return { kind: 'refused', reply: json(401, { detail, code: 'authentication_failed' }, headers) };
}
