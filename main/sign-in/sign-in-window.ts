import { BrowserWindow, nativeTheme, type Session, WebContentsView } from 'electron';
import type { Log } from '../log/log.ts';
import type { SignInResult, SiteSettings, SiteUser } from '../sites/site-model.ts';
import { decideNavigation } from './navigation.ts';
import { SIGN_IN_BAR_HEIGHT, signInBarUrl } from './sign-in-bar.ts';
import { decideStep, signInUrl } from './sign-in-step.ts';

export interface SignInPorts {
  readonly site: SiteSettings;
  /** The site's own in-memory partition. */
  readonly session: Session;
  /** Who is signed in now, asked of the profile; null while nobody is. */
  readonly whoAmI: () => Promise<SiteUser | null>;
  readonly locale: 'en' | 'zh-CN';
  readonly log: Log;
  readonly signal?: AbortSignal;
}

const WIDTH = 960;
const HEIGHT = 720;

/** Opens the site's own login page and resolves when the person is through, has closed the window, or cannot get in. */
export function signInByWindow(ports: SignInPorts): Promise<SignInResult> {
  const { site, signal } = ports;
  if (signal?.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const window = new BrowserWindow({
      width: WIDTH,
      height: HEIGHT,
      minWidth: 480,
      minHeight: 400,
      title: `${site.name} – Drawbridge`,
      autoHideMenuBar: true,
      show: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#0C1015' : '#EDF0F4',
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
    });
    const page = new WebContentsView({
      // No preload and no Node: nothing of ours reaches the site's page.
      webPreferences: { session: ports.session, sandbox: true, contextIsolation: true, nodeIntegration: false },
    });
    const contents = page.webContents;
    window.contentView.addChildView(page);
    const layout = () => {
      const [width = WIDTH, height = HEIGHT] = window.getContentSize();
      page.setBounds({ x: 0, y: SIGN_IN_BAR_HEIGHT, width, height: Math.max(0, height - SIGN_IN_BAR_HEIGHT) });
    };
    layout();
    window.on('resize', layout);
    const showHost = (href: string) => {
      const url = new URL(href);
      void window.loadURL(
        signInBarUrl({
          host: url.host,
          secure: url.protocol === 'https:',
          onSite: url.origin === new URL(site.baseUrl).origin,
          dark: nativeTheme.shouldUseDarkColors,
          locale: ports.locale,
        }),
      );
    };
    showHost(site.baseUrl);

    let settled = false;
    const end = (result: SignInResult) => {
      if (settled) return;
      settled = true;
      signal?.removeEventListener('abort', onAbort);
      resolve(result);
      if (!window.isDestroyed()) window.destroy();
      if (!contents.isDestroyed()) contents.close();
    };
    const onAbort = () => {
      if (settled) return;
      settled = true;
      reject(signal?.reason);
      if (!window.isDestroyed()) window.destroy();
      if (!contents.isDestroyed()) contents.close();
    };
    signal?.addEventListener('abort', onAbort, { once: true });

    const confirm = (sure: boolean) => {
      ports.whoAmI().then(
        (user) => {
          if (user) end({ kind: 'signed-in', user });
          else if (sure)
            end({
              kind: 'failed',
              message: `${site.name} let you through its login page, but knows no user afterwards.`,
            });
        },
        (error: unknown) => {
          // On a page that only might be the end, the person goes on; at the end itself there is nothing else to wait for.
          if (sure) end({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
          else ports.log.debug('the profile could not be asked during sign-in', { site: site.id, error });
        },
      );
    };

    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    const guard = (event: { preventDefault(): void; readonly url: string }) => {
      if (decideNavigation(site.baseUrl, event.url) === 'deny') event.preventDefault();
    };
    contents.on('will-navigate', guard);
    contents.on('will-frame-navigate', guard);
    contents.on('will-redirect', (event) => {
      guard(event);
      // The arrival page is JSON: nobody needs to see it.
      if (event.isMainFrame && decideStep(site.baseUrl, event.url).kind === 'arrived') window.hide();
    });
    // The wait page asks before unloading, which would keep a closed window open (sign-in-window §7).
    contents.on('will-prevent-unload', (event) => event.preventDefault());
    contents.on('did-navigate', (_event, url) => {
      if (settled) return;
      showHost(url);
      const step = decideStep(site.baseUrl, url);
      if (step.kind === 'arrived') confirm(true);
      else if (step.kind === 'maybe') confirm(false);
      else if (step.kind === 'origin-refused')
        ports.log.warn('the site refuses its own origin', {
          site: site.id,
          advice: 'its administrator must list the address in DOMAINS',
        });
    });
    contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
      // -3 is our own preventDefault or an abort by the next navigation.
      if (!isMainFrame || code === -3) return;
      end({ kind: 'failed', message: `${new URL(url).host} cannot be reached (${description}).` });
    });
    contents.on('render-process-gone', (_event, details) =>
      end({ kind: 'failed', message: `The login page ended unexpectedly (${details.reason}).` }),
    );
    window.on('closed', () => end({ kind: 'dismissed' }));
    contents.loadURL(signInUrl(site.baseUrl)).catch((error: unknown) => {
      // did-fail-load has told the person's side; a redirect during load also rejects here.
      ports.log.debug('the login page did not finish loading', { site: site.id, error: String(error) });
    });
    contents.focus();
  });
}
