import { WebglAddon } from '@xterm/addon-webgl';
import type { IDisposable, Terminal } from '@xterm/xterm';

/** After a lost context, in ms; each further loss waits twice as long. */
const AGAIN_MS = 5_000;
const MOST_MS = 120_000;

/**
 * Draws an xterm.js by WebGL where there is one. A graphics driver may take the context away at any time (sleep, a crash, too
 * many of them): xterm.js then draws by its DOM renderer at once, and WebGL is tried again later.
 */
export class WebglScreen implements IDisposable {
  readonly #xterm: Terminal;
  readonly #onChange: (by: 'webgl' | 'dom') => void;
  #addon: WebglAddon | null = null;
  #wait = AGAIN_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(xterm: Terminal, onChange: (by: 'webgl' | 'dom') => void) {
    this.#xterm = xterm;
    this.#onChange = onChange;
    this.#start();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    // Before its xterm.js goes: the context is one of the few that a page may have.
    this.#addon?.dispose();
    this.#addon = null;
  }

  #start(): void {
    const addon = new WebglAddon();
    try {
      addon.onContextLoss(() => this.#lost(addon));
      this.#xterm.loadAddon(addon);
    } catch {
      // No WebGL 2 on this machine, which will not change while the app runs.
      addon.dispose();
      this.#onChange('dom');
      return;
    }
    this.#addon = addon;
    this.#onChange('webgl');
  }

  #lost(addon: WebglAddon): void {
    addon.dispose();
    this.#addon = null;
    this.#onChange('dom');
    this.#timer = setTimeout(() => this.#start(), this.#wait);
    this.#wait = Math.min(MOST_MS, this.#wait * 2);
  }
}
