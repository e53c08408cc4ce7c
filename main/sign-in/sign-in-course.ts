import type { SignInEnd, SignInTrouble } from '../sites/sign-in-end.ts';
import type { SignInStep } from './sign-in-step.ts';

/** A page that has come, as far as the course of signing in is concerned. */
export interface Arrived {
  readonly step: SignInStep;
  /** HTTP status. */
  readonly status: number;
  /** The site's dispatcher sent the person here (protocol §2.1). */
  readonly viaGuard: boolean;
}

export const COURSE_BEGIN: SignInEnd = { at: 'login', after: null };

const trouble = (kind: SignInTrouble['kind'], words = ''): SignInTrouble => ({ kind, words });

/** Where the person is after a page came. Trouble is forgotten once there is another step to take. */
export function afterPage(course: SignInEnd, { step, status, viaGuard }: Arrived): SignInEnd {
  if (step.kind === 'origin-refused') return { at: 'login', after: trouble('origin-refused') };
  if (step.kind !== 'going-on') return course;
  const at = step.stage;
  if (status >= 500) return { at, after: trouble('server-error') };
  // After a refusal by the approver the site logs out and starts over, too.
  if (course.after?.kind === 'review-rejected' && (at === 'login' || at === 'notice'))
    return { at, after: course.after };
  if (at === 'login' && viaGuard) return { at, after: trouble('pre-auth-expired') };
  return { at, after: at === course.at ? course.after : null };
}

/** What the page itself says went wrong. */
export function afterWords(course: SignInEnd, words: string): SignInEnd {
  if (words === '') return course;
  const { at, after } = course;
  if (at === 'review') return { at, after: trouble('review-rejected', words) };
  if (after?.kind === 'origin-refused' || after?.kind === 'pre-auth-expired')
    return { at, after: trouble(after.kind, words) };
  return { at, after: trouble((at === 'login' || at === 'mfa') && saysLocked(words) ? 'locked' : 'refused', words) };
}

export function afterTrouble(course: SignInEnd, kind: SignInTrouble['kind'], words = ''): SignInEnd {
  return { at: course.at, after: trouble(kind, words) };
}

/**
 * The texts exist in a dozen languages; their numbers are the same in all. A refusal names the tries left and the minutes of
 * the lock that follows, a lock only the minutes (protocol §1.7). The words are always shown too.
 */
function saysLocked(words: string): boolean {
  return (words.match(/\p{Nd}+/gu) ?? []).length === 1;
}
