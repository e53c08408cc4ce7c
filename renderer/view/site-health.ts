import type { SessionView } from '../../preload/contract.ts';

/** What a shape looks like; each is told apart without colour. */
export type Shape =
  | 'dot'
  | 'half'
  | 'hollow'
  | 'triangle'
  | 'square'
  | 'octagon'
  | 'play'
  | 'pause'
  | 'check'
  | 'cross'
  | 'person';

export type Tone = 'ready' | 'needs' | 'ended' | 'drive' | 'accent' | 'quiet';

export interface SiteHealth {
  readonly shape: Shape;
  readonly tone: Tone;
  /** The key of the word under `site` in the texts. */
  readonly word: SessionView['kind'];
  /** When the session ends, where the site says so; ms since the epoch. */
  readonly endsAt: number | null;
  /** What the person can do about it; null when nothing is needed. */
  readonly action: 'sign-in' | 'sign-in-again' | 'show' | 'retry' | null;
}

export function siteHealth(session: SessionView): SiteHealth {
  const base = { word: session.kind, endsAt: null, action: null } as const;
  switch (session.kind) {
    case 'signed-in':
      return { ...base, shape: 'dot', tone: 'ready', endsAt: session.endsAt };
    case 'expiring':
      return { ...base, shape: 'half', tone: 'needs', endsAt: session.endsAt, action: 'sign-in-again' };
    case 'expired':
      return { ...base, shape: 'triangle', tone: 'needs', action: 'sign-in-again' };
    case 'unreachable':
      return { ...base, shape: 'cross', tone: 'ended', action: 'retry' };
    case 'signing-in':
      return { ...base, shape: 'hollow', tone: 'accent', action: 'show' };
    case 'signed-out':
      return { ...base, shape: 'hollow', tone: 'quiet', action: 'sign-in' };
    default:
      return session satisfies never;
  }
}

/** The key of the action's text under `site`. */
export function actionKey(action: NonNullable<SiteHealth['action']>): 'signIn' | 'showSignIn' | 'retry' {
  if (action === 'show') return 'showSignIn';
  return action === 'retry' ? 'retry' : 'signIn';
}
