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

  readonly view = { tray: 'absent', closeAsked: false } as const;
  answerClose(): void {}
  push(): void {}
  sessionExpiring(): () => void {
    return () => {};
  }
  sessionExpired(): () => void {
    return () => {};
  }
  signInWanted(): void {}
  questionWaits(): null {
    return null;
  }
  dispose(): void {}
}

/**
 * The deliberate switch for machines without a display: commands on real sites run without anybody being asked, because
 * there is no window to ask in (SECURITY.md). Only the start can give it; the launch file does not repeat it.
 */
export const ALLOW_COMMANDS = '--allow-commands';

export const allowCommandsIgnored = {
  en: `${ALLOW_COMMANDS} was ignored: there is a display here, and commands are asked about in the window.`,
  'zh-CN': `${ALLOW_COMMANDS} 未生效：这台电脑有显示器，命令会在窗口中询问。`,
};

/** What a start without a display says on its standard output. */
export const windowless = (version: string, commandsWithoutAsking: boolean): string =>
  `Drawbridge ${version} runs without a window: there is no display here.
Ask it by \`drawbridge status\`; sign in by \`drawbridge login --text\`; end it by SIGTERM or Ctrl-C.
${
  commandsWithoutAsking
    ? `WARNING: ${ALLOW_COMMANDS} lets agents run every command on every site without asking anybody.\n`
    : ''
}`;
