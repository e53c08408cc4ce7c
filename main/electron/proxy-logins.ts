import { type AuthInfo, app, type Session } from 'electron';
import { z } from 'zod';
import type { Log } from '../log/log.ts';

export interface ProxyCredentials {
  readonly username: string;
  readonly password: string;
}

export interface ProxyLoginsPorts {
  /** Asks the person; null for every other end than an answer. `again`: what was given last did not do. */
  readonly ask: (question: { proxy: string; realm: string; again: boolean }) => Promise<ProxyCredentials | null>;
  readonly vault: {
    get(name: string): Promise<string | undefined>;
    put(name: string, text: string): Promise<void>;
    delete(name: string): Promise<void>;
  };
  /** Which of our partitions a page belongs to; pages of others are not ours to answer for. */
  readonly isOurs: (session: Session) => boolean;
  readonly log: Log;
}

const stored = z.object({ username: z.string(), password: z.string() });

/** User names and passwords of proxies: asked once, for window, REST and WebSocket alike, and kept in the vault. Never for a site. */
export class ProxyLogins {
  readonly #ports: ProxyLoginsPorts;
  readonly #known = new Map<string, ProxyCredentials>();
  readonly #asking = new Map<string, Promise<ProxyCredentials | null>>();
  /** What each page was given last, so that a second question about the same means that it did not do. */
  readonly #givenTo = new WeakMap<Electron.WebContents, ProxyCredentials>();

  constructor(ports: ProxyLoginsPorts) {
    this.#ports = ports;
    app.on('login', this.#onLogin);
  }

  /** `refused` is what the proxy has just turned away; null for the first try. Null answers: nobody gave any. */
  async credentials(proxy: string, realm: string, refused: ProxyCredentials | null): Promise<ProxyCredentials | null> {
    const known = this.#known.get(proxy) ?? (await this.#kept(proxy));
    // Somebody else may have answered meanwhile: then that is worth a try.
    if (known && !same(known, refused)) return known;
    let asking = this.#asking.get(proxy);
    if (!asking) {
      asking = this.#ask(proxy, realm, refused !== null).finally(() => this.#asking.delete(proxy));
      this.#asking.set(proxy, asking);
    }
    return asking;
  }

  dispose(): void {
    app.off('login', this.#onLogin);
  }

  readonly #onLogin = (
    event: Electron.Event,
    contents: Electron.WebContents | null,
    _details: unknown,
    info: AuthInfo,
    answer: (username?: string, password?: string) => void,
  ): void => {
    if (!info.isProxy || !contents || !this.#ports.isOurs(contents.session)) return;
    event.preventDefault();
    this.credentials(proxyName(info), info.realm, this.#givenTo.get(contents) ?? null).then(
      (given) => {
        if (!given) return answer();
        this.#givenTo.set(contents, given);
        answer(given.username, given.password);
      },
      (error: unknown) => {
        this.#ports.log.warn('nobody could be asked for the proxy', { error });
        answer();
      },
    );
  };

  async #ask(proxy: string, realm: string, again: boolean): Promise<ProxyCredentials | null> {
    const given = await this.#ports.ask({ proxy, realm, again });
    if (!given) return null;
    this.#known.set(proxy, given);
    await this.#ports.vault
      .put(entryOf(proxy), JSON.stringify(given))
      .catch((error: unknown) => this.#ports.log.warn('the sign-in of a proxy could not be kept', { proxy, error }));
    return given;
  }

  async #kept(proxy: string): Promise<ProxyCredentials | undefined> {
    try {
      const parsed = stored.safeParse(JSON.parse((await this.#ports.vault.get(entryOf(proxy))) ?? ''));
      if (parsed.success) this.#known.set(proxy, parsed.data);
    } catch (error) {
      this.#ports.log.debug('no sign-in of this proxy is kept', { proxy, error: String(error) });
    }
    return this.#known.get(proxy);
  }
}

/** `host:port`, as the person knows it from the system's settings. */
export const proxyName = ({ host, port }: Pick<AuthInfo, 'host' | 'port'>): string => `${host}:${port}`;

const entryOf = (proxy: string) => `proxy-${proxy}`;

const same = (one: ProxyCredentials, other: ProxyCredentials | null) =>
  other !== null && one.username === other.username && one.password === other.password;
