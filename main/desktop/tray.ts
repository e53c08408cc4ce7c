import path from 'node:path';
import { Menu, type NativeImage, nativeImage, nativeTheme, Tray } from 'electron';
import type { AppState } from '../../preload/contract.ts';
import { type TrayShape, trayHealth } from './tray-health.ts';
import { type TrayActions, trayMenu } from './tray-menu.ts';

/** Tooltip and menu count down; between changes of the state only time passes. */
const EVERY_MS = 60_000;

/** The icon in the desktop's tray. Follows the state it is shown. */
export class TrayIcon {
  readonly #tray: Tray;
  readonly #folder: string;
  readonly #actions: TrayActions;
  readonly #onTheme: () => void;
  readonly #countdown: NodeJS.Timeout;
  #state: AppState;
  #shown = '';

  constructor(ports: { readonly iconFolder: string; readonly actions: TrayActions; readonly state: AppState }) {
    this.#folder = ports.iconFolder;
    this.#actions = ports.actions;
    this.#state = ports.state;
    this.#tray = new Tray(this.#image(trayHealth(ports.state, Date.now()).shape));
    this.#tray.on('click', () => this.#actions.open());
    this.#onTheme = () => {
      this.#shown = '';
      this.show(this.#state);
    };
    nativeTheme.on('updated', this.#onTheme);
    this.#countdown = setInterval(() => this.show(this.#state), EVERY_MS);
    this.show(ports.state);
  }

  show(state: AppState): void {
    this.#state = state;
    const now = Date.now();
    const health = trayHealth(state, now);
    const template = trayMenu(state, this.#actions, now);
    // Desktops redraw on every call, so only what changed is sent; labels stand for the whole menu.
    const key = JSON.stringify([health, template]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#tray.setImage(this.#image(health.shape));
    this.#tray.setToolTip(health.tooltip);
    // On Linux a changed entry is not sent by itself: the whole menu has to be set again.
    this.#tray.setContextMenu(Menu.buildFromTemplate(template));
  }

  #image(shape: TrayShape): NativeImage {
    // Linux panels are dark whatever the theme says; the two others follow it.
    const ground = process.platform === 'linux' || nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
    return nativeImage.createFromPath(path.join(this.#folder, `${shape}-on-${ground}-22.png`));
  }

  dispose(): void {
    clearInterval(this.#countdown);
    nativeTheme.off('updated', this.#onTheme);
    this.#tray.destroy();
  }
}
