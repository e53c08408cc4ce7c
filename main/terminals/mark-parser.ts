/**
 * What our shell integration reports (command-engine §A): `start` is C (output begins), `end` is D, `prompt` is B
 * (the shell waits for a command), `continuation` is P.
 */
export type Mark =
  | { readonly kind: 'start' | 'prompt' | 'continuation' }
  | {
      readonly kind: 'end';
      readonly exitCode: number | null;
      /** Effective uid and its name; null where the shell cannot tell. */
      readonly user: string | null;
      readonly userName: string | null;
      readonly cwd: string | null;
    };

export interface MarkSink {
  bytes(chunk: Uint8Array): void;
  /** `id` is the one of our ids that the mark carries: it tells which shell spoke. */
  mark(mark: Mark, id: string): void;
}

const esc = 0x1b;
const bel = 0x07;
const prefix = new Uint8Array([esc, 0x5d, 0x31, 0x33, 0x33, 0x3b]); // ESC ] 1 3 3 ;
/** A mark carries a path (PATH_MAX 4096); longer is somebody else's unterminated OSC. */
const longestMark = 6000;
const nothing = new Uint8Array(0);
/** Ids of shells that ended long ago are forgotten. */
const mostIds = 32;

/**
 * Takes the marks with our ids out of a byte stream and passes everything else on untouched, foreign marks included.
 * Marks may be split over chunks (12 of 300 were, §D). A chunk without ESC costs one `indexOf`.
 */
export class MarkParser {
  #ids: readonly string[];
  readonly #decoder = new TextDecoder();
  /** Bytes that may be the beginning of a mark. */
  #held: Uint8Array = nothing;

  constructor(id: string) {
    this.#ids = [id];
  }

  /** From now on marks with this id are ours too. */
  accept(id: string): void {
    const [first = id, ...others] = this.#ids;
    this.#ids = [first, ...others.slice(-(mostIds - 2)), id];
  }

  push(chunk: Uint8Array, sink: MarkSink): void {
    let data = chunk;
    if (this.#held.length > 0) {
      data = new Uint8Array(this.#held.length + chunk.length);
      data.set(this.#held);
      data.set(chunk, this.#held.length);
      this.#held = nothing;
    }
    let passed = 0;
    let at = data.indexOf(esc);
    while (at !== -1) {
      const end = this.#markEnd(data, at);
      if (end === 'partial') {
        if (at > passed) sink.bytes(data.subarray(passed, at));
        this.#held = data.slice(at);
        return;
      }
      const mark = end === null ? null : this.#parse(data.subarray(at + prefix.length, end.body));
      if (mark && end) {
        if (at > passed) sink.bytes(data.subarray(passed, at));
        passed = end.next;
        sink.mark(mark.mark, mark.id);
        at = data.indexOf(esc, end.next);
      } else {
        at = data.indexOf(esc, at + 1);
      }
    }
    if (passed === 0) sink.bytes(data);
    else if (passed < data.length) sink.bytes(data.subarray(passed));
  }

  /** Where the OSC 133 at `at` ends; null when it is none, 'partial' when the chunk ends inside it. */
  #markEnd(data: Uint8Array, at: number): { readonly body: number; readonly next: number } | 'partial' | null {
    for (let index = 1; index < prefix.length; index += 1) {
      if (at + index >= data.length) return 'partial';
      if (data[at + index] !== prefix[index]) return null;
    }
    const limit = Math.min(data.length, at + longestMark);
    for (let index = at + prefix.length; index < limit; index += 1) {
      if (data[index] === bel) return { body: index, next: index + 1 };
      if (data[index] === esc) {
        if (index + 1 >= data.length) return 'partial';
        return data[index + 1] === 0x5c ? { body: index, next: index + 2 } : null;
      }
    }
    return limit < at + longestMark ? 'partial' : null;
  }

  #parse(body: Uint8Array): { readonly mark: Mark; readonly id: string } | null {
    const fields = this.#decoder.decode(body).split(';');
    const [letter] = fields;
    const id = this.#ids.find((one) => one === fields[letter === 'D' ? 2 : 1]);
    if (id === undefined) return null;
    if (letter === 'D') {
      const code = Number.parseInt(fields[1] ?? '', 10);
      const [, user = '', userName = ''] = /^(\d*)(?::(.*))?$/.exec(fields[3] ?? '') ?? [];
      const mark: Mark = {
        kind: 'end',
        exitCode: Number.isNaN(code) ? null : code,
        user: user || null,
        userName: userName || null,
        cwd: fields.slice(4).join(';') || null,
      };
      return { mark, id };
    }
    if (fields.length !== 2) return null;
    if (letter === 'C') return { mark: { kind: 'start' }, id };
    if (letter === 'B') return { mark: { kind: 'prompt' }, id };
    return letter === 'P' ? { mark: { kind: 'continuation' }, id } : null;
  }
}
