import { globalShortcut } from 'electron';
import type { AppState } from '../../preload/contract.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** Nobody needs longer to press a few keys. */
const RECORDING_MS = 20_000;

/** The keys that raise the bridge from anywhere on the desktop. One at a time; the system may have given them to somebody else. */
export class RaiseShortcut {
  readonly #raise: () => void;
  #keys = '';
  #recording: NodeJS.Timeout | undefined;
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

  /** While the person presses keys to record them, ours do nothing; a window that forgets to say when it is done gives them back. */
  recording(on: boolean): void {
    clearTimeout(this.#recording);
    this.#recording = undefined;
    if (this.#keys === '') return;
    if (!on) {
      if (!globalShortcut.isRegistered(this.#keys) && !this.#register(this.#keys)) this.#state = 'taken';
      return;
    }
    globalShortcut.unregister(this.#keys);
    this.#recording = setTimeout(() => this.recording(false), RECORDING_MS);
  }

  /** Other keys, or none. Throws `bad-argument` where another program has them; those before hold on then. */
  change(keys: string): void {
    this.recording(false);
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
    clearTimeout(this.#recording);
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
