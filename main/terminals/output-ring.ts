/** A stretch of bytes with its absolute offsets. */
export interface RingSlice {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Bytes between the asked offset and `start` that are gone. */
  readonly gap: number;
}

const firstCapacity = 64 * 1024;

/**
 * The last `capacity` bytes of a terminal's output under absolute offsets. Appending costs one copy of the chunk;
 * the buffer starts small and doubles up to the capacity, so that idle terminals stay cheap.
 */
export class OutputRing {
  readonly #capacity: number;
  #buffer: Uint8Array;
  #end = 0;

  constructor(capacity: number = 4 * 1024 * 1024) {
    this.#capacity = capacity;
    this.#buffer = new Uint8Array(Math.min(firstCapacity, capacity));
  }

  /** Offset of the oldest byte that is still here. */
  get start(): number {
    return Math.max(0, this.#end - this.#buffer.length);
  }

  /** Bytes ever appended. */
  get end(): number {
    return this.#end;
  }

  append(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#grow(this.#end + chunk.length);
    const size = this.#buffer.length;
    const kept = chunk.length > size ? chunk.subarray(chunk.length - size) : chunk;
    const at = (this.#end + chunk.length - kept.length) % size;
    const room = size - at;
    if (kept.length <= room) {
      this.#buffer.set(kept, at);
    } else {
      this.#buffer.set(kept.subarray(0, room), at);
      this.#buffer.set(kept.subarray(room), 0);
    }
    this.#end += chunk.length;
  }

  /** At most `maxBytes` from `from` on, as a copy. */
  read(from: number, maxBytes: number = Number.POSITIVE_INFINITY): RingSlice {
    const asked = Math.min(Math.max(0, from), this.#end);
    const start = Math.max(asked, this.start);
    const end = Math.min(this.#end, start + Math.max(0, maxBytes));
    const bytes = new Uint8Array(end - start);
    const size = this.#buffer.length;
    const at = start % size;
    const first = Math.min(bytes.length, size - at);
    bytes.set(this.#buffer.subarray(at, at + first));
    if (first < bytes.length) bytes.set(this.#buffer.subarray(0, bytes.length - first), first);
    return { bytes, start, end, gap: start - asked };
  }

  #grow(needed: number): void {
    let size = this.#buffer.length;
    // Only an unwrapped buffer grows: it wraps once it has its full capacity.
    if (size >= this.#capacity || needed <= size) return;
    while (size < needed && size < this.#capacity) size *= 2;
    const grown = new Uint8Array(Math.min(size, this.#capacity));
    grown.set(this.#buffer.subarray(0, this.#end));
    this.#buffer = grown;
  }
}
