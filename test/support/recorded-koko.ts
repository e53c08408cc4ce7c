import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SiteSocket, SocketTransport } from '../../main/koko/socket-transport.ts';

const line = z.object({
  t: z.number(),
  dir: z.enum(['C', 'S']),
  op: z.enum(['text', 'bin']),
  payload: z.string().optional(),
  payload_b64: z.string().optional(),
});
const clientFrame = z.looseObject({ type: z.string(), data: z.string().default('') });

export type RecordedFrame = z.infer<typeof line>;

const folder = new URL('../recordings/', import.meta.url);

/** The names of all recordings of a real KoKo. */
export function recordingNames(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.slice(0, -'.jsonl'.length))
    .sort();
}

/** The frames of one recording of a real KoKo (`test/recordings/<name>.jsonl`), header left out. */
export function recording(name: string): readonly RecordedFrame[] {
  const text = readFileSync(new URL(`${name}.jsonl`, folder), 'utf8');
  return text
    .split('\n')
    .slice(1)
    .filter((one) => one !== '')
    .map((one) => line.parse(JSON.parse(one)));
}

/** The part of a recording up to the first prompt after the integration line, to put before one that starts later. */
export function integratedBash(): readonly RecordedFrame[] {
  const all = recording('bash-integration-uid-cwd-ps2');
  const first = all.findIndex((one) => one.dir === 'C' && one.payload?.includes('true'));
  return all.slice(0, first);
}

/**
 * Plays the server's side of a recording: what stood between two client frames in it comes when the first of them was
 * sent. The recorded mark id becomes the one that the client typed.
 */
export class RecordedKoko implements SocketTransport {
  /** Payloads of the keystrokes, a call of `send` each. */
  readonly sent: string[][] = [];
  /** Types of all client frames. */
  readonly types: string[] = [];
  closed = false;
  readonly #script: readonly RecordedFrame[];
  readonly #recordedId: string;
  readonly #split: (bytes: Uint8Array) => readonly Uint8Array[];
  #at = 0;
  #id = '';
  #socket: SiteSocket | null = null;
  #held = false;

  /** `split`: the server's bytes come in pieces of its making, instead of the recorded frames. */
  constructor(
    script: readonly RecordedFrame[],
    recordedId = 'k7f3',
    split: (bytes: Uint8Array) => readonly Uint8Array[] = (bytes) => [bytes],
  ) {
    this.#script = script;
    this.#recordedId = recordedId;
    this.#split = split;
  }

  async connectSocket(): Promise<SiteSocket> {
    const socket: SiteSocket = {
      send: (frames) => this.#onSend(frames),
      pause() {},
      resume() {},
      close: () => {
        this.closed = true;
      },
      onText: () => {},
      onBinary: () => {},
      onClosed: () => {},
    };
    this.#socket = socket;
    setImmediate(() => this.#play());
    return socket;
  }

  /** Stops and restarts the server's side. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.#play();
  }

  /** Frames beyond the recording. */
  print(text: string): void {
    this.#socket?.onBinary(Buffer.from(text.replaceAll('ID', this.#id)));
  }

  say(type: string, data = ''): void {
    this.#socket?.onText(JSON.stringify({ id: 'x', type, data, err: '' }));
  }

  drop(reason: string): void {
    this.#socket?.onClosed(reason);
  }

  /** The mark id that the client typed. */
  get markId(): string {
    return this.#id;
  }

  #onSend(frames: readonly (string | Uint8Array)[]): void {
    const data: string[] = [];
    for (const frame of frames) {
      const { type, data: text } = clientFrame.parse(JSON.parse(String(frame)));
      this.types.push(type);
      if (type !== 'TERMINAL_DATA' && type !== 'TERMINAL_INIT') continue;
      if (type === 'TERMINAL_DATA') data.push(text);
      this.#id ||= /133;\$1;([0-9a-f]{24})/.exec(text)?.[1] ?? '';
      if (this.#script[this.#at]?.dir === 'C') this.#at += 1;
    }
    if (data.length > 0) this.sent.push(data);
    setImmediate(() => this.#play());
  }

  #play(): void {
    while (!this.#held) {
      const frame = this.#script[this.#at];
      if (frame?.dir !== 'S') return;
      this.#at += 1;
      if (frame.op === 'text') this.#socket?.onText(frame.payload ?? '');
      else
        for (const piece of this.#split(this.#withId(Buffer.from(frame.payload_b64 ?? '', 'base64'))))
          this.#socket?.onBinary(piece);
    }
  }

  #withId(bytes: Buffer): Buffer {
    if (this.#id === '' || !bytes.includes(this.#recordedId)) return bytes;
    return Buffer.from(bytes.toString('latin1').replaceAll(this.#recordedId, this.#id), 'latin1');
  }
}
