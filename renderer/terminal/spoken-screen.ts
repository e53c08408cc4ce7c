import type { IDisposable, Terminal } from '@xterm/xterm';

/** In ms: who hears the page reads it by lines, not by frames. */
const EVERY_MS = 300;

/** Keeps the text of the screen in an element: what is drawn on a canvas says nothing to a screen reader. Costs nothing while nothing is drawn. */
export class SpokenScreen implements IDisposable {
  readonly #xterm: Terminal;
  readonly #element: HTMLElement;
  readonly #drawn: IDisposable;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(xterm: Terminal, element: HTMLElement) {
    this.#xterm = xterm;
    this.#element = element;
    this.#drawn = xterm.onRender(() => {
      this.#timer ??= setTimeout(() => this.#speak(), EVERY_MS);
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#drawn.dispose();
  }

  #speak(): void {
    this.#timer = undefined;
    const buffer = this.#xterm.buffer.active;
    const lines: string[] = [];
    for (let row = 0; row < this.#xterm.rows; row += 1)
      lines.push(buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '');
    const text = lines.join('\n').trimEnd();
    if (text !== this.#element.textContent) this.#element.textContent = text;
  }
}
