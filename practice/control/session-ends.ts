import type { SiteState } from '../site-state.ts';
import { newWebSession } from '../web-session/web-session.ts';

/** The ways in which a web session ends (protocol 3.5). */
export const SESSION_ENDS = [
  'idle',
  'logout-elsewhere',
  'admin-kick',
  'single-machine',
  'password-change',
  'user-disabled',
] as const;
export type SessionEnd = (typeof SESSION_ENDS)[number];

/** Ends all sessions of one person in one of these ways, as it happens on a real site. Returns how many there were. */
export function endSessions(site: SiteState, username: string, how: SessionEnd): number {
  const user = site.userNamed(username);
  if (user === undefined) throw new Error(`no practice user is named ${username}`);
  const sessions = site.sessions.signedIn().filter(({ userId }) => userId === user.id);
  switch (how) {
    case 'idle':
      for (const session of sessions) session.lastSavedAt = 0;
      break;
    case 'logout-elsewhere':
    case 'admin-kick':
      for (const session of sessions) site.sessions.delete(session);
      break;
    case 'single-machine': {
      const elsewhere = newWebSession(user);
      site.sessions.save(elsewhere);
      site.endOtherSessions(elsewhere);
      break;
    }
    case 'password-change':
      user.password = `${user.password}-changed`;
      break;
    case 'user-disabled':
      user.isActive = false;
      break;
    default:
      how satisfies never;
  }
  return sessions.length;
}
