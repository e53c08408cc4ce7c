import type { AppState } from '../../preload/contract.ts';
import { type Desk, noDisplay } from './desk.ts';

/** No window, no tray, no notification: creating one without a display ends Electron 33 at once (design §6). */
export class HeadlessDesk implements Desk {
  readonly hasDisplay = false;
  readonly #told = new Set<string>();

  open(): void {}

  show(): never {
    throw noDisplay('Showing Drawbridge', 'Use `drawbridge status` to look, and `drawbridge login --text` to sign in.');
  }

  /** What the window would show as notices goes to whoever reads standard error. */
  tell({ notices }: AppState): void {
    for (const { id, text } of notices) {
      if (this.#told.has(id)) continue;
      this.#told.add(id);
      process.stderr.write(`Drawbridge: ${text}\n`);
    }
  }

  push(): void {}
  sessionExpiring(): () => void {
    return () => {};
  }
  sessionExpired(): () => void {
    return () => {};
  }
  signInWanted(): void {}
  dispose(): void {}
}

/** What a start without a display says on its standard output. */
export const windowless = (version: string): string =>
  `Drawbridge ${version} runs without a window: there is no display here.
Ask it by \`drawbridge status\`; sign in by \`drawbridge login --text\`; end it by SIGTERM or Ctrl-C.
`;
