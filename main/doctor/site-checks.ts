import type { Clock } from '../errors/clock.ts';
import type { SessionState } from '../sites/site-model.ts';
import type { SitePort } from '../sites/sites-port.ts';
import { inTime } from './deadline.ts';
import { type CheckName, type Found, found } from './outcomes.ts';
import { decideAddress, STATIC_FILE } from './site-address.ts';
import { decideClock } from './site-clock.ts';
import { askKoko, decideKoko } from './site-koko.ts';
import { decideOrganisation, ORGANISATION } from './site-organisation.ts';
import { decideCertificate, decideProxy, type SiteRoute } from './site-route.ts';
import { decideSession, isLost, PROFILE } from './site-session.ts';
import { decideTokens, TOKENS } from './site-tokens.ts';
import { decideVersion, OAUTH_FILE } from './site-version.ts';
import { type Answer, type Pace, SiteVisit } from './site-visit.ts';

/** One thing to look at: known by name before it is looked at. */
export interface Check {
  readonly name: CheckName;
  /** Rejects with TookTooLong, with a defect, or with the signal's reason. */
  run(signal: AbortSignal): Promise<Found>;
}

export interface SiteCheckPorts {
  readonly site: SitePort;
  readonly route: SiteRoute | undefined;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/**
 * All checks of one site. They share what they ask: about six requests, spaced, none of them repeated. Nothing is created;
 * what is asked of a signed-in session beyond its profile extends it, as any request does (protocol §3.3).
 */
export function siteChecks(ports: SiteCheckPorts): Check[] {
  const { site, route, clock, pace, signal } = ports;
  const { name, baseUrl, organisation, session } = site.summary();
  const visit = new SiteVisit({ baseUrl, organisation, transport: site.transport, clock, pace, signal });
  const file = once(() => visit.ask('GET', STATIC_FILE));
  const profile = once(async () => {
    const before = await file();
    // Nothing answers: the second question would wait as long for the same.
    return before.kind === 'answered' ? visit.ask('GET', PROFILE) : before;
  });
  const oauth = once(() => visit.ask('GET', OAUTH_FILE));
  const token = once(() => visit.ask('POST', TOKENS, {}));

  /** Only where core answers, and knows us. */
  const signedIn = async (work: () => Promise<Found>): Promise<Found> => {
    const obstacle = decideEntry(session, await profile());
    return obstacle ?? work();
  };
  const check = (id: string, run: Check['run']): Check => ({
    name: { id, group: 'site', site: { id: site.id, name } },
    run,
  });
  return [
    check('site-address', async () => decideAddress(await file(), await profile())),
    check('site-certificate', async (within) => {
      // The verdict is Chromium's, and it gives it with the first request.
      await file();
      return route
        ? decideCertificate(await inTime(clock, within, (signal) => route.certificate(signal)), clock)
        : found('certificate-unseen');
    }),
    check('site-proxy', async (within) =>
      route ? inTime(clock, within, (deadline) => decideProxy(route, deadline)) : found('needs-answer'),
    ),
    check('site-clock', async () => decideClock(await file())),
    check('site-session', async () => {
      const answer = await profile();
      const decided = decideSession(session, answer, clock.now());
      // The site's own word: our state follows it, so that tray and window say the same.
      if (isOpen(session) && answer.kind === 'answered' && isLost(answer.response.status)) await site.reportLost();
      return decided;
    }),
    check('site-organisation', () =>
      signedIn(async () => decideOrganisation(await visit.ask('GET', ORGANISATION), organisation)),
    ),
    check('site-tokens', () => signedIn(async () => decideTokens(await token()))),
    check('site-koko', () =>
      signedIn(async () => {
        await pace.turn(signal);
        const answer = await askKoko({ transport: site.transport, clock, signal }, baseUrl);
        return decideKoko(answer, () => visit.ask('GET', PROFILE));
      }),
    ),
    check('site-version', async () => {
      const answer = await profile();
      if (answer.kind !== 'answered') return found('needs-answer');
      const isIn = decideEntry(session, answer) === null;
      return decideVersion({
        script: await file(),
        oauth: isIn ? await oauth() : undefined,
        token: isIn ? await token() : undefined,
      });
    }),
  ];
}

/** What keeps a signed-in question from being asked; null where it can be. */
function decideEntry(session: SessionState, profile: Answer): Found | null {
  if (profile.kind !== 'answered' || profile.response.status >= 500) return found('needs-answer');
  if (profile.response.status === 429) return found('throttled');
  return isOpen(session) && !isLost(profile.response.status) ? null : found('needs-sign-in');
}

function isOpen(session: SessionState): boolean {
  return session.kind === 'signed-in' || session.kind === 'expiring';
}

/** Asked once, however many want to know. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}
