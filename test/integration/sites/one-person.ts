import { probeSite } from '../../../main/jumpserver/probe.ts';
import type { RestRequest, RestResponse } from '../../../main/jumpserver/rest-transport.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { ConfirmationAnswer } from '../../../main/sites/identity-confirmation.ts';
import type {
  SessionState,
  SignInReason,
  SignInResult,
  SiteSettings,
  StoredKey,
} from '../../../main/sites/site-model.ts';
import { SiteRegistry } from '../../../main/sites/site-registry.ts';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { NodeSiteTransport } from '../../support/node-site-transport.ts';
import { signInThrough } from '../../support/practice-login.ts';

/** Remembers what was asked, and tells when all of it has been answered. */
export class WatchedTransport extends NodeSiteTransport {
  readonly requests: string[] = [];
  readonly #underway = new Set<Promise<unknown>>();

  override async fetch(request: RestRequest): Promise<RestResponse> {
    this.requests.push(`${request.method} ${new URL(request.url).pathname}`);
    const answer = super.fetch(request);
    this.#underway.add(answer);
    try {
      return await answer;
    } finally {
      this.#underway.delete(answer);
    }
  }

  async quiet(): Promise<void> {
    await settle();
    while (this.#underway.size > 0) {
      await Promise.allSettled([...this.#underway]);
      await settle();
    }
  }
}

/** What a vault and a settings file keep when the app ends. */
export class Disk {
  readonly secrets = new Map<string, string>();
  readonly keys = new Map<string, StoredKey>();
  sites: readonly SiteSettings[] = [];
  defaultSite: string | null = null;
  readonly vault = {
    get: async (name: string) => this.secrets.get(name),
    put: async (name: string, text: string) => void this.secrets.set(name, text),
    delete: async (name: string) => void this.secrets.delete(name),
  };
}

/** One run of the app as far as sites go: a clock that stands still, and a person who signs in as `who`. */
export class Run {
  readonly clock = new FakeClock(Date.now());
  readonly transports = new Map<string, WatchedTransport>();
  readonly prompts: SignInReason[] = [];
  /** What the site had said about the try before, by question. */
  readonly confirmations: string[] = [];
  readonly notices: string[] = [];
  /** What the person types when the site wants to know who they are. */
  confirm: (methods: readonly string[]) => Promise<ConfirmationAnswer> = async () => ({ kind: 'could-not-ask' });
  readonly registry: SiteRegistry;
  /** Who types the password. */
  who: keyof PracticeSite['users'] = 'alice';
  person: (signIn: () => Promise<SignInResult>, signal: AbortSignal) => Promise<SignInResult> = (signIn) => signIn();

  constructor(practice: PracticeSite, disk: Disk) {
    let ids = 0;
    this.registry = new SiteRegistry({
      clock: this.clock,
      log: silentLog,
      vault: disk.vault,
      stored: () => disk.sites,
      store: (sites) => {
        disk.sites = sites;
      },
      defaultSite: () => disk.defaultSite,
      storeDefault: (id) => {
        disk.defaultSite = id;
      },
      newId: () => `site_${++ids}`,
      createTransport: ({ id }) => {
        const transport = new WatchedTransport();
        this.transports.set(id, transport);
        return transport;
      },
      trust: async () => false,
      forgetTrust: () => {},
      probe: (url) => probeSite(url, () => new NodeSiteTransport()),
      keys: {
        stored: (id) => disk.keys.get(id),
        store: (id, key) => {
          if (key) disk.keys.set(id, key);
          else disk.keys.delete(id);
        },
        askConfirmation: (question) => {
          this.confirmations.push(question.refused);
          return this.confirm(question.methods.map(({ name }) => name));
        },
        onNotice: ({ en }) => this.notices.push(en),
      },
      keepAliveWhileIdleMs: () => 3_600_000,
      signIn: async (site, reason, signal) => {
        this.prompts.push(reason);
        return this.person(async () => {
          await signInThrough(this.transport, practice.url, practice.users[this.who]);
          const user = await site.arrived();
          return user ? { kind: 'signed-in', user } : { kind: 'failed', message: 'nobody is signed in' };
        }, signal);
      },
    });
  }

  get site() {
    return this.registry.find(undefined);
  }

  get transport(): WatchedTransport {
    const [transport] = this.transports.values();
    if (!transport) throw new Error('no site yet');
    return transport;
  }

  get state(): SessionState {
    return this.site.summary().session;
  }

  /** Lets time pass a minute at a time, as long as every question to the site is answered. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 60_000) {
      await this.clock.advance(Math.min(left, 60_000));
      await this.transport.quiet();
      await settle();
    }
  }

  /** Resolves when the site's session is of that kind. */
  become(kind: SessionState['kind']): Promise<void> {
    if (this.state.kind === kind) return Promise.resolve();
    return new Promise((resolve) => {
      const off = this.registry.on('did-change', ({ session }) => {
        if (session.kind !== kind) return;
        off();
        resolve();
      });
    });
  }
}

/** A practice site, and alice signed in to it. */
export async function signedIn(options: PracticeSiteOptions = {}) {
  const practice = await PracticeSite.start(options);
  const disk = new Disk();
  const run = new Run(practice, disk);
  await run.registry.add({ baseUrl: practice.url });
  await run.site.whenSignedIn({ kind: 'person' });
  return { practice, disk, run };
}

export const agent = (name = 'codex'): SignInReason => ({ kind: 'agent', agent: name, doing: 'list the assets' });
