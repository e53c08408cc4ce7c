/** An open WebSocket to KoKo, reduced to what the protocol needs. */
export interface SiteSocket {
  /** Sends the frames in one tick and, where the transport can, in one segment (command-engine §G2). Strings are text frames. */
  send(frames: readonly (string | Uint8Array)[]): void;
  /** Stops and restarts reading from the network (back-pressure). */
  pause(): void;
  resume(): void;
  /** Sends Close(1000) and drops TCP: a live KoKo never closes it (jumpserver-live §7.16). */
  close(): void;
  onText: (text: string) => void;
  onBinary: (bytes: Uint8Array) => void;
  /** Once, with why: also after `close`. */
  onClosed: (reason: string) => void;
}

export interface SocketRequest {
  /** ws:// or wss:// URL. */
  readonly url: string;
  readonly protocols: readonly string[];
  readonly signal?: AbortSignal;
}

/** The upgrade answered something else than 101. KoKo says 302 to the login page (protocol §7.2); 429 may hide behind it. */
export class UpgradeRefused extends Error {
  readonly status: number;
  readonly location: string;

  constructor(status: number, location: string) {
    super(`The upgrade was answered with ${status}.`);
    this.name = 'UpgradeRefused';
    this.status = status;
    this.location = location;
  }
}

/** Opens WebSockets with the site's cookies and the trust that Chromium decided. Rejects with UpgradeRefused or DrawbridgeError. */
export interface SocketTransport {
  connectSocket(request: SocketRequest): Promise<SiteSocket>;
}
