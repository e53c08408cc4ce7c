import '@xterm/xterm/css/xterm.css';
import { type ITerminalInitOnlyOptions, type ITerminalOptions, Terminal } from '@xterm/xterm';
import { terminalThemes } from './terminal-theme.ts';

/**
 * An xterm.js in `element` that only shows: what a server prints reaches neither the clipboard nor a title, and keys stay the
 * window's. It follows the theme until it is disposed of.
 */
export function quietTerminal(
  element: HTMLElement,
  options: ITerminalOptions & ITerminalInitOnlyOptions,
): { readonly xterm: Terminal; dispose(): void } {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const themeNow = () => terminalThemes[dark.matches ? 'dark' : 'light'];
  const xterm = new Terminal({
    cols: 200,
    rows: 50,
    ...options,
    disableStdin: true,
    convertEol: false,
    cursorBlink: false,
    cursorInactiveStyle: 'outline',
    // Medium is not bundled; 400 and 600 are.
    fontWeight: 400,
    fontWeightBold: 600,
    drawBoldTextInBrightColors: false,
    minimumContrastRatio: 4.5,
    theme: themeNow(),
    // Marks what a search found.
    allowProposedApi: true,
  });
  // A server gets neither the clipboard (OSC 52) nor a title (0, 1, 2), and its links (8) stay plain text.
  for (const code of [0, 1, 2, 8, 52]) xterm.parser.registerOscHandler(code, () => true);
  xterm.open(element);
  // Keys are the window's: xterm.js would swallow Tab, and the keyboard could not leave the terminal.
  xterm.attachCustomKeyEventHandler(() => false);
  // xterm.js 6 draws no cursor before its first focus, which never comes here, or its first change of buffers.
  xterm.write('\x1b[?47h\x1b[?47l');
  const onTheme = () => {
    xterm.options.theme = themeNow();
  };
  dark.addEventListener('change', onTheme);
  return {
    xterm,
    dispose() {
      dark.removeEventListener('change', onTheme);
      xterm.dispose();
    },
  };
}
