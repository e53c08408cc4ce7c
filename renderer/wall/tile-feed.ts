import type { DrawbridgeApi } from '../../preload/contract.ts';
import type { TileLines } from '../../preload/contract-wall.ts';

interface Tile {
  shown: TileLines | null;
  /** In view, or nearly. */
  inView: boolean;
  readonly listeners: Set<() => void>;
}

/** After a question that failed, in ms: main is busy or ending. */
const AGAIN_MS = 1000;

/**
 * The last lines of the tiles, for those in view of a window that can be seen. It asks main for what changed, shows it, and
 * asks again (preload/contract-wall.ts): main never has more than one answer on its way, and none for a hidden window.
 */
export class TileFeed {
  readonly #api: DrawbridgeApi;
  readonly #tiles = new Map<string, Tile>();
  /** How many lines each tile shows. */
  #lines = 5;
  #seen = true;
  /** Counts the questions: the answer to an older one starts no new one. */
  #turn = 0;
  #planned = false;
  #silent = true;

  constructor(api: DrawbridgeApi) {
    this.#api = api;
  }

  /** How many lines each tile shows. */
  set lines(lines: number) {
    if (lines === this.#lines) return;
    this.#lines = lines;
    this.#plan();
  }

  /** Whether the window can be seen. */
  set seen(seen: boolean) {
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#plan();
  }

  of(terminalId: string): TileLines | null {
    return this.#tiles.get(terminalId)?.shown ?? null;
  }

  /** Answers how to take the tile away. */
  open(terminalId: string, listener: () => void): () => void {
    const tile = this.#tiles.get(terminalId) ?? { shown: null, inView: false, listeners: new Set() };
    this.#tiles.set(terminalId, tile);
    tile.listeners.add(listener);
    return () => {
      tile.listeners.delete(listener);
      // It may be back within this turn, and keeps what it shows then.
      if (tile.listeners.size === 0) this.#plan();
    };
  }

  inView(terminalId: string, inView: boolean): void {
    const tile = this.#tiles.get(terminalId);
    if (!tile || tile.inView === inView) return;
    tile.inView = inView;
    this.#plan();
  }

  /** All changes of one turn make one question. */
  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    for (const [id, { listeners }] of this.#tiles) if (listeners.size === 0) this.#tiles.delete(id);
    this.#turn += 1;
    const turn = this.#turn;
    const terminalIds = this.#seen ? [...this.#tiles].filter(([, { inView }]) => inView).map(([id]) => id) : [];
    // Main has been told already that nothing is in view.
    if (terminalIds.length === 0 && this.#silent) return;
    this.#silent = terminalIds.length === 0;
    try {
      const { tiles } = await this.#api.ask('wall.lines', { terminalIds, lines: this.#lines });
      for (const shown of tiles) this.#show(shown);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
    if (turn === this.#turn && !this.#silent) void this.#ask();
  }

  #show(shown: TileLines): void {
    const tile = this.#tiles.get(shown.terminalId);
    if (!tile) return;
    tile.shown = shown;
    for (const listener of tile.listeners) listener();
  }
}
