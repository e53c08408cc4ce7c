import { BrowserWindow, nativeTheme } from 'electron';
import { appOrigin } from './app-scheme.ts';
import { pinToApp } from './navigation-policy.ts';

export interface MainWindowPorts {
  readonly preload: string;
  readonly icon: string;
  /** Closing hides: the app lives in the tray. False while quitting or where there is no tray. */
  readonly hideOnClose: () => boolean;
  /** It can be seen again: what was not sent to it meanwhile is due. */
  readonly onSeen: () => void;
}

/** The one window. Made when first shown, and again after it was destroyed. */
export class MainWindow {
  readonly #ports: MainWindowPorts;
  #window: BrowserWindow | undefined;

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
    const window = new BrowserWindow({
      width: 1280,
      height: 800,
      minWidth: 760,
      minHeight: 520,
      show: false,
      title: 'Drawbridge',
      icon: this.#ports.icon,
      autoHideMenuBar: true,
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
    pinToApp(window.webContents, appOrigin);
    window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      if (!this.#ports.hideOnClose()) return;
      event.preventDefault();
      window.hide();
    });
    window.on('show', () => this.#ports.onSeen());
    window.on('restore', () => this.#ports.onSeen());
    window.on('closed', () => {
      this.#window = undefined;
    });
    void window.loadURL(`${appOrigin}/index.html`);
  }

  dispose(): void {
    this.#window?.destroy();
  }
}
