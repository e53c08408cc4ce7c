import { BrowserWindow, nativeTheme, type WebContentsView } from 'electron';
import { type FrameAction, type FrameFacts, framePageUrl, frameUpdate, NEXT_PRESS, pressed } from './frame-page.ts';
import type { Locale, SignInTexts } from './sign-in-texts.ts';

export interface SignInFramePorts {
  readonly siteName: string;
  readonly locale: () => Locale;
  /** Always those of the language that holds. */
  readonly texts: SignInTexts;
  /** Of the page below the bar, px. */
  readonly size: { readonly width: number; readonly height: number };
  readonly view: WebContentsView;
  readonly icon?: string;
  /** A pop-up belongs to the window that opened it. */
  readonly parent?: BrowserWindow;
  readonly takesFocus: boolean;
  readonly onAction: (action: FrameAction) => void;
  /** The person closes the window; it goes only when `destroy` is called. */
  readonly onClose: () => void;
  readonly onFault: (error: unknown) => void;
}

const BAR_HEIGHT = 44;
const ground = () => (nativeTheme.shouldUseDarkColors ? '#0C1015' : '#EDF0F4');

/** A window with our bar above a page of somebody else's. The bar is the window's own page; nothing below can draw over it. */
export class SignInFrame {
  readonly window: BrowserWindow;
  readonly #ports: SignInFramePorts;
  readonly #ready: Promise<void>;
  #facts: FrameFacts = {
    address: { host: '', secure: false, onSite: true },
    loading: true,
    notice: null,
    panel: null,
  };
  #top = BAR_HEIGHT;
  #drawing = false;
  #stale = false;

  constructor(ports: SignInFramePorts) {
    this.#ports = ports;
    const { siteName, locale, texts, view, parent, size } = ports;
    const window = new BrowserWindow({
      width: size.width,
      height: size.height + BAR_HEIGHT,
      useContentSize: true,
      minWidth: 360,
      minHeight: 240,
      title: parent ? texts.popUpTitle(siteName) : texts.title(siteName),
      show: ports.takesFocus,
      backgroundColor: ground(),
      ...(ports.icon ? { icon: ports.icon } : {}),
      ...(parent ? { parent } : {}),
      webPreferences: { partition: 'sign-in-frame', sandbox: true, contextIsolation: true, nodeIntegration: false },
    });
    this.window = window;
    window.setMenuBarVisibility(false);
    window.contentView.addChildView(view);
    window.on('resize', () => {
      this.#layout();
      this.#draw();
    });
    window.on('close', (event) => {
      event.preventDefault();
      ports.onClose();
    });
    window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
    window.webContents.on('will-frame-navigate', (event) => event.preventDefault());
    nativeTheme.on('updated', this.#onTheme);
    window.once('closed', () => nativeTheme.off('updated', this.#onTheme));
    if (!ports.takesFocus) window.showInactive();
    this.#layout();
    this.#ready = window.loadURL(framePageUrl({ siteName, locale: locale(), texts, popUp: parent !== undefined }));
    this.#listen().catch((error: unknown) => this.#fault(error));
  }

  get facts(): FrameFacts {
    return this.#facts;
  }

  show(change: Partial<FrameFacts>): void {
    const before = this.#facts.panel;
    this.#facts = { ...this.#facts, ...change };
    const { panel } = this.#facts;
    this.#ports.view.setVisible(panel === null);
    if (panel?.kind === 'problem' && before !== panel) this.window.webContents.focus();
    this.#draw();
  }

  /** Says everything again, in the language that holds now. */
  reword(): void {
    const { parent, siteName, texts } = this.#ports;
    if (this.window.isDestroyed()) return;
    this.window.setTitle(parent ? texts.popUpTitle(siteName) : texts.title(siteName));
    this.#draw();
  }

  hide(): void {
    if (!this.window.isDestroyed()) this.window.hide();
  }

  /** Brings the window back that was thought to be at its end. */
  bringBack(): void {
    if (!this.window.isDestroyed() && !this.window.isVisible()) this.window.show();
  }

  toFront(): void {
    if (this.window.isDestroyed() || !this.window.isVisible()) return;
    if (this.window.isMinimized()) this.window.restore();
    this.window.focus();
  }

  destroy(): void {
    if (!this.window.isDestroyed()) this.window.destroy();
  }

  async #listen(): Promise<void> {
    await this.#ready;
    while (!this.window.isDestroyed()) {
      const action = pressed(await this.window.webContents.executeJavaScript(NEXT_PRESS));
      if (action === 'dismiss') this.show({ notice: null });
      else if (action) this.#ports.onAction(action);
    }
  }

  /** A window that closes cuts its own scripts off. */
  #fault(error: unknown): void {
    if (!this.window.isDestroyed()) this.#ports.onFault(error);
  }

  readonly #onTheme = (): void => this.window.setBackgroundColor(ground());

  #layout(): void {
    if (this.window.isDestroyed()) return;
    const [width = 0, height = 0] = this.window.getContentSize();
    this.#ports.view.setBounds({ x: 0, y: this.#top, width, height: Math.max(0, height - this.#top) });
  }

  /** One update at a time, and always the latest. */
  #draw(): void {
    this.#stale = true;
    if (this.#drawing) return;
    this.#drawing = true;
    this.#update()
      .catch((error: unknown) => this.#fault(error))
      .finally(() => {
        this.#drawing = false;
      });
  }

  async #update(): Promise<void> {
    await this.#ready;
    while (this.#stale && !this.window.isDestroyed()) {
      this.#stale = false;
      const { siteName, texts, locale, parent } = this.#ports;
      const height: unknown = await this.window.webContents.executeJavaScript(
        frameUpdate(this.#facts, { siteName, locale: locale(), texts, popUp: parent !== undefined }),
      );
      if (typeof height === 'number' && height >= BAR_HEIGHT) this.#top = height;
      this.#layout();
    }
  }
}
