const esc = 0x1b;
/** Longest `ESC [ ? … h` that matters here; a longer sequence is passed over. */
const longest = 16;

/**
 * The few terminal modes that say what a program does with the screen, followed over the whole stream: text further
 * back than the ring still counts. Costs nothing for chunks without ESC.
 */
export class ModeTracker {
  /** DECSET 1049, 1047 or 47. */
  alternateScreen = false;
  /** DECSET 2004: a line editor waits. */
  bracketedPaste = false;
  /** DECCKM: the program wants other bytes for arrows, Home and End. */
  applicationCursor = false;
  /** Cursor addressing with a hidden cursor: full screen without the alternate screen, as `top` (command-engine §E). */
  addressing = false;
  /**
   * KoKo's "vim state": 1049 was set, then `ESC[2;1…` came, and 1049 was not reset since. It neither checks nor records
   * what is typed now (command-engine §0).
   */
  kokoBlind = false;
  #entered1049 = false;
  #hidden = false;
  #homed = false;
  #held = '';

  /** At our start mark: what came before says nothing about the program. */
  programStarted(): void {
    this.bracketedPaste = false;
    this.addressing = false;
    this.#hidden = false;
    this.#homed = false;
  }

  push(chunk: Uint8Array): void {
    let at = chunk.indexOf(esc);
    if (this.#held !== '') {
      // The sequence began in the last chunk: only its few missing bytes are joined.
      const joined = this.#held + latin1(chunk.subarray(0, longest));
      this.#held = '';
      this.#read(joined, chunk.length >= longest);
    }
    while (at !== -1) {
      this.#read(latin1(chunk.subarray(at, at + longest)), at + longest <= chunk.length);
      at = chunk.indexOf(esc, at + 1);
    }
  }

  /** `whole`: no more bytes of this sequence can come later. */
  #read(text: string, whole: boolean): void {
    this.#asKoko(text);
    const found = /^\x1b(?:$|\[(?:$|([?0-9;]*)($|[A-Za-z])))/.exec(text);
    if (!found) return;
    const [, parameters = '', final = ''] = found;
    if (final === '') {
      if (!whole) this.#held = text;
      return;
    }
    if (final === 'H') this.#homed = true;
    if (parameters.startsWith('?') && (final === 'h' || final === 'l')) {
      const on = final === 'h';
      for (const mode of parameters.slice(1).split(';')) this.#set(mode, on);
    }
    this.addressing = this.#hidden && this.#homed;
  }

  /** KoKo looks for these very bytes, whatever follows them. */
  #asKoko(text: string): void {
    if (text.startsWith('\x1b[?1049h')) {
      this.#entered1049 = true;
    } else if (text.startsWith('\x1b[?1049l')) {
      this.#entered1049 = false;
      this.kokoBlind = false;
    } else if (text.startsWith('\x1b[2;1') && this.#entered1049) {
      this.kokoBlind = true;
    }
  }

  #set(mode: string, on: boolean): void {
    if (mode === '1049' || mode === '1047' || mode === '47') this.alternateScreen = on;
    else if (mode === '1') this.applicationCursor = on;
    else if (mode === '2004') this.bracketedPaste = on;
    else if (mode === '25') this.#hidden = !on;
  }
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
