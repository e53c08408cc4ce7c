const mask = Buffer.from('••••••');
const nothing = new Uint8Array(0);
const lineFeed = 0x0a;
/** A shorter one would mask half of any output; its echo can stand only in the row in which it was typed. In bytes. */
const shortSecret = 4;

/** Takes a secret that was typed out of what the program prints, also where chunks split it. */
export class SecretScrubber {
  readonly #secret: Buffer;
  /** Bytes that may be the beginning of it. */
  #held: Uint8Array = nothing;
  #over: boolean;

  constructor(secret: string) {
    this.#secret = Buffer.from(secret);
    this.#over = this.#secret.length === 0;
  }

  /** What of it may be shown now. */
  push(chunk: Uint8Array): Uint8Array {
    if (this.#over) return chunk;
    const data = Buffer.concat([this.#held, chunk]);
    this.#held = nothing;
    const rowEnd = this.#secret.length < shortSecret ? data.indexOf(lineFeed) : -1;
    if (rowEnd !== -1) {
      this.#over = true;
      return Buffer.concat([this.#masked(data.subarray(0, rowEnd)), data.subarray(rowEnd)]);
    }
    const keep = this.#beginningAtEnd(data);
    this.#held = Uint8Array.from(data.subarray(data.length - keep));
    return this.#masked(data.subarray(0, data.length - keep));
  }

  /** What was held back, once no more of it can come. */
  flush(): Uint8Array {
    const held = this.#held;
    this.#held = nothing;
    return held;
  }

  #masked(data: Buffer): Buffer {
    const parts: Uint8Array[] = [];
    let from = 0;
    for (let at = data.indexOf(this.#secret); at !== -1; at = data.indexOf(this.#secret, from)) {
      parts.push(data.subarray(from, at), mask);
      from = at + this.#secret.length;
    }
    return parts.length === 0 ? data : Buffer.concat([...parts, data.subarray(from)]);
  }

  /** How many bytes at the end of `data` could be its beginning. */
  #beginningAtEnd(data: Buffer): number {
    for (let size = Math.min(this.#secret.length - 1, data.length); size > 0; size -= 1) {
      if (data.subarray(data.length - size).equals(this.#secret.subarray(0, size))) return size;
    }
    return 0;
  }
}
