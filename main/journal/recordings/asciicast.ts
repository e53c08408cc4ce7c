/** What a recording says of itself, beside the fields of asciicast v2 (https://docs.asciinema.org/manual/asciicast/v2/). */
export interface CastHeader {
  readonly cols: number;
  readonly rows: number;
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly title: string;
  readonly terminalId: string;
  readonly site: string;
  readonly asset: string;
  readonly account: string;
  readonly agent: string;
  /** Null where the terminal ended before JumpServer told it. */
  readonly jumpserverSessionId: string | null;
}

/**
 * Turns what happens in a terminal into lines of asciicast v2, each with its line feed. Input has no event here: what a
 * person or an agent types is never recorded. Bytes that are no UTF-8 become U+FFFD, as a terminal shows them.
 */
export class CastLines {
  readonly #startedAt: number;
  /** A character may come in two frames; its beginning waits here. A byte-order mark is output like any other. */
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #lastMs = 0;

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  header(header: CastHeader): string {
    return `${JSON.stringify({
      version: 2,
      width: header.cols,
      height: header.rows,
      timestamp: Math.floor(header.startedAt / 1000),
      title: header.title,
      drawbridge: {
        terminalId: header.terminalId,
        site: header.site,
        asset: header.asset,
        account: header.account,
        agent: header.agent,
        jumpserverSessionId: header.jumpserverSessionId,
      },
    })}\n`;
  }

  /** '' while only the beginning of a character came. */
  output(at: number, bytes: Uint8Array): string {
    const text = this.#decoder.decode(bytes, { stream: true });
    return text === '' ? '' : this.#line(at, 'o', text);
  }

  resize(at: number, cols: number, rows: number): string {
    return this.#line(at, 'r', `${cols}x${rows}`);
  }

  marker(at: number, label: string): string {
    return this.#line(at, 'm', label);
  }

  /** What is left of a character that never ended. */
  end(at: number): string {
    const text = this.#decoder.decode();
    return text === '' ? '' : this.#line(at, 'o', text);
  }

  /** Players want times that never go back; the clock of a computer may. */
  #line(at: number, code: 'o' | 'r' | 'm', data: string): string {
    this.#lastMs = Math.max(this.#lastMs, at - this.#startedAt);
    return `${JSON.stringify([this.#lastMs / 1000, code, data])}\n`;
  }
}
