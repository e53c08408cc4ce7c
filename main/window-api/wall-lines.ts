import type { Answer, Argument } from '../../preload/contract.ts';
import type { TileLines } from '../../preload/contract-wall.ts';
import type { Clock } from '../errors/clock.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';

type Lines = Answer<'wall.lines'>;

/** In ms from one look at the screens to the next: as live as an eye can follow lines that scroll. */
const EVERY_MS = 150;
/** A round answers after this, in ms, with what it has: the first tiles are not kept waiting for the last. */
const ROUND_MS = 60;

interface Tile {
  /** Something came since it was read. */
  stale: boolean;
  /** When it was read, by the count of reads: who waited longest is next. */
  readAt: number;
  /** What the window has. */
  sent: string;
}

export interface WallLinesPorts {
  readonly terminals: Pick<TerminalService, 'on' | 'tail'>;
  readonly clock: Clock;
}

/**
 * The last lines of the tiles that the person can see. The window asks, and asks again when it has shown the answer: one that
 * is hidden or slow gets nothing, and costs nothing. Nothing here runs unless a question waits and one of its tiles has changed.
 */
export class WallLines {
  readonly #ports: WallLinesPorts;
  readonly #off: (() => void)[];
  #tiles = new Map<string, Tile>();
  #lines = 0;
  #reads = 0;
  #waiting: ((answer: Lines) => void) | null = null;
  #cancel: (() => void) | null = null;
  #reading = false;
  #next = 0;

  constructor(ports: WallLinesPorts) {
    this.#ports = ports;
    const { terminals } = ports;
    this.#off = [
      terminals.on('output', ({ id }) => this.#changed(id)),
      terminals.on('removed', ({ id }) => this.#tiles.delete(id)),
    ];
  }

  ask({ terminalIds, lines }: Argument<'wall.lines'>): Promise<Lines> {
    this.#answer([]);
    const before = lines === this.#lines ? this.#tiles : new Map<string, Tile>();
    this.#lines = lines;
    this.#tiles = new Map(terminalIds.map((id) => [id, before.get(id) ?? { stale: true, readAt: 0, sent: '' }]));
    if (this.#tiles.size === 0) return Promise.resolve({ tiles: [] });
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#arm();
    });
  }

  dispose(): void {
    for (const off of this.#off) off();
    this.#cancel?.();
    this.#tiles.clear();
    this.#answer([]);
  }

  #changed(id: string): void {
    const tile = this.#tiles.get(id);
    if (!tile || tile.stale) return;
    tile.stale = true;
    this.#arm();
  }

  #arm(): void {
    if (!this.#waiting || this.#reading || this.#cancel || !this.#someStale()) return;
    const { clock } = this.#ports;
    this.#cancel = clock.after(Math.max(0, this.#next - clock.now()), () => {
      this.#cancel = null;
      void this.#round();
    });
  }

  async #round(): Promise<void> {
    const { clock } = this.#ports;
    const began = clock.now();
    this.#next = began + EVERY_MS;
    this.#reading = true;
    const changed: TileLines[] = [];
    const due = [...this.#tiles].filter(([, { stale }]) => stale).sort(([, a], [, b]) => a.readAt - b.readAt);
    for (const [id, tile] of due) {
      if (changed.length > 0 && clock.now() - began >= ROUND_MS) break;
      const lines = await this.#read(id, tile);
      // The person may have scrolled on meanwhile.
      if (lines && this.#tiles.get(id) === tile) changed.push(lines);
    }
    this.#reading = false;
    if (changed.length > 0 && this.#waiting) this.#answer(changed);
    // Nobody heard it.
    else for (const { terminalId } of changed) this.#unheard(terminalId);
    this.#arm();
  }

  async #read(id: string, tile: Tile): Promise<TileLines | null> {
    tile.stale = false;
    this.#reads += 1;
    tile.readAt = this.#reads;
    try {
      const { lines, cursor } = await this.#ports.terminals.tail(id, this.#lines);
      const sent = JSON.stringify([lines, cursor]);
      if (sent === tile.sent) return null;
      tile.sent = sent;
      return { terminalId: id, lines: lines.map((line) => [...line]), cursor };
    } catch {
      // Removed meanwhile: the window's state says so.
      return null;
    }
  }

  #unheard(id: string): void {
    const tile = this.#tiles.get(id);
    if (!tile) return;
    tile.sent = '';
    tile.stale = true;
  }

  #answer(tiles: TileLines[]): void {
    const answer = this.#waiting;
    this.#waiting = null;
    answer?.({ tiles });
  }

  #someStale(): boolean {
    for (const { stale } of this.#tiles.values()) if (stale) return true;
    return false;
  }
}
