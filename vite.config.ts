import path from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

export default defineConfig({
  root: path.join(here, 'renderer'),
  base: './',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: path.join(here, 'dist', 'renderer'),
    emptyOutDir: true,
    // Electron 33, the oldest runtime we meet, is Chromium 130.
    target: 'chrome130',
    // The page's policy allows no data: fonts and no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One local bundle: nothing is gained by splitting what is read from the disk.
    chunkSizeWarningLimit: 2000,
  },
});
