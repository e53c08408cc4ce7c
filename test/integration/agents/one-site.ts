import { DrawbridgeError } from '../../../main/errors/drawbridge-error.ts';
import { Emitter } from '../../../main/errors/emitter.ts';
import type { RestClientPort } from '../../../main/jumpserver/rest-client-port.ts';
import type { SiteSummary, SiteUser } from '../../../main/sites/site-model.ts';
import type { SiteTransport } from '../../../main/sites/site-transport.ts';
import type { SitePort, SitesEvents, SitesPort } from '../../../main/sites/sites-port.ts';

const user: SiteUser = { id: 'u1', username: 'alice', name: 'Alice' };

/** A SitesPort with one site, whose sign-in a test drives; REST is what the test hands in. */
export class OneSite implements SitesPort {
  readonly events = new Emitter<SitesEvents>();
  readonly asked: string[] = [];
  touches = 0;
  signedIn = true;
  /** False: a real site, where the person is asked before anything is typed. */
  practice = true;
  #signInWaiters: (() => void)[] = [];
  readonly #rest: RestClientPort;
  readonly #transport: SiteTransport;
  readonly #baseUrl: string;

  constructor(ports: { rest: RestClientPort; transport: SiteTransport; baseUrl: string }) {
    this.#rest = ports.rest;
    this.#transport = ports.transport;
    this.#baseUrl = ports.baseUrl;
  }

  on<Name extends keyof SitesEvents>(name: Name, listener: (event: SitesEvents[Name]) => void): () => void {
    return this.events.on(name, listener);
  }

  list(): readonly SiteSummary[] {
    return [
      {
        ...{ id: 'site_practice', name: 'Practice', baseUrl: this.#baseUrl, organisation: '', practice: this.practice },
        durableKey: { state: 'off' },
        session: this.signedIn
          ? { kind: 'signed-in', user, endsAt: null, keptAlive: true, endsWithApp: false }
          : { kind: 'signed-out', why: 'never', message: '' },
      },
    ];
  }

  get defaultId(): string | undefined {
    return this.list()[0]?.id;
  }

  chooseDefault(): void {}

  at(address: string): SiteSummary | undefined {
    return this.list().find(({ baseUrl }) => baseUrl === address);
  }

  find(reference: string | undefined): SitePort {
    const [summary] = this.list();
    if (summary === undefined || (reference !== undefined && reference !== summary.id && reference !== summary.name)) {
      throw new DrawbridgeError({
        code: 'unknown-site',
        message: `There is no site "${reference}".`,
        nextStep: 'Use Practice.',
        actor: 'agent',
      });
    }
    const whenSignedIn: SitePort['whenSignedIn'] = (reason, signal) => {
      this.asked.push(reason.kind === 'agent' ? `${reason.agent}: ${reason.doing}` : reason.kind);
      if (this.signedIn) return Promise.resolve(user);
      return new Promise((resolve, reject) => {
        this.#signInWaiters.push(() => resolve(user));
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    };
    const withoutKey = () => Promise.reject(new Error('not in these tests'));
    return {
      id: summary.id,
      summary: () => this.list()[0] ?? summary,
      rest: this.#rest,
      discovery: this.#rest,
      durableKey: { create: withoutKey, revoke: withoutKey },
      transport: this.#transport,
      whenSignedIn,
      whenReadable: async (reason, signal) => {
        await whenSignedIn(reason, signal);
      },
      reportLost: () => Promise.resolve({ kind: 'alive' }),
      touch: () => {
        this.touches += 1;
      },
      signOut: () => Promise.resolve(),
    };
  }

  signIn(): void {
    this.signedIn = true;
    for (const waiter of this.#signInWaiters.splice(0)) waiter();
  }

  add(): Promise<never> {
    return Promise.reject(new Error('not in these tests'));
  }

  remove(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    this.events.dispose();
    return Promise.resolve();
  }
}
