import { globalShortcut } from 'electron';
import type { AppState } from '../../preload/contract.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** The keys that raise the bridge from anywhere on the desktop. One at a time; the system may have given them to somebody else. */
export class RaiseShortcut {
  readonly #raise: () => void;
  #keys = '';
  #state: AppState['desktop']['raiseShortcut'] = 'off';

  constructor(raise: () => void) {
    this.#raise = raise;
  }

  get state(): AppState['desktop']['raiseShortcut'] {
    return this.#state;
  }

  /** At the start: keys that are taken are shown as that, and tried again at the next start. */
  begin(keys: string): void {
    if (keys === '') return;
    if (this.#register(keys)) this.#hold(keys);
    else this.#state = 'taken';
  }

  /** Other keys, or none. Throws `bad-argument` where another program has them; those before hold on then. */
  change(keys: string): void {
    if (keys !== '' && keys !== this.#keys && !this.#register(keys)) {
      throw new DrawbridgeError({
        code: 'bad-argument',
        message: `${keys} belongs to another program, or to the desktop.`,
        nextStep: 'Press other keys.',
        actor: 'person',
      });
    }
    if (this.#keys !== '' && this.#keys !== keys) globalShortcut.unregister(this.#keys);
    this.#hold(keys);
  }

  dispose(): void {
    if (this.#keys !== '') globalShortcut.unregister(this.#keys);
    this.#hold('');
  }

  #hold(keys: string): void {
    this.#keys = keys;
    this.#state = keys === '' ? 'off' : 'holds';
  }

  #register(keys: string): boolean {
    try {
      return globalShortcut.register(keys, () => this.#raise());
    } catch {
      return false; // a key that this keyboard or this Electron does not have
    }
  }
}
