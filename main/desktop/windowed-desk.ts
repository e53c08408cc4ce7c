import { app, ipcMain } from 'electron';
import type { AppState, events } from '../../preload/contract.ts';
import type { CloseAnswer } from '../../preload/contract-desktop.ts';
import type { Preferences } from '../settings/preferences.ts';
import type { AppPaths } from './app-paths.ts';
import { appOrigin, serveApp } from './app-scheme.ts';
import type { Desk, DeskFacts } from './desk.ts';
import { localeOf } from './locale.ts';
import { MainWindow } from './main-window.ts';
import { Notifications } from './notifications.ts';
import type { QuestionNotice } from './question-notices.ts';
import { TrayIcon } from './tray.ts';
import { trayHost } from './tray-host.ts';
import type { WindowBounds } from './window-bounds.ts';
import { WindowClosing } from './window-closing.ts';

export interface WindowedDeskPorts {
  readonly paths: AppPaths;
  readonly preferences: Preferences;
  /** Closing the window hides it, but not while the app ends. */
  readonly quitting: () => boolean;
  readonly bounds: { read(): WindowBounds | null; write(bounds: WindowBounds): void };
  /** `view` has changed. */
  readonly onChange: () => void;
}

/** Tray, main window and notifications of a desktop session. */
export class WindowedDesk implements Desk {
  readonly hasDisplay = true;
  readonly #paths: AppPaths;
  readonly #window: MainWindow;
  readonly #notifications: Notifications;
  readonly #closing: WindowClosing;
  #quit: () => void = () => {};
  #tray: TrayIcon | undefined;
  /** Not told to the window yet. */
  #state: AppState | undefined;

  constructor({ paths, preferences, quitting, bounds, onChange }: WindowedDeskPorts) {
    this.#paths = paths;
    this.#window = new MainWindow({
      ...{ preload: paths.preload, icon: paths.icon, bounds, mayClose: quitting },
      onClosing: () => void this.#closing.closing(),
      onSeen: (seen) => {
        this.push('window.seen', { seen });
        if (seen) this.#tellWindow();
      },
    });
    this.#notifications = new Notifications({
      locale: () => localeOf(preferences.get('language')),
      wants: (kind) => preferences.get(`notifications.${kind}`),
      open: () => this.show(),
    });
    this.#closing = new WindowClosing({
      ...{ preferences, trayHost, quitting, onChange, window: this.#window },
      quit: () => this.#quit(),
      tellNoTray: () => this.#notifications.minimisedWithoutTray(() => this.show()),
    });
  }

  get view(): Desk['view'] {
    return this.#closing.view;
  }

  answerClose(answer: CloseAnswer): void {
    this.#closing.answer(answer);
  }

  open({ state, actions, answer }: DeskFacts): void {
    this.#quit = actions.quit;
    void this.#closing.look();
    this.#tray = new TrayIcon({
      iconFolder: this.#paths.trayIcons,
      state,
      actions: { ...actions, open: () => this.show() },
    });
    serveApp(this.#paths.renderer);
    ipcMain.handle('drawbridge', (event, channel: unknown, argument: unknown) => {
      // Only our own page in our own window may ask (design §6).
      const sender = event.senderFrame;
      if (
        event.sender !== this.#window.contents ||
        !sender ||
        sender.parent !== null ||
        !sender.url.startsWith(`${appOrigin}/`)
      )
        throw new Error('not a page of Drawbridge');
      return answer(channel, argument);
    });
    app.on('second-instance', (_event, argv) => {
      if (!argv.includes('--hidden')) this.show();
    });
    app.on('activate', () => this.show());
    app.on('window-all-closed', () => {
      // The app lives in the tray.
    });
  }

  show(): void {
    this.#window.show();
  }

  tell(state: AppState): void {
    this.#tray?.show(state);
    this.#state = state;
    if (this.#window.seen) this.#tellWindow();
  }

  /** The state that it missed while it was hidden is told when it is seen again. */
  #tellWindow(): void {
    const state = this.#state;
    this.#state = undefined;
    if (state) this.push('state.changed', state);
  }

  push<Name extends keyof typeof events>(name: Name, value: unknown): void {
    this.#window.contents?.send(`drawbridge:${name}`, value);
  }

  sessionExpiring(site: string, minutes: number, signIn: () => void): () => void {
    return this.#notifications.sessionExpiring(site, minutes, signIn);
  }

  sessionExpired(site: string, signIn: () => void): () => void {
    return this.#notifications.sessionExpired(site, signIn);
  }

  /** The person who looks at the window already sees it there. */
  questionWaits(notice: QuestionNotice): (() => void) | null {
    return this.#window.focused ? null : this.#notifications.questionWaits(notice);
  }

  signInWanted(agent: string, site: string): void {
    this.#notifications.signInWanted(agent, site, () => this.show());
  }

  dispose(): void {
    this.#tray?.dispose();
    this.#notifications.dispose();
    this.#window.dispose();
  }
}
