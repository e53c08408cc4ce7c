import { BrowserWindow, nativeTheme, screen } from 'electron';
import { appOrigin } from './app-scheme.ts';
import { pinToApp } from './navigation-policy.ts';
import { placedOn, type WindowBounds } from './window-bounds.ts';

export interface MainWindowPorts {
  readonly preload: string;
  readonly icon: string;
  /** The window goes, because the app does. Else the person closes it, and `onClosing` is told. */
  readonly mayClose: () => boolean;
  readonly onClosing: () => void;
  readonly bounds: { read(): WindowBounds | null; write(bounds: WindowBounds): void };
  /** It can be seen from now on, or no more. */
  readonly onSeen: (seen: boolean) => void;
}

/** Moving a window is many events and one place. */
const SETTLED_MS = 800;

/** The one window. Made when first shown, and again after it was destroyed. */
export class MainWindow {
  readonly #ports: MainWindowPorts;
  #window: BrowserWindow | undefined;
  #settling: NodeJS.Timeout | undefined;

  constructor(ports: MainWindowPorts) {
    this.#ports = ports;
  }

  /** The window's contents for pushes; undefined while there is none. */
  get contents(): Electron.WebContents | undefined {
    return this.#window && !this.#window.isDestroyed() ? this.#window.webContents : undefined;
  }

  /** False while it is hidden or minimised: nobody would see what is sent to it. */
  get seen(): boolean {
    const window = this.#window;
    return window?.isDestroyed() === false && window.isVisible() && !window.isMinimized();
  }

  get focused(): boolean {
    return this.#window?.isDestroyed() === false && this.#window.isFocused();
  }

  show(): void {
    if (this.#window && !this.#window.isDestroyed()) {
      if (this.#window.isMinimized()) this.#window.restore();
      this.#window.show();
      this.#window.focus();
      return;
    }
    const saved = this.#ports.bounds.read();
    const placed = placedOn(
      saved,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    );
    const window = new BrowserWindow({
      ...(placed ?? { width: 1280, height: 800 }),
      minWidth: 760,
      minHeight: 520,
      show: false,
      title: 'Drawbridge',
      icon: this.#ports.icon,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#0C1015' : '#EDF0F4',
      webPreferences: {
        preload: this.#ports.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false,
      },
    });
    this.#window = window;
    // Its keys work; Alt is the terminals'.
    window.setMenuBarVisibility(false);
    pinToApp(window.webContents, appOrigin);
    if (placed && saved?.maximized) window.maximize();
    window.once('ready-to-show', () => window.show());
    // The four have one shape of listener, but a type each.
    for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const)
      window.on(event as 'resize', () => this.#settle());
    window.on('close', (event) => {
      this.#keepBounds();
      if (this.#ports.mayClose()) return;
      event.preventDefault();
      this.#ports.onClosing();
    });
    const look = () => this.#ports.onSeen(this.seen);
    window.on('show', look);
    window.on('hide', look);
    window.on('minimize', look);
    window.on('restore', look);
    window.on('closed', () => {
      this.#window = undefined;
    });
    void window.loadURL(`${appOrigin}/index.html`);
  }

  hide(): void {
    this.#window?.hide();
  }

  minimise(): void {
    this.#window?.minimize();
  }

  dispose(): void {
    this.#keepBounds();
    this.#window?.destroy();
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#keepBounds(), SETTLED_MS);
  }

  /** Only what was changed by hand is pending; a window that nobody moved is not remembered. */
  #keepBounds(): void {
    if (this.#settling === undefined) return;
    clearTimeout(this.#settling);
    this.#settling = undefined;
    const window = this.#window;
    if (!window || window.isDestroyed() || window.isMinimized()) return;
    this.#ports.bounds.write({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  }
}
