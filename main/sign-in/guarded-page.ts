import type { Event, WebContents, WebContentsView } from 'electron';
import type { FramePanel } from './frame-page.ts';
import { decideNavigation } from './navigation.ts';
import type { Refusal } from './refusal.ts';
import { shownAddress } from './shown-address.ts';
import type { SignInFrame } from './sign-in-frame.ts';
import type { SignInTexts } from './sign-in-texts.ts';

/** A page that has come to stay, redirects and all. */
export interface Landing {
  readonly url: string;
  /** HTTP status; -1 where there is none. */
  readonly status: number;
  /** The addresses on the way, the first request excepted. */
  readonly redirects: readonly string[];
}

export interface GuardedPagePorts {
  readonly siteUrl: string;
  readonly view: WebContentsView;
  readonly frame: SignInFrame;
  readonly texts: SignInTexts;
  readonly kind: 'page' | 'pop-up';
  /** Where the pop-up's opener is: an empty pop-up belongs to it. */
  readonly openerUrl?: string;
  /** The page is on its way there. */
  readonly onRedirect: (url: string) => void;
  readonly onLanding: (landing: Landing) => void;
  readonly onUnreachable: (host: string, code: string) => void;
  readonly onCrash: () => void;
}

/** Our own preventDefault, or a navigation that the next one overtook. */
const ERR_ABORTED = -3;

/** One page of somebody else's in a frame of ours: where it may go, what it may not, and what the bar says of it. */
export class GuardedPage {
  readonly contents: WebContents;
  readonly #ports: GuardedPagePorts;
  #redirects: string[] = [];
  #landed = false;
  /** Said about a page that is on its way: it outlives the landing. */
  #told = false;
  #retryUrl: string | undefined;

  constructor(ports: GuardedPagePorts) {
    this.#ports = ports;
    this.contents = ports.view.webContents;
    this.#watchWays();
    this.#watchLoading();
    // Chromium would hand the first one of the store to any host that asks.
    this.contents.on('select-client-certificate', (event, url, _list, choose) => {
      event.preventDefault();
      // The types demand one, the API takes none.
      Reflect.apply(choose, undefined, []);
      this.refuse({ kind: 'client-certificate', host: new URL(url).host });
    });
    // The wait page asks before unloading, which would keep a closed window open (sign-in-window §7).
    this.contents.on('will-prevent-unload', (event) => event.preventDefault());
  }

  load(url: string): void {
    const { frame, siteUrl, texts } = this.#ports;
    this.#landed = false;
    const address = shownAddress(siteUrl, url);
    frame.show({ address, notice: null, panel: opening(texts.opening(address.host)) });
    this.contents.loadURL(url).catch(() => {
      // did-fail-load tells; a redirect by script during the load also rejects here.
    });
  }

  /** Loads again what failed, as a plain GET: a form that was sent is not sent twice. */
  retry(): void {
    this.load(this.#retryUrl ?? this.contents.getURL());
  }

  /** Tells the person what was not done. */
  refuse(refusal: Refusal): void {
    this.#told = true;
    this.#ports.frame.show({ notice: { text: this.#ports.texts.refusal(refusal), retry: false } });
  }

  #watchWays(): void {
    const { siteUrl, kind, onRedirect } = this.#ports;
    const check = (event: Event<{ readonly url: string; readonly isMainFrame: boolean }>) => {
      const verdict = decideNavigation(siteUrl, event.url, event.isMainFrame ? kind : 'sub-frame');
      if (verdict.allow) return true;
      event.preventDefault();
      const { texts } = this.#ports;
      if (this.#landed) this.refuse(verdict.refusal);
      else this.#problem({ title: texts.stopped, text: texts.refusal(verdict.refusal), retry: false });
      return false;
    };
    this.contents.on('will-frame-navigate', check);
    this.contents.on('will-redirect', (event) => {
      if (!check(event) || !event.isMainFrame) return;
      this.#redirects.push(event.url);
      onRedirect(event.url);
    });
    this.contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (!isMainFrame || isSameDocument) return;
      this.#redirects = [];
      this.#told = false;
    });
    this.contents.on('will-attach-webview', (event) => event.preventDefault());
  }

  #watchLoading(): void {
    const { frame, siteUrl, openerUrl, texts } = this.#ports;
    this.contents.on('did-start-loading', () => frame.show({ loading: true }));
    this.contents.on('did-stop-loading', () => frame.show({ loading: false }));
    this.contents.on('did-navigate', (_event, url, status) => {
      this.#landed = true;
      this.#retryUrl = url;
      const address = shownAddress(siteUrl, url, openerUrl);
      const failed = status >= 500 ? { text: texts.serverError(address.host, status), retry: true } : null;
      frame.show({ address, notice: failed ?? (this.#told ? frame.facts.notice : null), panel: null });
      this.#ports.onLanding({ url, status, redirects: this.#redirects });
    });
    this.contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
      if (!isMainFrame || code === ERR_ABORTED) return;
      const { host } = shownAddress(siteUrl, url, openerUrl);
      this.#retryUrl = url;
      frame.show({ address: shownAddress(siteUrl, url, openerUrl), notice: null });
      const title = texts.unreachable(host);
      this.#problem({ title, text: texts.networkWords(description), detail: description, retry: true });
      this.#ports.onUnreachable(host, description);
    });
    this.contents.on('render-process-gone', () => {
      this.#problem({ title: texts.crashed, text: texts.crashedWhat, retry: true });
      this.#ports.onCrash();
    });
  }

  #problem(panel: Pick<FramePanel, 'title' | 'text' | 'retry'> & { readonly detail?: string }): void {
    const { frame, kind } = this.#ports;
    frame.show({
      loading: false,
      panel: { kind: 'problem', detail: '', back: kind === 'page', ...panel },
    });
  }
}

function opening(title: string): FramePanel {
  return { kind: 'opening', title, text: '', detail: '', retry: false, back: false };
}
