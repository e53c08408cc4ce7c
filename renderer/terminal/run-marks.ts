import type { IMarker, Terminal } from '@xterm/xterm';

/** The lines of an xterm.js on which commands were typed. A marker moves with its line and goes when the line scrolls out. */
export class RunMarks {
  readonly #xterm: Terminal;
  #markers = new Map<string, IMarker>();

  constructor(xterm: Terminal) {
    this.#xterm = xterm;
  }

  /** The screen is new; rows count from its top. Call once it is written. */
  reset(runs: readonly { readonly id: string; readonly row: number }[]): void {
    for (const marker of this.#markers.values()) marker.dispose();
    this.#markers = new Map();
    for (const { id, row } of runs) this.#add(id, row);
  }

  /** A command is typed where the cursor stands. */
  start(runId: string): void {
    const buffer = this.#xterm.buffer.active;
    if (buffer.type === 'normal' && !this.#markers.has(runId)) this.#add(runId, buffer.baseY + buffer.cursorY);
  }

  /** The line of that run, from the top of what is kept; null where it has scrolled out, or is hidden by a full screen. */
  line(runId: string): number | null {
    if (this.#xterm.buffer.active.type !== 'normal') return null;
    const line = this.#markers.get(runId)?.line ?? -1;
    return line < 0 ? null : line;
  }

  #add(id: string, row: number): void {
    const buffer = this.#xterm.buffer.active;
    const marker = this.#xterm.registerMarker(row - (buffer.baseY + buffer.cursorY));
    this.#markers.set(id, marker);
    marker.onDispose(() => {
      if (this.#markers.get(id) === marker) this.#markers.delete(id);
    });
  }
}
