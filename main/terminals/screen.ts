import serialize from '@xterm/addon-serialize';
// Both are CommonJS with names that Node cannot see: only the default import works in Node and in a bundle.
import headless from '@xterm/headless';
import type { Clock } from '../errors/clock.ts';
import type { ModeTracker } from './mode-tracker.ts';
import { readStretch } from './output-page.ts';
import type { OutputRing } from './output-ring.ts';
import { type ScreenTail, tailOf } from './screen-tail.ts';
import type { ScreenText, TerminalSnapshot } from './terminal-service.ts';

interface Emulator {
  readonly terminal: headless.Terminal;
  readonly serializer: serialize.SerializeAddon;
}

export interface ScreenSize {
  readonly cols: number;
  readonly rows: number;
}

/** How far the emulator may fall behind before it is fed in the background, and how much of a flood it is fed at most. */
const feedBehind = 256 * 1024;
const feedAtMost = 512 * 1024;
/**
 * In ms: with `feedAtMost` 2 MB a second are emulated in full, more than a KoKo sends (1.2 MB/s, jumpserver-live). Of a faster
 * flood most scrolls away unseen, and to emulate it would cost four times the CPU of everything else that is done with it.
 */
const feedEvery = 250;
/** In ms, once that much comes that something is left out anyway: it only has to be current soon after the flood. */
const feedEveryInFlood = 1000;
/** Lines above the screen: the ring is the history. */
const SCROLLBACK = 200;
/** As many runs as a terminal keeps. */
const MOST_STARTS = 50;

/**
 * The screen as a person would see it. It is pulled from the ring instead of being fed every chunk: looking costs the
 * parse of what came since the last look (≤ 512 KiB), the warm path of a command costs nothing, and a terminal at whose
 * screen nobody looked and which printed little has no emulator at all. So no emulator ever has to pause the socket. It never answers a program's queries: its replies have no way
 * out (an answer would dirty KoKo's input buffer and blind the command rules, command-engine §G2.6).
 */
export class Screen {
  readonly #ring: OutputRing;
  readonly #modes: ModeTracker;
  readonly #clock: Clock;
  readonly #firstSize: ScreenSize;
  #emulator: Emulator | null = null;
  /** Size changes that the emulator has not reached yet, by output offset. */
  #resizes: { readonly at: number; readonly size: ScreenSize }[] = [];
  /** Runs whose command the emulator has not reached yet, by output offset. */
  #starts: { readonly at: number; readonly runId: string }[] = [];
  /** The lines on which commands were typed, as long as they are on the screen or just above it. */
  readonly #runLines = new Map<string, headless.IMarker>();
  #fed = 0;
  #title = '';
  #feeding: Promise<void> = Promise.resolve();
  #background = false;
  #nextFeed = 0;
  #disposed = false;

  constructor(ring: OutputRing, modes: ModeTracker, size: ScreenSize, clock: Clock) {
    this.#ring = ring;
    this.#modes = modes;
    this.#firstSize = size;
    this.#clock = clock;
  }

