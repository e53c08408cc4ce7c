import { setTimeout as delay } from 'node:timers/promises';
import { type Session, WebContentsView } from 'electron';
import type { Log } from '../log/log.ts';
import type { SignInEnd } from '../sites/sign-in-end.ts';
import type { SignInResult, SiteSettings, SiteUser } from '../sites/site-model.ts';
import { GuardedPage, type Landing } from './guarded-page.ts';
import { domReady, unload } from './page-life.ts';
import { fillUsername, isForPeople, pageWords, whenPageSpeaks } from './page-words.ts';
import { PopUps } from './pop-ups.ts';
import { guardSession } from './session-guard.ts';
import { afterPage, afterTrouble, afterWords, COURSE_BEGIN } from './sign-in-course.ts';
import { SignInFrame } from './sign-in-frame.ts';
import { decideStep, LOGIN_PATH, passedGuard, signInUrl } from './sign-in-step.ts';
import { type Locale, liveTexts, type SignInTexts } from './sign-in-texts.ts';

export interface SignInPorts {
  readonly site: SiteSettings;
  /** The site's own in-memory partition. */
  readonly session: Session;
  /** Who is signed in now, asked of the profile, our own page counted (protocol §3.4); null while nobody is. */
  readonly whoAmI: () => Promise<SiteUser | null>;
  /** Withdraws the request for approval on the site (protocol §1.10). */
  readonly withdrawReview: (signal: AbortSignal) => Promise<void>;
  /** Filled in on the login page. */
  readonly username?: string;
  /** Nobody at this computer asked for it: the window must not take the keys that somebody is typing elsewhere. */
  readonly unasked: boolean;
  readonly locale: () => Locale;
  readonly icon?: string;
  readonly log: Log;
  readonly signal?: AbortSignal;
}

const SIZE = { width: 960, height: 676 };
/** A site or a page that is slow to answer does not hold the person up. */
const FAREWELL_MS = 2_000;
const LAST_WORDS_MS = 500;

interface Settle {
  resolve(result: SignInResult): void;
  reject(reason: unknown): void;
}

/** One sign-in on the site's own pages, from the first page to the window's end. */
export class NativeSignIn {
  readonly result: Promise<SignInResult>;
  readonly #ports: SignInPorts;
  readonly #texts: SignInTexts;
  readonly #frame: SignInFrame;
  readonly #page: GuardedPage;
  readonly #popUps: PopUps;
  /** Takes our ears off the session. */
  readonly #openSession: () => void;
  #listening: Promise<void> = Promise.resolve();
  #course: SignInEnd = COURSE_BEGIN;
  #settle: Settle | undefined;
  #leaving = false;
  #halted = false;

