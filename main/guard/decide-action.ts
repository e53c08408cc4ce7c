import type { AgentAction } from './guard.ts';

/** What the decision about an act depends on, beside the act itself. */
export interface Circumstances {
  readonly raised: boolean;
  /** The site is the practice site. */
  readonly practice: boolean;
  /** Started with `--allow-commands` on a machine without a display. */
  readonly commandsWithoutAsking: boolean;
}

export type Decision =
  | { readonly kind: 'allow' }
  | { readonly kind: 'refuse'; readonly why: 'bridge-raised' }
  /** The person has to allow it first. */
  | { readonly kind: 'ask' };

/** The rule until policies exist (design §6): on a real site the person is asked before anything is typed. */
export function decideAction(kind: AgentAction['kind'], circumstances: Circumstances): Decision {
  if (circumstances.raised) return { kind: 'refuse', why: 'bridge-raised' };
  switch (kind) {
    case 'type':
      return circumstances.practice || circumstances.commandsWithoutAsking ? { kind: 'allow' } : { kind: 'ask' };
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
