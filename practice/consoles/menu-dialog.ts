import { atPrompt, type ConsoleAnswer, type ConsoleDialog } from './console-dialog.ts';

const MENU = ['', ' 1) Backup status', ' 2) Restart the backup', ' 0) Log out', ''];

/** A maintenance menu instead of a shell: numbers in, no command line at all. */
export class MenuDialog implements ConsoleDialog {
  readonly banner = `*** Backup appliance ***\r\n${MENU.join('\r\n')}\r\n`;
  readonly pager = null;

  prompt(): string {
    return 'Select an option: ';
  }

  interrupt(): ConsoleAnswer {
    return { lines: ['', ...MENU], next: atPrompt };
  }

  enter(line: string): ConsoleAnswer {
    switch (line.trim()) {
      case '1':
        return { lines: ['Last backup: 2026-01-01 03:00, 41 GB, no errors', ...MENU], next: atPrompt };
      case '2':
        return {
          lines: [],
          next: {
            kind: 'ask',
            text: 'Restart now? [y/N] ',
            hidden: false,
            answer: (text) => ({ lines: [/^y/i.test(text) ? 'Restarted.' : 'Nothing done.', ...MENU], next: atPrompt }),
          },
        };
      case '0':
        return { lines: ['Bye.'], next: { kind: 'end' } };
      default:
        return { lines: [`Not an option: ${line}`, ...MENU], next: atPrompt };
    }
  }
}
