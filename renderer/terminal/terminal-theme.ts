import type { ITheme } from '@xterm/xterm';

/** The tokens' terminal palette as plain values: xterm.js parses neither CSS variables nor light-dark(). */
export const terminalThemes: Readonly<Record<'light' | 'dark', ITheme>> = {
  light: {
    background: '#FFFFFF',
    foreground: '#1E2935',
    cursor: '#1E2935',
    cursorAccent: '#FFFFFF',
    selectionBackground: '#0A7A6E40',
    black: '#1E2935',
    red: '#B0322B',
    green: '#2D7332',
    yellow: '#7E5A00',
    blue: '#1F5FA8',
    magenta: '#8A3C91',
    cyan: '#0B6E7C',
    white: '#5C6A7A',
    brightBlack: '#5C6A7A',
    brightRed: '#B0322B',
    brightGreen: '#2D7332',
    brightYellow: '#7E5A00',
    brightBlue: '#1F5FA8',
    brightMagenta: '#8A3C91',
    brightCyan: '#0B6E7C',
    brightWhite: '#1E2935',
  },
  dark: {
    background: '#0D1218',
    foreground: '#CFD8E1',
    cursor: '#CFD8E1',
    cursorAccent: '#0D1218',
    selectionBackground: '#2BB3A350',
    black: '#3A4756',
    red: '#E8817A',
    green: '#85C77F',
    yellow: '#D9BA6B',
    blue: '#7FB2EA',
    magenta: '#CE9BD6',
    cyan: '#6FC3CE',
    white: '#CFD8E1',
    brightBlack: '#8290A1',
    brightRed: '#F09A94',
    brightGreen: '#9BD696',
    brightYellow: '#E6CC88',
    brightBlue: '#9CC5F1',
    brightMagenta: '#DDB3E3',
    brightCyan: '#8DD3DC',
    brightWhite: '#F4F8FA',
  },
};

const names = [
  ...(['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const),
  ...(['brightBlack', 'brightRed', 'brightGreen', 'brightYellow', 'brightBlue'] as const),
  ...(['brightMagenta', 'brightCyan', 'brightWhite'] as const),
];

/** The 16 colours by number, each for both grounds. Black is for grounds: as text it is the usual one's dim. */
export const tileColours: readonly string[] = names.map((name) =>
  name === 'black' ? 'var(--text-3)' : `light-dark(${terminalThemes.light[name]}, ${terminalThemes.dark[name]})`,
);
