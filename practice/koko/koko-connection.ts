import { randomUUID } from 'node:crypto';
import type { RawData } from 'ws';
import type { Account, Asset } from '../assets/asset.ts';
import type { SiteState } from '../site-state.ts';
import type { PracticeUser } from '../users.ts';
import { connectData } from './connect-message.ts';
import type { ConnectionToken } from './connection-tokens.ts';
import type { KokoSocket } from './koko-socket.ts';
import { type ClientMessage, parseClientMessage, parseSize, serverMessage } from './messages.ts';
import { Terminal } from './terminal.ts';
import type { Language } from './texts.ts';

/** Input held back while the terminal cannot take it; above this the socket itself is paused. */
const WAITING_BYTES = 1024 * 1024;

export interface Admission {
  user: PracticeUser;
  token: ConnectionToken;
  asset: Asset;
  account: Account;
  /** What never comes: one of about 280 openings got no prompt (command-engine section I). */
  missing: 'nothing' | 'session' | 'prompt';
}

type Item = { kind: 'binary'; bytes: Buffer } | { kind: 'message'; message: ClientMessage };

/** One admitted socket: CONNECT, then messages to and from its terminal, in order (protocol 7.3 and 7.5). */
export class KokoConnection {
  readonly #id = randomUUID();
  readonly #site: SiteState;
  readonly #socket: KokoSocket;
  readonly #admission: Admission;
  readonly #language: Language;
  readonly #ping: NodeJS.Timeout;
  #deadline: NodeJS.Timeout;
  #lastSentAt = Date.now();
  #terminal: Terminal | undefined;
  #waiting: Item[] = [];
  #waitingBytes = 0;
  #isOver = false;

  constructor(site: SiteState, socket: KokoSocket, admission: Admission, language: Language) {
    this.#site = site;
    this.#socket = socket;
    this.#admission = admission;
    this.#language = language;
    const { pingSeconds, readDeadlineSeconds } = site.settings;
    this.#ping = setInterval(() => this.#tick(), pingSeconds * 1000);
    this.#deadline = setTimeout(() => this.#readDeadline(), readDeadlineSeconds * 1000);
    socket.on('message', (data, isBinary) => this.#received(bytesOf(data), isBinary));
    socket.onPeerClose = () => this.dispose();
    socket.on('close', () => this.dispose());
    socket.on('error', () => socket.terminate());
    this.#send('CONNECT', connectData(admission.user, admission.asset, site.settings));
  }

  dispose(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#ping);
    clearTimeout(this.#deadline);
    this.#waiting = [];
    if (this.#terminal !== undefined) this.#site.terminals.ending(this.#terminal.dispose());
  }

  #received(bytes: Buffer, isBinary: boolean): void {
    if (this.#isOver) return;
    this.#deadline.refresh();
    if (isBinary) this.#take({ kind: 'binary', bytes });
    else {
      const message = parseClientMessage(bytes.toString('utf8'));
      if (message !== undefined) this.#take({ kind: 'message', message });
    }
  }

  /** Everything but INIT vanishes before the INIT; what comes before the shell is there waits in order. */
  #take(item: Item): void {
    if (this.#terminal === undefined) {
      if (item.kind === 'message' && item.message.type === 'TERMINAL_INIT') this.#init(item.message);
      return;
    }
    if (this.#waiting.length === 0 && (this.#terminal.takesInput || !isInput(item))) {
      this.#handle(this.#terminal, item);
      return;
    }
    // After the end KoKo's pipe has no reader: whatever comes is never looked at.
    if (this.#terminal.hasEnded) return;
    this.#waiting.push(item);
    this.#waitingBytes += item.kind === 'binary' ? item.bytes.length : item.message.data.length;
    if (this.#waitingBytes > WAITING_BYTES) this.#socket.pause();
  }

  #handle(terminal: Terminal, item: Item): void {
    if (item.kind === 'binary') {
      terminal.input(item.bytes);
      return;
    }
    const { type, data, raw } = item.message;
    switch (type) {
      case 'TERMINAL_DATA':
        terminal.input(Buffer.from(data));
        break;
      case 'TERMINAL_BINARY':
        terminal.input(Buffer.from(raw ?? '', 'base64'));
        break;
      case 'TERMINAL_RESIZE': {
        const size = parseSize(data);
        if (size !== undefined) terminal.resize(size);
        break;
      }
      case 'CLOSE':
        terminal.close();
        break;
      case 'TERMINAL_SYNC_USER_PREFERENCE':
        this.#send('MESSAGE_NOTIFY', JSON.stringify({ event_name: 'sync_user_preference' }));
        break;
      default:
      // PING, PONG, a second INIT and unknown types: nothing, not even an error.
    }
  }

  /** A wrong id or broken size is ignored in silence (protocol 7.5). */
  #init(message: ClientMessage): void {
    const size = parseSize(message.data);
    if (message.id !== this.#id || size === undefined || this.#admission.missing === 'session') return;
    this.#terminal = new Terminal({
      ...this.#admission,
      site: this.#site,
      socket: this.#socket,
      connectionId: this.#id,
      language: this.#language,
      size,
      send: (type, data) => this.#send(type, data),
      onOutputSent: () => {
        this.#lastSentAt = Date.now();
      },
      onReady: () => this.#release(),
    });
    this.#terminal.start();
  }

  #release(): void {
    while (this.#terminal?.takesInput) {
      const item = this.#waiting.shift();
      if (item === undefined) break;
      this.#handle(this.#terminal, item);
    }
    if (this.#waiting.length > 0) return;
    this.#waitingBytes = 0;
    if (this.#socket.isPaused) this.#socket.resume();
  }

  #send(type: string, data = ''): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#lastSentAt = Date.now();
    this.#socket.send(serverMessage(this.#id, type, data));
  }

  /** A PING on the minute, if nothing was sent for half of it (protocol 7.8). */
  #tick(): void {
    if (Date.now() - this.#lastSentAt >= this.#site.settings.pingSeconds * 500) this.#send('PING');
  }

  /** No data frame for five minutes: the session ends without text, CLOSE or Close frame, and TCP stays mute (measured). */
  #readDeadline(): void {
    this.#socket.closing = 'mute';
    this.dispose();
    if (this.#site.settings.afterReadDeadline === 'drop') this.#socket.terminate();
  }
}

function isInput(item: Item): boolean {
  return item.kind === 'binary' || item.message.type === 'TERMINAL_DATA' || item.message.type === 'TERMINAL_BINARY';
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
