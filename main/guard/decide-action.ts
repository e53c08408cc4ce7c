import type { AgentAction } from './guard.ts';

/** What the decision about an act depends on, beside the act itself. */
export interface Circumstances {
  readonly raised: boolean;
  /** Nothing that is typed on the site is looked at: the practice site, as long as no policy names it. */
  readonly watched: boolean;
}

export type Decision =
  | { readonly kind: 'allow' }
  | { readonly kind: 'refuse'; readonly why: 'bridge-raised' }
  /** The policy is asked, and perhaps the person. */
  | { readonly kind: 'ask' };

/** What is refused at once, what passes, and what the policy and the person are asked about (design §6). */
export function decideAction(kind: AgentAction['kind'], circumstances: Circumstances): Decision {
  if (circumstances.raised) return { kind: 'refuse', why: 'bridge-raised' };
  switch (kind) {
    case 'type':
      return circumstances.watched ? { kind: 'allow' } : { kind: 'ask' };
    case 'look':
    case 'ask-sign-in':
    case 'open-terminal':
    case 'interrupt':
    case 'close':
      return { kind: 'allow' };
    default:
      return kind satisfies never;
  }
}
