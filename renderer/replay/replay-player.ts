import type { PlayedEvent, RecordedSource } from './recorded-source.ts';

/** What the player draws on. */
export interface ReplayScreen {
  /** Resolves when it is drawn. */
  write(text: string): Promise<void>;
  resize(cols: number, rows: number): void;
  /** Empty, at this size. */
  reset(cols: number, rows: number): void;
  /** Escape sequences that draw what is seen now. */
  keep(): KeptScreen;
}

interface KeptScreen {
  readonly data: string;
  readonly cols: number;
  readonly rows: number;
}

export interface ReplayState {
  /** Seconds. */
  readonly position: number;
  readonly playing: boolean;
  readonly speed: number;
}

/** How many parts lie between two screens that are kept for going back. */
const KEEP_EVERY = 4;
const WRITE_AT_MOST = 128 * 1024;
/** A frame that took longer is no reason to leap. */
const STEP_AT_MOST = 0.25;

/** Plays a recording on a screen. Going back draws the nearest screen that was kept, and plays on from there at once. */
export class ReplayPlayer {
  readonly #source: RecordedSource;
  readonly #screen: ReplayScreen;
  readonly #onChange: (state: ReplayState) => void;
  readonly #onFailure: (error: unknown) => void;
  readonly #kept = new Map<number, KeptScreen>();
  #position = 0;
  #playing = false;
  #speed = 1;
  /** What is drawn: all of the parts before `part`, and of that one the first `index` events. */
  #part = 0;
  #index = 0;
  #events: readonly PlayedEvent[] | null = null;
  /** The second of the newest event that is drawn. */
  #drawnTo = 0;
  #drawing: Promise<void> = Promise.resolve();
  #drawsFrame = false;
  #frame = 0;
  #frameAt = 0;
  /** Rises with each jump: an older one gives up. */
  #jump = 0;
  #over = false;

  constructor(ports: {
    readonly source: RecordedSource;
    readonly screen: ReplayScreen;
    readonly onChange: (state: ReplayState) => void;
    readonly onFailure: (error: unknown) => void;
  }) {
    this.#source = ports.source;
    this.#screen = ports.screen;
    this.#onChange = ports.onChange;
    this.#onFailure = ports.onFailure;
    const { cols, rows } = ports.source.size;
    ports.screen.reset(cols, rows);
  }

  get state(): ReplayState {
    return { position: this.#position, playing: this.#playing, speed: this.#speed };
  }

  play(): void {
    if (this.#playing || this.#over) return;
    if (this.#position >= this.#source.duration) this.seek(0);
    this.#playing = true;
    this.#frameAt = performance.now();
    this.#next();
    this.#changed();
  }

  pause(): void {
    this.#playing = false;
    cancelAnimationFrame(this.#frame);
    this.#changed();
  }

  toggle(): void {
    if (this.#playing) this.pause();
    else this.play();
  }

  changeSpeed(speed: number): void {
    this.#speed = speed;
    this.#changed();
  }

  /** To that second, at once; beyond the ends to the ends. */
  seek(at: number): void {
    const to = Math.min(this.#source.duration, Math.max(0, at));
    this.#position = to;
    this.#jump += 1;
    const jump = this.#jump;
    this.#draw(async () => {
      if (jump !== this.#jump) return;
      // What is drawn, not what was asked for last: that may have been given up on its way.
      if (to < this.#drawnTo) await this.#goBack(to);
      await this.#drawTo(to, () => jump !== this.#jump);
    });
    this.#changed();
  }

  /** Resolves when what was asked for so far is drawn. */
  settled(): Promise<void> {
    return this.#drawing;
  }

  dispose(): void {
    this.#over = true;
    this.pause();
  }

  #next(): void {
    this.#frame = requestAnimationFrame((now) => {
      if (!this.#playing) return;
      const step = Math.min(STEP_AT_MOST, (now - this.#frameAt) / 1000);
      this.#frameAt = now;
      // While a part is fetched, or much is drawn, the play waits for it.
      if (!this.#drawsFrame) {
        this.#position = Math.min(this.#source.duration, this.#position + step * this.#speed);
        const to = this.#position;
        const jump = this.#jump;
        this.#drawsFrame = true;
        this.#draw(async () => {
          if (jump === this.#jump) await this.#drawTo(to, () => jump !== this.#jump);
        }, true);
        if (to >= this.#source.duration) this.#playing = false;
        this.#changed();
      }
      if (this.#playing) this.#next();
    });
  }

  #draw(work: () => Promise<void>, frame = false): void {
    this.#drawing = this.#drawing
      .then(() => (this.#over ? undefined : work()))
      .catch((error: unknown) => {
        if (this.#over) return;
        this.pause();
        this.#onFailure(error);
      })
      .finally(() => {
        if (frame) this.#drawsFrame = false;
      });
  }

  async #goBack(to: number): Promise<void> {
    const wanted = this.#source.partAt(to);
    const from = Math.max(0, ...[...this.#kept.keys()].filter((part) => part <= wanted));
    const kept = this.#kept.get(from);
    const { cols, rows } = kept ?? this.#source.size;
    this.#screen.reset(cols, rows);
    if (kept) await this.#screen.write(kept.data);
    this.#part = kept ? from : 0;
    this.#index = 0;
    this.#events = null;
    this.#drawnTo = this.#source.beginningOf(this.#part);
  }

  async #drawTo(to: number, givenUp: () => boolean): Promise<void> {
    let text = '';
    const flush = async () => {
      if (text !== '') await this.#screen.write(text);
      text = '';
    };
    while (this.#part < this.#source.parts && !givenUp() && !this.#over) {
      if (this.#events === null) {
        if (this.#part % KEEP_EVERY === 0 && this.#part > 0 && !this.#kept.has(this.#part)) {
          await flush();
          this.#kept.set(this.#part, this.#screen.keep());
        }
        this.#events = await this.#source.events(this.#part);
        this.#index = 0;
      }
      const event = this.#events[this.#index];
      if (!event) {
        // The next part may begin later: it is fetched when it is due.
        this.#part += 1;
        this.#events = null;
        continue;
      }
      if (event.at > to) break;
      this.#index += 1;
      this.#drawnTo = event.at;
      if (event.code === 'o') text += event.data;
      else if (event.code === 'r') {
        await flush();
        const [cols = 0, rows = 0] = event.data.split('x').map(Number);
        if (cols > 0 && rows > 0) this.#screen.resize(cols, rows);
      }
      if (text.length >= WRITE_AT_MOST) await flush();
    }
    await flush();
  }

  #changed(): void {
    if (!this.#over) this.#onChange(this.state);
  }
}
