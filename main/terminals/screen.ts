import serialize from '@xterm/addon-serialize';
// Both are CommonJS with names that Node cannot see: only the default import works in Node and in a bundle.
import headless from '@xterm/headless';
import type { ModeTracker } from './mode-tracker.ts';
import { readStretch } from './output-page.ts';
import type { OutputRing } from './output-ring.ts';
import type { ScreenText, TerminalSnapshot } from './terminal-service.ts';

export interface ScreenSize {
  readonly cols: number;
  readonly rows: number;
}

/** How far the emulator may fall behind before it is fed in the background, and how much of a flood it is fed at most. */
const feedBehind = 256 * 1024;
const feedAtMost = 512 * 1024;

/**
 * The screen as a person would see it. It is pulled from the ring instead of being fed every chunk: looking costs the
 * parse of what came since the last look (≤ 512 KiB), the warm path of a command costs nothing, and in a flood only the end
 * is parsed. So no emulator ever has to pause the socket. It never answers a program's queries: its replies have no way
 * out (an answer would dirty KoKo's input buffer and blind the command rules, command-engine §G2.6).
 */
export class Screen {
  readonly #ring: OutputRing;
  readonly #modes: ModeTracker;
  readonly #terminal: headless.Terminal;
  readonly #serializer = new serialize.SerializeAddon();
  /** Size changes that the emulator has not reached yet, by output offset. */
  #resizes: { readonly at: number; readonly size: ScreenSize }[] = [];
  #fed = 0;
  #title = '';
  #feeding: Promise<void> = Promise.resolve();
  #background = false;
  #disposed = false;

  constructor(ring: OutputRing, modes: ModeTracker, size: ScreenSize) {
    this.#ring = ring;
    this.#modes = modes;
    this.#terminal = new headless.Terminal({ ...size, scrollback: 200, allowProposedApi: true });
    this.#terminal.loadAddon(this.#serializer);
    this.#terminal.onTitleChange((title) => {
      this.#title = title;
    });
  }

  /** Call after output was appended to the ring. */
  onOutput(): void {
    if (this.#background || this.#ring.end - this.#fed < feedBehind) return;
    this.#background = true;
    void this.#catchUp().finally(() => {
      this.#background = false;
    });
  }

  /** The size from this point of the output on. */
  resize(size: ScreenSize): void {
    this.#resizes.push({ at: this.#ring.end, size });
  }

  async text(): Promise<ScreenText> {
    await this.#catchUp();
    const buffer = this.#terminal.buffer.active;
    const lines: string[] = [];
    for (let row = 0; row < this.#terminal.rows; row += 1) {
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
    return {
      data: this.#serializer.serialize({ scrollback: 200 }),
      offset: this.#fed,
      size: { cols: this.#terminal.cols, rows: this.#terminal.rows },
    };
  }

  dispose(): void {
    this.#disposed = true;
    this.#terminal.dispose();
  }

  /** One feeding at a time: `serialize` must see exactly the bytes up to `#fed`. */
  #catchUp(): Promise<void> {
    this.#feeding = this.#feeding.then(() => this.#feed());
    return this.#feeding;
  }

  async #feed(): Promise<void> {
    if (this.#disposed) return;
    const end = this.#ring.end;
    if (end - this.#fed > feedAtMost) {
      // A flood: what scrolled away long ago is not parsed. Modes that outlive it come from the tracker.
      const last = { from: end - feedAtMost, to: end, maxBytes: feedAtMost, begin: 'line' } as const;
      this.#fed = readStretch(this.#ring, last, false).start;
      this.#terminal.reset();
      if (this.#modes.alternateScreen) await this.#write('\x1b[?1049h');
    }
    while (!this.#disposed) {
      const due = this.#resizes[0];
      if (due && due.at <= this.#fed) {
        this.#terminal.resize(due.size.cols, due.size.rows);
        this.#resizes.shift();
        continue;
      }
      if (this.#fed >= end) return;
      const slice = this.#ring.read(this.#fed, Math.min(end, due?.at ?? end) - this.#fed);
      this.#fed = slice.end;
      await this.#write(slice.bytes);
    }
  }

  #write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(data, resolve));
  }
}
