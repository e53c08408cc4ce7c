import type { FormerSession } from '../../../mcp-bridge/wire.ts';
import type { Clock } from '../../errors/clock.ts';
import { DrawbridgeError, toDrawbridgeError } from '../../errors/drawbridge-error.ts';
import type { AccessKeyPair } from '../../jumpserver/access-key-signature.ts';
import { siteOrigin } from '../../jumpserver/probe.ts';
import type { Log } from '../../log/log.ts';
import type { KeyAdoption } from '../../sites/durable-key.ts';
import { asSiteCookies, holdsSession, userOfCookies } from '../../sites/former-cookies.ts';
import type { SiteSummary, SiteUser } from '../../sites/site-model.ts';
import type { SiteTransport } from '../../sites/site-transport.ts';
import type { SitesPort } from '../../sites/sites-port.ts';
import type { StoredCookie } from '../../sites/stored-cookie.ts';
import type { Questions } from '../question.ts';
import { removalOf, type TakenKey, type TakenOver, type TakenSession } from './taken-over.ts';

/** A site that can take what another program had. */
interface TakingSite {
  readonly id: string;
  readonly knownUser: SiteUser | null;
  readonly durableKey: { adopt(pair: AccessKeyPair, owner: SiteUser | null): Promise<KeyAdoption> };
  summary(): SiteSummary;
  takeIn(cookies: readonly StoredCookie[]): Promise<SiteUser>;
  signOut(): Promise<void>;
  reportLost(): Promise<unknown>;
}

export interface TakeOverPorts {
  readonly sites: Pick<SitesPort, 'at' | 'add'> & { find(siteId: string): TakingSite };
  readonly questions: Pick<Questions, 'ask'>;
  /** The site in a jar of its own, so that the session that is there is not touched. */
  readonly aside: <T>(site: SiteSummary, use: (transport: SiteTransport) => Promise<T>) => Promise<T>;
  /** Throws where this Drawbridge must not meet the site. */
  readonly assertAllowed: (url: string) => void;
  /**
   * Whether a state file for that address lies there. Whoever asks names the file, and a person deletes what we name as the old one.
   */
  readonly liesThere: (file: string, address: string) => Promise<boolean>;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly log: Log;
  /** The window shows what was taken over. */
  readonly onChange: () => void;
}

/** So much of a key's id is shown. */
const ID_SHOWN = 8;

/**
 * Takes over what mcp-jumpserver-gui-sucks kept: asks the person first, and believes nothing of it before the site has
 * confirmed it. The file is left as it is.
 */
export class TakeOver {
  readonly #ports: TakeOverPorts;
  #goesOn = false;
  #last: TakenOver | null = null;

  constructor(ports: TakeOverPorts) {
    this.#ports = ports;
  }

  /** What the window has not been told to put away yet. */
  get last(): TakenOver | null {
    return this.#last;
  }

  dismiss(): void {
    this.#last = null;
    this.#ports.onChange();
  }

  /**
   * `signal` ends the question; what the person has agreed to goes on without whoever asked. Throws `declined-by-person`,
   * `approval-timed-out`, `could-not-ask`, and what adding a site throws.
   */
  async run(former: FormerSession, signal: AbortSignal): Promise<TakenOver> {
    if (this.#goesOn) throw another();
    this.#goesOn = true;
    try {
      this.#last = await this.#run(former, signal);
      this.#ports.onChange();
      return this.#last;
    } finally {
      this.#goesOn = false;
    }
  }

  async #run(former: FormerSession, signal: AbortSignal): Promise<TakenOver> {
    const { sites, assertAllowed, clock, platform, liesThere, log } = this.#ports;
    const baseUrl = siteOrigin(former.baseUrl);
    assertAllowed(baseUrl);
    const { file, readableByOthers, organisation, bearer, accessKey } = former;
    const { key: wanted } = await this.#ask(former, baseUrl, signal);
    const known = sites.at(baseUrl);
    const { id } = known ?? (await sites.add({ baseUrl, organisation }));
    const site = sites.find(id);
    // A session that is over stands for nobody, and is not known to be before it is asked.
    if (userOf(site.summary())) await site.reportLost();
    const session = await this.#takeSession(site, asSiteCookies(former.cookies, baseUrl, clock.now()), former);
    const key = await this.#takeKey(site, accessKey, wanted);
    log.info('a session of another program was taken over', { site: id, session: session.kind, key: key.kind });
    return {
      site: { id, name: site.summary().name, baseUrl },
      added: known === undefined,
      organisation: organisation === '' ? 'none' : known && known.organisation !== organisation ? 'left' : 'chosen',
      ...{ session, key, bearer, file, readableByOthers },
      present: userOf(site.summary())?.username ?? '',
      removal: (await liesThere(file, former.baseUrl)) ? removalOf(file, platform) : '',
    };
  }

