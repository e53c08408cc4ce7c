import { z } from 'zod';
import { type Found, found } from './outcomes.ts';
import { isLost } from './site-session.ts';
import type { Answer } from './site-visit.ts';

export const ORGANISATION = '/api/v1/orgs/orgs/current/';

const shape = z.looseObject({ id: z.string(), name: z.string() });

/** JumpServer raises no error for an organisation that is not ours: it takes another one (protocol §4.5). `wanted` '' is any. */
export function decideOrganisation(answer: Answer, wanted: string): Found {
  if (answer.kind === 'too-slow') return found('too-slow');
  if (answer.kind === 'failed') return found('needs-answer');
  const { status, body } = answer.response;
  if (isLost(status)) return found('needs-sign-in');
  if (status === 429) return found('throttled');
  const current = status === 200 ? parse(body) : undefined;
  if (!current) return found('organisation-unseen');
  return found(wanted === '' || wanted === current.id ? 'organisation-is' : 'organisation-other', {
    name: current.name,
  });
}

function parse(body: string) {
  try {
    return shape.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined; // a page of a proxy
  }
}
