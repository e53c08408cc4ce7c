import { newSessionId, type WebSession } from './web-session.ts';

/** Time after which a closed page ends its session in browser-close mode, milliseconds (protocol 3.4). */
const CLOSE_AFTER_MS = 6_000;
/** Above this many, sessions that have run out are swept before a new one is kept. */
const SWEEP_ABOVE = 2_000;

/** The session store: sliding life, key rotation at login, page counting. */
export class WebSessions {
  readonly #byId = new Map<string, WebSession>();
  readonly #closing = new Map<string, NodeJS.Timeout>();
  readonly #ageSeconds: () => number;
  readonly #isVoid: (session: WebSession) => boolean;

  /** `isVoid` tells of sessions that something else than time has ended. */
  constructor(ageSeconds: () => number, isVoid: (session: WebSession) => boolean) {
    this.#ageSeconds = ageSeconds;
    this.#isVoid = isVoid;
  }

  find(id: string | undefined): WebSession | undefined {
    if (id === undefined) return undefined;
    const session = this.#byId.get(id);
    if (session === undefined) return undefined;
    if (session.lastSavedAt + this.#ageSeconds() * 1000 <= Date.now() || this.#isVoid(session)) {
      this.delete(session);
      return undefined;
    }
    return session;
  }

  save(session: WebSession): void {
    session.lastSavedAt = Date.now();
    if (this.#byId.size > SWEEP_ABOVE && !this.#byId.has(session.id)) {
      for (const id of [...this.#byId.keys()]) this.find(id);
    }
    this.#byId.set(session.id, session);
  }

  /** Stores the session without renewing its life (protocol 3.3). */
  keep(session: WebSession): void {
    if (!this.#byId.has(session.id)) this.#byId.set(session.id, session);
  }

  /** New key, same content: the old key is worthless from here on. */
  cycleKey(session: WebSession): void {
    this.#byId.delete(session.id);
    session.id = newSessionId();
    this.#byId.set(session.id, session);
  }

  delete(session: WebSession): void {
    this.#byId.delete(session.id);
    clearTimeout(this.#closing.get(session.id));
    this.#closing.delete(session.id);
  }

  all(): WebSession[] {
    return [...this.#byId.values()];
  }

  signedIn(): WebSession[] {
    return [...this.#byId.keys()].flatMap((id) => {
      const session = this.find(id);
      return session?.userId === undefined ? [] : [session];
    });
  }

  pageOpened(session: WebSession): void {
    session.pageCount += 1;
  }

  pageClosed(session: WebSession, browserCloseMode: boolean): void {
    session.pageCount -= 1;
    if (!browserCloseMode || session.explicitExpiry || session.pageCount > 0) return;
    const started = Date.now();
    const timer = setInterval(() => {
      if (session.pageCount > 0 || this.#byId.get(session.id) !== session) this.#stopClosing(session.id);
      else if (Date.now() - started >= CLOSE_AFTER_MS) this.delete(session);
    }, 500);
    this.#stopClosing(session.id);
    this.#closing.set(session.id, timer);
  }

  dispose(): void {
    for (const id of [...this.#closing.keys()]) this.#stopClosing(id);
    this.#byId.clear();
  }

  #stopClosing(id: string): void {
    clearInterval(this.#closing.get(id));
    this.#closing.delete(id);
  }
}
