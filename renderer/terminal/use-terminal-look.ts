import { useEffect, useMemo } from 'react';
import { useApp, useWindow } from '../state/window-context.tsx';

/** Cells of 20 px at 13 px, so that whole lines fill a box (JetBrains Mono is 1.32 em high). */
const LINE_HEIGHT = 1.18;

/** Where the person's own font is not there, or has no such character, the bundled one stands in. */
const family = (own: string) => (own === '' ? 'var(--font-term-bundled)' : `"${own}", var(--font-term-bundled)`);

/** The font of everything in terminals' type: tiles, commands, fingerprints. */
export function useTerminalFont(): void {
  const own = useWindow(({ app }) => app?.settings['terminals.fontFamily'] ?? '');
  useEffect(() => document.documentElement.style.setProperty('--font-term', family(own)), [own]);
}

/** How the full-size view looks, as xterm.js wants it: it reads no CSS. */
export function useTerminalLook() {
  const own = useApp((app) => app.settings['terminals.fontFamily']);
  const fontSize = useApp((app) => app.settings['terminals.fontSize']);
  const scrollback = useApp((app) => app.settings['terminals.scrollback']);
  return useMemo(() => {
    const bundled = getComputedStyle(document.documentElement).getPropertyValue('--font-term-bundled');
    return {
      fontSize,
      scrollback,
      lineHeight: LINE_HEIGHT,
      fontFamily: own === '' ? bundled : `"${own}", ${bundled}`,
    };
  }, [own, fontSize, scrollback]);
}
