import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

/**
 * A WebSocket that ends as KoKo's does (protocol 7.16, measured): the client's Close is echoed at once while a handler
 * reads, never after ERROR or the read deadline, and TCP is never closed from this side.
 */
export class KokoSocket extends WebSocket {
  /** `mute` after ERROR and after the read deadline: nothing is answered any more. */
  closing: 'echo' | 'mute' = 'echo';
  onPeerClose: (() => void) | undefined;
  #raw: Duplex | undefined;
  #hasEchoed = false;

  attach(raw: Duplex): void {
    this.#raw = raw;
  }

  /** The library calls this when the peer's Close frame has come. */
  override close(code?: number, data?: string | Buffer): void {
    if (this.closing === 'mute' || this.#hasEchoed) return;
    this.#hasEchoed = true;
    const reason = data === undefined ? Buffer.alloc(0) : Buffer.from(data);
    const payload = Buffer.alloc(code === undefined ? 0 : 2);
    if (code !== undefined) payload.writeUInt16BE(code);
    const body = Buffer.concat([payload, reason]).subarray(0, 125);
    this.#raw?.write(Buffer.concat([Buffer.of(0x88, body.length), body]));
    this.onPeerClose?.();
  }

  /** Several frames in one packet. */
  batch(write: () => void): void {
    this.#raw?.cork();
    write();
    this.#raw?.uncork();
  }
}
