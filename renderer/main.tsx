import '@fontsource/jetbrains-mono/400.css';
import '@fontsource/jetbrains-mono/600.css';
import './theme/app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { DrawbridgeApi } from '../preload/contract.ts';
import { App } from './app.tsx';
import { createTexts } from './i18n/i18n.ts';
import { createWindowStore } from './state/app-store.ts';
import { Ticker } from './state/ticker.ts';
import { WindowProvider } from './state/window-context.tsx';
import { TerminalStreams } from './terminal/terminal-streams.ts';
import { TileFeed } from './wall/tile-feed.ts';

declare global {
  interface Window {
    /** From preload/index.ts. */
    readonly drawbridge: DrawbridgeApi;
  }
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const api = window.drawbridge;

/** The terminals' font comes from the app's own files; slower than this, something else is wrong. */
const FONT_MS = 1500;

const tiles = new TileFeed(api);
const streams = new TerminalStreams(api);
const ticker = new Ticker();
const parts = { api, store: createWindowStore(), streams, tiles, ticker };

// Main knows of a hidden window; Chromium also of one that others cover, where the system tells it.
let shown = true;
const look = () => {
  const seen = shown && document.visibilityState === 'visible';
  for (const part of [tiles, streams, ticker]) part.seen = seen;
};
api.on('window.seen', ({ seen }) => {
  shown = seen;
  look();
});
document.addEventListener('visibilitychange', look);

// xterm.js measures its cells once, so its font has to be there first.
const fonts = Promise.all(['400', '600'].map((weight) => document.fonts.load(`${weight} 13px "JetBrains Mono"`)));
await Promise.race([fonts, new Promise((resolve) => setTimeout(resolve, FONT_MS))]).catch(() => {});

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={createTexts()}>
      <WindowProvider parts={parts}>
        <App />
      </WindowProvider>
    </I18nextProvider>
  </StrictMode>,
);
