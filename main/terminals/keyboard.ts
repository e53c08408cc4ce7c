import type { KokoConnection } from '../koko/koko-connection.ts';
import type { TerminalOutput } from './terminal-output.ts';

/** The only way to send to KoKo, so that the state of its input buffer is known (command-engine §G2). */
export class Keyboard {
  readonly #connection: KokoConnection;
  readonly #output: TerminalOutput;
  #rows: number;
  normalCols: number;
  #cols: number;
  /** The width that the next prompt should have. */
  wantedCols: number;
  #wantedRows: number;
  #dirty = false;

  constructor(
    connection: KokoConnection,
    output: TerminalOutput,
    size: { readonly cols: number; readonly rows: number },
  ) {
    this.#connection = connection;
    this.#output = output;
    this.#rows = size.rows;
    this.#wantedRows = size.rows;
    this.#cols = size.cols;
    this.normalCols = size.cols;
    this.wantedCols = size.cols;
  }

  get cols(): number {
    return this.#cols;
  }

  get rows(): number {
    return this.#rows;
  }

  /** KoKo's input buffer holds something since the last lone CR: its rules are blind for the next command (§G1 #13). */
  get dirty(): boolean {
    return this.#dirty;
  }

  /** Text frame, then a lone CR, in one segment. Empty text is the CR alone. */
  line(text: string): void {
    this.#connection.send(text === '' ? ['\r'] : [text, '\r']);
    this.#dirty = false;
  }

  /** One frame of its own. */
  key(bytes: string): void {
    this.#connection.send([bytes]);
    this.#dirty = bytes !== '\r';
  }

  /** Whoever uses it wants this size from the next `applySize` on. */
  want({ cols, rows }: { readonly cols: number; readonly rows: number }): void {
    this.normalCols = cols;
    this.wantedCols = cols;
    this.#wantedRows = rows;
  }

  /** True when the size changed: a shell with a line editor now redraws its prompt. */
  applySize(): boolean {
    if (this.#cols === this.wantedCols && this.#rows === this.#wantedRows) return false;
    this.#cols = this.wantedCols;
    this.#rows = this.#wantedRows;
    this.#output.resize({ cols: this.#cols, rows: this.#rows });
    this.#connection.resize(this.#cols, this.#rows);
    return true;
  }
}
