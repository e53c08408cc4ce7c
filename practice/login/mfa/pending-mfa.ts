import type { Visit } from '../../http/visit.ts';
import type { PracticeUser } from '../../users.ts';
import type { PreAuth } from '../../web-session/web-session.ts';
import { preAuthUser } from '../pre-auth.ts';

export interface PendingMfa {
  user: PracticeUser;
  /** Absent when a third party vouched for the person, who is logged in already. */
  preAuth: PreAuth | undefined;
  /** The factor was given. */
  complete(): void;
}

/** Who has to give a second factor in this session: between password and guard, or after a third-party login. */
export function pendingMfa(visit: Visit): PendingMfa | undefined {
  const waiting = preAuthUser(visit);
  const { session, user } = visit;
  const preAuth = session?.preAuth;
  if (waiting !== undefined && preAuth !== undefined) {
    return {
      user: waiting,
      preAuth,
      complete: () => {
        preAuth.mfaDone = true;
      },
    };
  }
  if (session === undefined || user === undefined || !session.mfaOutstanding) return undefined;
  return {
    user,
    preAuth: undefined,
    complete: () => {
      session.mfaOutstanding = false;
    },
  };
}
