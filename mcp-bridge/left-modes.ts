/** Modes that a program turns on for itself, and that would spoil a terminal which it left behind (DECSET numbers). */
const followed = new Set([1, 9, 47, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1047, 1049, 2004]);
const CURSOR = 25;
/** Longest `ESC [ ? … h` that may be cut in two. */
const LONGEST = 32;

/** Follows a stream for an emulator, and says what puts it back where the stream ended in the middle of a program. */
export class LeftModes {
  readonly #on = new Set<number>();
  #cursorHidden = false;
  #keypad = false;
  #tail = '';

  push(bytes: Uint8Array): void {
    const text = this.#tail + Buffer.from(bytes).toString('latin1');
    for (const [, sign, modes = '', final] of text.matchAll(/\x1b(?:([=>])|\[\?([\d;]+)([hl]))/g)) {
      if (sign !== undefined) this.#keypad = sign === '=';
      for (const mode of modes.split(';').map(Number)) this.#set(mode, final === 'h');
    }
    const last = text.lastIndexOf('\x1b');
    const open = last >= 0 && text.length - last < LONGEST && /^\x1b(?:\[(?:\?[\d;]*)?)?$/.test(text.slice(last));
    this.#tail = open ? text.slice(last) : '';
  }

  /** Nothing where all was put back already. */
  undo(): string {
    const off = [...this.#on].map((mode) => `\x1b[?${mode}l`).join('');
    const rest = `${this.#cursorHidden ? `\x1b[?${CURSOR}h` : ''}${this.#keypad ? '\x1b>' : ''}`;
    return off === '' && rest === '' ? '' : `${off}${rest}\x1b[0m`;
  }

  #set(mode: number, on: boolean): void {
    if (mode === CURSOR) this.#cursorHidden = !on;
    else if (followed.has(mode) && on) this.#on.add(mode);
    else this.#on.delete(mode);
  }
}
