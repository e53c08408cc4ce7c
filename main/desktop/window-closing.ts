import type { CloseAnswer } from '../../preload/contract-desktop.ts';
import type { Preferences } from '../settings/preferences.ts';
import { decideClose } from './decide-close.ts';
import type { Desk } from './desk.ts';

export interface WindowClosingPorts {
  readonly preferences: Preferences;
  readonly trayHost: () => Promise<'present' | 'absent'>;
  readonly quitting: () => boolean;
  readonly window: { show(): void; hide(): void; minimise(): void };
  readonly quit: () => void;
  /** Says why the window was minimised and not hidden. */
  readonly tellNoTray: () => void;
  readonly onChange: () => void;
}

/** What becomes of the window when the person closes it: asked once, remembered, and never out of reach. */
export class WindowClosing {
  readonly #ports: WindowClosingPorts;
  #tray: 'present' | 'absent' = 'present';
  #asked = false;
  #toldNoTray = false;

  constructor(ports: WindowClosingPorts) {
    this.#ports = ports;
  }

  get view(): Desk['view'] {
    return { tray: this.#tray, closeAsked: this.#asked };
  }

  /** Looks whether there is a tray: desktops get one, and lose it, while the app runs. */
  async look(): Promise<void> {
    const before = this.#tray;
    this.#tray = await this.#ports.trayHost();
    if (this.#tray !== before) this.#ports.onChange();
  }

  /** The person closes the window; it stays as it is until something is decided here. */
  async closing(): Promise<void> {
    await this.look();
    const { preferences, quitting, window, quit } = this.#ports;
    const onClose = preferences.get('window.onClose');
    switch (decideClose({ onClose, tray: this.#tray, quitting: quitting(), asked: this.#asked })) {
      case 'ask':
        this.#ask(true);
        // A close from the desktop's overview may come while the window is minimised.
        window.show();
        return;
      case 'hide':
        this.#ask(false);
        window.hide();
        return;
      case 'minimise':
        this.#minimise();
        return;
      case 'quit':
        quit();
        return;
      default:
        return;
    }
  }

  /** Kept from then on; the settings page changes it. Cancelled, the next close asks again. */
  answer(answer: CloseAnswer): void {
    const { preferences, window, quit } = this.#ports;
    // What the dialog said need not be said again.
    if (this.#tray === 'absent') this.#toldNoTray = true;
    this.#ask(false);
    if (answer === 'cancel') return;
    preferences.change('window.onClose', answer);
    if (answer === 'quit') quit();
    else if (this.#tray === 'present') window.hide();
    else window.minimise();
  }

  #minimise(): void {
    this.#ask(false);
    this.#ports.window.minimise();
    if (!this.#toldNoTray) this.#ports.tellNoTray();
    this.#toldNoTray = true;
  }

  #ask(asked: boolean): void {
    if (this.#asked === asked) return;
    this.#asked = asked;
    this.#ports.onChange();
  }
}
