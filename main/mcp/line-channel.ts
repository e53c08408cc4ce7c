import type { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** One opened line to a bridge: newline-framed JSON both ways, with back-pressure. */
export interface LineChannel {
  /** Lines wait until this is called. `onClose` comes exactly once, also when the channel is closed already. */
  start(handlers: { onLine(line: string): void; onClose(): void }): void;
  /** Resolves when the peer may be sent more; never rejects. */
  send(line: string): Promise<void>;
  /** Says why, in the frame of wire.ts, and ends. */
  refuse(error: DrawbridgeError): void;
  close(): void;
}