  constructor(ports: SignInPorts) {
    this.#ports = ports;
    const { site, session, locale, signal } = ports;
    const texts = liveTexts(locale);
    this.#texts = texts;
    this.result = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    const view = new WebContentsView({
      // No preload and no Node: nothing of ours reaches the site's page.
      webPreferences: { session, sandbox: true, contextIsolation: true, nodeIntegration: false, safeDialogs: true },
    });
    const shared = {
      siteName: site.name,
      siteUrl: site.baseUrl,
      locale,
      texts,
      ...(ports.icon ? { icon: ports.icon } : {}),
      onFault: (error: unknown) => ports.log.error('the sign-in window failed', { site: site.id, error }),
      onRedirect: (url: string) => {
        // The arrival page is JSON: nobody needs to see it.
        if (decideStep(site.baseUrl, url).kind === 'arrived') this.#frame.hide();
      },
    };
    this.#frame = new SignInFrame({
      ...shared,
      size: SIZE,
      view,
      takesFocus: !ports.unasked,
      onAction: (action) => {
        if (action === 'cancel') this.#leave();
        else if (action === 'back') this.#page.load(signInUrl(site.baseUrl));
        else this.#page.retry();
      },
      onClose: () => this.#leave(),
    });
    this.#page = new GuardedPage({
      ...shared,
      view,
      frame: this.#frame,
      kind: 'page',
      onLanding: (landing) => this.#onLanding(landing),
      onUnreachable: (host, code) => this.#onUnreachable(host, code),
      onCrash: () => {
        this.#course = afterTrouble(this.#course, 'page-crashed');
      },
    });
    this.#popUps = new PopUps({
      ...shared,
      parent: this.#frame.window,
      // An identity provider may bring the session in its own window.
      onLanding: ({ url }) => this.#lookWhere(url),
    });
    this.#popUps.serve(this.#page.contents, (refusal) => this.#page.refuse(refusal));
    this.#openSession = guardSession(session, (contents, refusal) => {
      const page = contents ? this.#popUps.find(contents) : undefined;
      (page ?? this.#page).refuse(refusal);
    });
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#page.load(signInUrl(site.baseUrl));
    if (!ports.unasked) this.#page.contents.focus();
  }

  /** Brings the window to the front. A window that is at its end stays away. */
  show(): void {
    this.#frame.toFront();
  }

  /** The language has changed. What the page below says is the site's, and a sentence about it stays as it was said. */
  reword(): void {
    this.#frame.reword();
    this.#popUps.reword();
  }

  readonly #onAbort = (): void => this.#end(({ reject }) => reject(this.#ports.signal?.reason));

  #onLanding({ url, status, redirects }: Landing): void {
    const { baseUrl } = this.#ports.site;
    const step = decideStep(baseUrl, url);
    this.#course = afterPage(this.#course, { step, status, viaGuard: passedGuard(baseUrl, redirects) });
    const text = this.#noticeFor(status);
    if (text !== '') this.#frame.show({ notice: { text, retry: false } });
    this.#halted = step.kind === 'maybe' && redirects.some((each) => decideStep(baseUrl, each).kind === 'going-on');
    if (this.#halted) this.#halt();
    else if (step.kind !== 'arrived') this.#frame.bringBack();
    if (step.kind === 'going-on' || step.kind === 'origin-refused') {
      this.#listening = this.#listen(url);
      this.#own(this.#listening);
    }
    this.#lookWhere(url);
  }

  /** The site's front page counts itself once its scripts run (protocol §3.4); as the end of a sign-in nobody needs it. */
  #halt(): void {
    this.#frame.hide();
    this.#page.contents.stop();
  }

  /** It was not the end: the person gets the page after all. */
  #goOn(): void {
    if (!this.#halted || !this.#settle) return;
    this.#halted = false;
    this.#page.contents.reload();
    this.#frame.bringBack();
  }

  #noticeFor(status: number): string {
    const { at, after } = this.#course;
    if (status >= 500) return '';
    if (after?.kind === 'origin-refused') return this.#texts.originRefused(new URL(this.#ports.site.baseUrl).host);
    if (after?.kind === 'pre-auth-expired') return this.#texts.lapsed;
    if (at === 'review') return this.#texts.review;
    return at === 'passkey' ? this.#texts.passkey : '';
  }

  /** On the site's own pages only: what went wrong in the page's words, and the user name where it is known. */
  async #listen(url: string): Promise<void> {
    const { site, username } = this.#ports;
    const { contents } = this.#page;
    if (new URL(url).origin !== new URL(site.baseUrl).origin) return;
    await domReady(contents);
    const here = () => this.#settle !== undefined && !contents.isDestroyed() && contents.getURL() === url;
    if (!here()) return;
    if (username && new URL(url).pathname === LOGIN_PATH) await fillUsername(contents, username);
    const words = this.#course.at === 'review' ? await whenPageSpeaks(contents) : await pageWords(contents);
    if (here()) this.#course = afterWords(this.#course, words);
  }

  #lookWhere(url: string): void {
    const { kind } = decideStep(this.#ports.site.baseUrl, url);
    if (kind === 'arrived' || kind === 'maybe') this.#own(this.#confirm(kind === 'arrived'));
  }

  /** The third sign: the profile knows somebody. `sure` when the site itself sent the person to the page that we asked for. */
  async #confirm(sure: boolean): Promise<void> {
    const { site, whoAmI, log } = this.#ports;
    const problem = (title: string, text: string, detail: string) => {
      this.#frame.show({ panel: { kind: 'problem', title, text, detail, retry: detail !== '', back: true } });
      this.#frame.bringBack();
    };
    let user: SiteUser | null;
    try {
      user = await whoAmI();
    } catch (error) {
      log.debug('the profile could not be asked during sign-in', { site: site.id, error });
      const why = error instanceof Error ? error.message : String(error);
      if (sure && this.#settle) problem(this.#texts.unsure(site.name), this.#texts.unsureWhat, why);
      else this.#goOn();
      return;
    }
    if (!this.#settle) return;
    if (user) {
      await this.#through(user);
      return;
    }
    if (!sure) {
      this.#goOn();
      return;
    }
    this.#course = afterTrouble(this.#course, 'nobody');
    // After a single sign-on the site may say there why it does not let this person in (protocol §1.11).
    if (await isForPeople(this.#page.contents)) this.#frame.bringBack();
    else if (this.#settle) problem(this.#texts.nobody(site.name), this.#texts.nobodyWhat, '');
  }

  /** Our own page is counted by now; a page of the site that counted itself gives its count back as it unloads (protocol §3.4). */
  async #through(user: SiteUser): Promise<void> {
    this.#frame.hide();
    const { contents } = this.#page;
    if (decideStep(this.#ports.site.baseUrl, contents.getURL()).kind === 'maybe') await unload(contents);
    this.#end(({ resolve }) => resolve({ kind: 'signed-in', user }));
  }

  #onUnreachable(host: string, code: string): void {
    if (code.startsWith('ERR_CERT_')) {
      const message = `This computer does not trust the certificate of ${host} (${code}).`;
      this.#end(({ resolve }) => resolve({ kind: 'failed', message, code: 'certificate-not-trusted' }));
    } else this.#course = afterTrouble(this.#course, 'unreachable', `${host}: ${code}`);
  }

  /** The person has had enough. A request for approval does not outlive its window. */
  #leave(): void {
    if (this.#leaving || !this.#settle) return;
    this.#leaving = true;
    this.#frame.hide();
    this.#own(this.#withdraw());
  }

  async #withdraw(): Promise<void> {
    const { site, withdrawReview, log } = this.#ports;
    if (this.#course.at === 'review' && this.#course.after?.kind !== 'review-rejected')
      await withdrawReview(AbortSignal.timeout(FAREWELL_MS)).catch((error: unknown) =>
        log.warn('the request for approval could not be withdrawn', { site: site.id, error }),
      );
    // What the page has just said belongs to how it ended.
    else await Promise.race([this.#listening, delay(LAST_WORDS_MS)]);
    this.#end(({ resolve }) => resolve({ kind: 'dismissed', end: this.#course }));
  }

  #end(how: (settle: Settle) => void): void {
    const settle = this.#settle;
    if (!settle) return;
    this.#settle = undefined;
    const { signal } = this.#ports;
    signal?.removeEventListener('abort', this.#onAbort);
    this.#openSession();
    this.#popUps.closeAll();
    if (!this.#page.contents.isDestroyed()) this.#page.contents.close();
    this.#frame.destroy();
    how(settle);
  }

  #own(work: Promise<void>): void {
    work.catch((error: unknown) =>
      this.#ports.log.error('a step of signing in failed', { site: this.#ports.site.id, error }),
    );
  }
}
