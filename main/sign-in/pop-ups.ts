import { type BrowserWindow, type WebContents, WebContentsView, type WindowOpenHandlerResponse } from 'electron';
import { GuardedPage, type GuardedPagePorts } from './guarded-page.ts';
import { decideNavigation } from './navigation.ts';
import type { Refusal } from './refusal.ts';
import { SignInFrame, type SignInFramePorts } from './sign-in-frame.ts';

/** Enough for an identity provider that opens another one; more is a page that has gone wild. */
const MOST = 3;
/** Of the page in a pop-up, px; what a site asks for is kept between these. */
const SMALLEST = { width: 360, height: 280 };
const LARGEST = { width: 1000, height: 760 };

/** As the sign-in page's own: nothing of ours, and no Node. */
const PREFERENCES = { sandbox: true, contextIsolation: true, nodeIntegration: false, safeDialogs: true } as const;

export interface PopUpsPorts
  extends Pick<SignInFramePorts, 'siteName' | 'locale' | 'texts' | 'icon' | 'onFault'>,
    Pick<GuardedPagePorts, 'siteUrl' | 'onRedirect' | 'onLanding'> {
  readonly parent: BrowserWindow;
}

/** The windows that the pages of one sign-in open: same bar, same partition, same policy, and `window.opener` works. */
export class PopUps {
  readonly #ports: PopUpsPorts;
  readonly #open = new Map<WebContents, { readonly page: GuardedPage; readonly frame: SignInFrame }>();

  constructor(ports: PopUpsPorts) {
    this.#ports = ports;
  }

  /** Lets a page open windows; what is refused is told in the page's own frame. */
  serve(opener: WebContents, refuse: (refusal: Refusal) => void): void {
    opener.setWindowOpenHandler(({ url }): WindowOpenHandlerResponse => {
      const verdict = decideNavigation(this.#ports.siteUrl, url, 'pop-up');
      const refusal: Refusal | null = !verdict.allow
        ? verdict.refusal
        : this.#open.size >= MOST
          ? { kind: 'pop-ups' }
          : null;
      if (refusal) {
        refuse(refusal);
        return { action: 'deny' };
      }
      return { action: 'allow', createWindow: (options) => this.#create(options, opener, url) };
    });
  }

  /** The page of a pop-up, for events that name only its contents. */
  find(contents: WebContents): GuardedPage | undefined {
    return this.#open.get(contents)?.page;
  }

  reword(): void {
    for (const { frame } of this.#open.values()) frame.reword();
  }

  closeAll(): void {
    for (const { frame, page } of this.#open.values()) {
      if (!page.contents.isDestroyed()) page.contents.close();
      frame.destroy();
    }
    this.#open.clear();
  }

  #create(options: Electron.BrowserWindowConstructorOptions, opener: WebContents, url: string): WebContents {
    const openerUrl = opener.getURL();
    // For `window.open` and targets Chromium has made the contents, in the opener's partition and with its (sandboxed)
    // preferences; they come along here. For a link that the person opens in another tab or window it has not.
    const made = Reflect.get(options, 'webContents') !== undefined;
    const view = new WebContentsView(made ? options : { webPreferences: { ...PREFERENCES, session: opener.session } });
    const contents = view.webContents;
    const close = () => {
      if (!contents.isDestroyed()) contents.close();
    };
    const frame = new SignInFrame({
      ...this.#ports,
      view,
      takesFocus: true,
      size: { width: within('width', options), height: within('height', options) },
      onAction: (action) => {
        if (action === 'cancel') close();
        else if (action === 'retry') page.retry();
      },
      onClose: close,
    });
    const page = new GuardedPage({
      ...this.#ports,
      view,
      frame,
      kind: 'pop-up',
      openerUrl,
      // Its own frame says so; what the sign-in is at, the main page knows.
      onUnreachable: () => {},
      onCrash: () => {},
    });
    this.#open.set(contents, { page, frame });
    // `window.close()` of the page, its opener's, and ours all end here.
    contents.once('destroyed', () => {
      this.#open.delete(contents);
      frame.destroy();
    });
    this.serve(contents, (refusal) => page.refuse(refusal));
    if (!made) page.load(url);
    contents.focus();
    return contents;
  }
}

function within(side: 'width' | 'height', asked: Electron.BrowserWindowConstructorOptions): number {
  return Math.min(LARGEST[side], Math.max(SMALLEST[side], Math.round(asked[side] ?? LARGEST[side])));
}
