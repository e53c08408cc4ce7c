/** Reads a line without echo: the terminal asks for a secret that nobody stored (protocol 7.6). */
export class PasswordPrompt {
  readonly #onEntered: (text: string) => void;
  readonly #onCancelled: () => void;
  #typed = '';

  constructor(options: { onEntered(text: string): void; onCancelled(): void }) {
    this.#onEntered = options.onEntered;
    this.#onCancelled = options.onCancelled;
  }

  input(bytes: Buffer): void {
    for (const character of bytes.toString('utf8')) {
      if (character === '\r' || character === '\n') {
        this.#onEntered(this.#typed);
        return;
      }
      if (character === '\x03' || character === '\x04') {
        this.#onCancelled();
        return;
      }
      if (character === '\x7f' || character === '\b') this.#typed = this.#typed.slice(0, -1);
      else if (character >= ' ' && this.#typed.length < 1024) this.#typed += character;
    }
  }
}