  /** Call after output was appended to the ring. */
  onOutput(): void {
    if (this.#background || this.#ring.end - this.#fed < feedBehind) return;
    const now = this.#clock.now();
    // What stands on a full screen may have been drawn long ago: nothing of it is left out.
    if (now < this.#nextFeed && !this.#modes.alternateScreen && !this.#modes.addressing) return;
    this.#nextFeed = now + (this.#ring.end - this.#fed > feedAtMost ? feedEveryInFlood : feedEvery);
    this.#background = true;
    void this.#catchUp().finally(() => {
      this.#background = false;
      // What came meanwhile.
      if (!this.#disposed) this.onOutput();
    });
  }

  /** The size from this point of the output on. */
  resize(size: ScreenSize): void {
    this.#resizes.push({ at: this.#ring.end, size });
  }

  /** A command is about to be typed at this point of the output. */
  runStarts(runId: string): void {
    this.#starts.push({ at: this.#ring.end, runId });
    if (this.#starts.length > MOST_STARTS) this.#starts.shift();
  }

  async tail(lines: number): Promise<ScreenTail> {
    await this.#catchUp();
    return tailOf(this.#emulated().terminal, lines);
  }

  async text(): Promise<ScreenText> {
    await this.#catchUp();
    const { terminal } = this.#emulated();
    const buffer = terminal.buffer.active;
    const lines: string[] = [];
    for (let row = 0; row < terminal.rows; row += 1) {
      lines.push(
        buffer
          .getLine(buffer.baseY + row)
          ?.translateToString(true)
          .trimEnd() ?? '',
      );
    }
    return { lines, cursor: { row: buffer.cursorY, col: buffer.cursorX }, title: this.#title };
  }

  async snapshot(): Promise<TerminalSnapshot> {
    await this.#catchUp();
    const { terminal, serializer } = this.#emulated();
    const buffer = terminal.buffer.active;
    const above = Math.min(SCROLLBACK, buffer.baseY);
    const runs = [...this.#runLines]
      .map(([id, { line }]) => ({ id, row: line - (buffer.baseY - above) }))
      .filter(({ row }) => row >= 0);
    return {
      data: serializer.serialize({ scrollback: SCROLLBACK }),
      offset: this.#fed,
      size: { cols: terminal.cols, rows: terminal.rows },
      // A full-screen program hides the lines that the commands stand on.
      runs: buffer.type === 'normal' ? runs : [],
    };
  }

  dispose(): void {
    this.#disposed = true;
    this.#emulator?.terminal.dispose();
  }

  #emulated(): Emulator {
    if (this.#emulator) return this.#emulator;
    const terminal = new headless.Terminal({ ...this.#firstSize, scrollback: SCROLLBACK, allowProposedApi: true });
    const serializer = new serialize.SerializeAddon();
    terminal.loadAddon(serializer);
    terminal.onTitleChange((title) => {
      this.#title = title;
    });
    this.#emulator = { terminal, serializer };
    return this.#emulator;
  }

  /** One feeding at a time: `serialize` must see exactly the bytes up to `#fed`. */
  #catchUp(): Promise<void> {
    this.#feeding = this.#feeding.then(() => this.#feed());
    return this.#feeding;
  }

  async #feed(): Promise<void> {
    if (this.#disposed) return;
    const end = this.#ring.end;
    const { terminal } = this.#emulated();
    if (end - this.#fed > feedAtMost) {
      // A flood: what scrolled away long ago is not parsed. Modes that outlive it come from the tracker.
      const last = { from: end - feedAtMost, to: end, maxBytes: feedAtMost, begin: 'line' } as const;
      this.#fed = readStretch(this.#ring, last, false).start;
      terminal.reset();
      // Those in what is left out have no line.
      this.#starts = this.#starts.filter(({ at }) => at >= this.#fed);
      if (this.#modes.alternateScreen) await this.#write('\x1b[?1049h');
    }
    while (!this.#disposed) {
      const due = this.#resizes[0];
      if (due && due.at <= this.#fed) {
        terminal.resize(due.size.cols, due.size.rows);
        this.#resizes.shift();
        continue;
      }
      const start = this.#starts[0];
      if (start && start.at <= this.#fed) {
        this.#starts.shift();
        this.#mark(start.runId);
        continue;
      }
      if (this.#fed >= end) return;
      const slice = this.#ring.read(this.#fed, Math.min(end, due?.at ?? end, start?.at ?? end) - this.#fed);
      this.#fed = slice.end;
      await this.#write(slice.bytes);
    }
  }

  #mark(runId: string): void {
    const { terminal } = this.#emulated();
    if (terminal.buffer.active.type !== 'normal') return;
    const marker = terminal.registerMarker(0);
    if (!marker) return;
    this.#runLines.set(runId, marker);
    // It scrolled away.
    marker.onDispose(() => this.#runLines.delete(runId));
  }

  #write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#emulated().terminal.write(data, resolve));
  }
}