  async #ask(former: FormerSession, baseUrl: string, signal: AbortSignal): Promise<{ readonly key: boolean }> {
    const { sites, questions, clock } = this.#ports;
    const { file, readableByOthers, organisation, username, savedAt, accessKey } = former;
    const known = sites.at(baseUrl);
    const cookie = former.cookies.find((one) => holdsSession([one]));
    const lives = cookie && holdsSession(asSiteCookies(former.cookies, baseUrl, clock.now()));
    const outcome = await questions.ask(
      {
        topic: 'take-over',
        site: known?.name ?? new URL(baseUrl).host,
        ...{ file, readableByOthers, baseUrl, organisation, username, savedAt },
        known: known !== undefined,
        present: (known && userOf(known)?.username) ?? '',
        session: lives ? 'there' : cookie ? 'ended' : 'none',
        endsAt: cookie?.expiresAt ? cookie.expiresAt * 1000 : null,
        keyId: shortened(accessKey?.id ?? ''),
        hasKey: known?.durableKey.state === 'on',
      },
      signal,
    );
    if (outcome.kind === 'answered' && outcome.answer.kind === 'take-over') return outcome.answer;
    throw notAllowed(outcome.kind === 'answered' ? 'declined' : outcome.kind);
  }

  async #takeSession(site: TakingSite, cookies: readonly StoredCookie[], former: FormerSession): Promise<TakenSession> {
    const { aside, questions, clock } = this.#ports;
    if (!holdsSession(former.cookies)) return { kind: 'none' };
    if (!holdsSession(cookies)) return { kind: 'ended' };
    try {
      const summary = site.summary();
      const whose = await aside(summary, (transport) =>
        userOfCookies({ baseUrl: summary.baseUrl, transport, clock }, cookies),
      );
      if (whose === null) return { kind: 'ended' };
      const present = userOf(site.summary());
      if (present?.id === whose.id) return { kind: 'already', user: whose.username };
      if (present) {
        const [before, now] = [present.username, whose.username];
        const outcome = await questions.ask({ topic: 'replace-session', site: summary.name, before, now });
        if (outcome.kind !== 'answered' || outcome.answer.kind !== 'allow')
          return { kind: 'kept', user: before, other: now };
        await site.signOut();
      }
      const { username } = await site.takeIn(cookies);
      return { kind: 'signed-in', user: username };
    } catch (error) {
      return { kind: 'failed', why: this.#why(error) };
    }
  }

  async #takeKey(site: TakingSite, pair: AccessKeyPair | null, wanted: boolean): Promise<TakenKey> {
    if (pair === null) return { kind: 'none' };
    if (!wanted) return { kind: 'unwanted' };
    try {
      const { id, secret } = pair;
      const adoption = await site.durableKey.adopt({ id, secret }, site.knownUser);
      if (adoption.kind === 'taken') return { kind: 'taken', id };
      return adoption.kind === 'other-user' ? { kind: 'other-user', user: adoption.username } : adoption;
    } catch (error) {
      return { kind: 'failed', why: this.#why(error) };
    }
  }

  #why(error: unknown): string {
    const known = toDrawbridgeError(error);
    if (known.code === 'internal')
      this.#ports.log.error('a part could not be taken over', { error: String(known.cause) });
    return known.message;
  }
}

function userOf({ session }: SiteSummary): SiteUser | null {
  return session.kind === 'signed-in' || session.kind === 'expiring' ? session.user : null;
}

const shortened = (id: string): string => (id.length <= ID_SHOWN ? id : `${id.slice(0, ID_SHOWN)}…`);

const another = () =>
  new DrawbridgeError({
    code: 'confirmation-required',
    message: 'Drawbridge already asks whether to take over a state file.',
    nextStep: 'Answer that question in the window first.',
    actor: 'person',
  });

function notAllowed(why: 'declined' | 'timed-out' | 'could-not-ask'): DrawbridgeError {
  switch (why) {
    case 'declined':
      return new DrawbridgeError({
        code: 'declined-by-person',
        message: 'Nothing was taken over: the person said no.',
        nextStep: 'Nothing changed, here and on the site.',
        actor: 'person',
      });
    case 'timed-out':
      return new DrawbridgeError({
        code: 'approval-timed-out',
        message: 'Nothing was taken over: nobody answered within 5 minutes.',
        nextStep: 'Start it again, and answer in the Drawbridge window.',
        actor: 'person',
      });
    case 'could-not-ask':
      return new DrawbridgeError({
        code: 'could-not-ask',
        message: 'Nothing was taken over: there is no window to ask in, or too many questions wait in it.',
        nextStep: 'Take it over where there is a display; here, sign in by `drawbridge login --text`.',
        actor: 'person',
      });
    default:
      return why satisfies never;
  }
}
