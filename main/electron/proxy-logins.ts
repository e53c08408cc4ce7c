import { type AuthInfo, app } from 'electron';
import { z } from 'zod';
import type { Log } from '../log/log.ts';
import { proxyName } from './proxy-route.ts';

export interface ProxyCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * User name and password for `proxy` (`host:port`). `refused` is what it has just turned away; null for the first try.
 * Null answers: nobody gave any.
 */
export type ProxyLogin = (
  proxy: string,
  realm: string,
  refused: ProxyCredentials | null,
) => Promise<ProxyCredentials | null>;

interface ProxyQuestion {
  readonly site: string;
  readonly proxy: string;
  readonly realm: string;
  /** What was given last did not do. */
  readonly again: boolean;
}

export interface ProxyLoginsPorts {
  /** Asks the person; null for every other end than an answer. */
  readonly ask: (question: ProxyQuestion) => Promise<ProxyCredentials | null>;
  readonly vault: {
    get(name: string): Promise<string | undefined>;
    put(name: string, text: string): Promise<void>;
  };
  /** The site whose page this is; undefined for a page that is not ours to answer for. */
  readonly siteOf: (contents: Electron.WebContents) => string | undefined;
  readonly log: Log;
}

const stored = z.object({ username: z.string(), password: z.string() });

/** User names and passwords of proxies: asked once, for window, REST and WebSocket alike, and kept in the vault. Never for a site. */
export class ProxyLogins {
  readonly #ports: ProxyLoginsPorts;
  readonly #known = new Map<string, ProxyCredentials>();
  readonly #asking = new Map<string, Promise<ProxyCredentials | null>>();
  /** Proxies for which the person gave nothing: quiet until they ask again. */
  readonly #declined = new Set<string>();
  /** What each page was given last, so that a second question about the same means that it did not do. */
  readonly #givenTo = new WeakMap<Electron.WebContents, ProxyCredentials>();

  constructor(ports: ProxyLoginsPorts) {
    this.#ports = ports;
    app.on('login', this.#onLogin);
  }

  /** For everything that reaches one site; `site` is its name. */
  loginFor(site: string): ProxyLogin {
    return (proxy, realm, refused) => this.#credentials(site, proxy, realm, refused);
  }

  /** The person tries again: what they declined may be asked once more. */
  askAgain(): void {
    this.#declined.clear();
  }

  dispose(): void {
    app.off('login', this.#onLogin);
  }

  async #credentials(
    site: string,
    proxy: string,
    realm: string,
    refused: ProxyCredentials | null,
  ): Promise<ProxyCredentials | null> {
    const known = this.#known.get(proxy) ?? (await this.#kept(proxy));
    // Somebody else may have answered meanwhile: then that is worth a try.
    if (known && !same(known, refused)) return known;
    if (this.#declined.has(proxy)) return null;
    let asking = this.#asking.get(proxy);
    if (!asking) {
      const question = { site, proxy, realm, again: refused !== null };
      asking = this.#ask(question).finally(() => this.#asking.delete(proxy));
      this.#asking.set(proxy, asking);
    }
    return asking;
  }

  readonly #onLogin = (
    event: Electron.Event,
    contents: Electron.WebContents | null | undefined,
    _details: unknown,
    info: AuthInfo,
    answer: (username?: string, password?: string) => void,
  ): void => {
    const site = contents && info.isProxy ? this.#ports.siteOf(contents) : undefined;
    if (!contents || site === undefined) return;
    event.preventDefault();
    this.#credentials(site, proxyName(info), info.realm, this.#givenTo.get(contents) ?? null).then(
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

  async #ask(question: ProxyQuestion): Promise<ProxyCredentials | null> {
    const { proxy } = question;
    const given = await this.#ports.ask(question);
    if (!given) {
      this.#declined.add(proxy);
      return null;
    }
    this.#known.set(proxy, given);
    await this.#ports.vault
      .put(entryOf(proxy), JSON.stringify(given))
      .catch((error: unknown) => this.#ports.log.warn('the sign-in of a proxy could not be kept', { proxy, error }));
    return given;
  }

  async #kept(proxy: string): Promise<ProxyCredentials | undefined> {
    try {
      const text = await this.#ports.vault.get(entryOf(proxy));
      const parsed = text === undefined ? undefined : stored.safeParse(JSON.parse(text));
      if (parsed?.success && !this.#known.has(proxy)) this.#known.set(proxy, parsed.data);
    } catch {
      // Not readable: it is asked for again, and written anew. The error could hold a piece of it.
      this.#ports.log.warn('the sign-in of a proxy that was kept cannot be read', { proxy });
    }
    return this.#known.get(proxy);
  }
}

const entryOf = (proxy: string) => `proxy-${proxy}`;

const same = (one: ProxyCredentials, other: ProxyCredentials | null) =>
  other !== null && one.username === other.username && one.password === other.password;
