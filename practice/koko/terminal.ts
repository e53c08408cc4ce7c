import type { Account, Asset } from '../assets/asset.ts';
import type { CommandGate } from '../audit/command-gate.ts';
import type { LiveShell } from '../shell/live-shell.ts';
import { newShell } from '../shell/new-shell.ts';
import type { SiteState } from '../site-state.ts';
import { ctimeDate } from '../site-time.ts';
import type { PracticeUser } from '../users.ts';
import { joinData, sessionData } from './connect-message.ts';
import { ConnectingText } from './connecting-text.ts';
import type { ConnectionToken } from './connection-tokens.ts';
import type { KokoSocket } from './koko-socket.ts';
import type { TerminalSize } from './messages.ts';
import { newCommandGate } from './new-command-gate.ts';
import { newTerminalRecord } from './new-terminal-record.ts';
import { OutputPump } from './output-pump.ts';
import { PasswordPrompt } from './password-prompt.ts';
import { TerminalLimits } from './terminal-limits.ts';
import type { LiveTerminal, TerminalRecord } from './terminal-registry.ts';
import { type Language, redEnd } from './texts.ts';

/** KoKo splits input into pieces of this size before it looks at them (command-engine section 0). */
const INPUT_PIECE_BYTES = 1024;
/** Time between the red text of a kill and CLOSE, milliseconds (measured). */
const KILL_CLOSE_MS = 500;

export interface TerminalOptions {
  site: SiteState;
  socket: KokoSocket;
  connectionId: string;
  user: PracticeUser;
  token: ConnectionToken;
  asset: Asset;
  account: Account;
  language: Language;
  size: TerminalSize;
  missing: 'nothing' | 'session' | 'prompt';
  send(type: string, data?: string): void;
  onOutputSent(): void;
  /** The shell is there: input that waited may come now. */
  onReady(): void;
}

type Phase = 'prompting' | 'connecting' | 'live' | 'ended';

/** One terminal from TERMINAL_INIT to CLOSE (protocol 7.3). */
export class Terminal implements LiveTerminal {
  readonly record: TerminalRecord;
  readonly #options: TerminalOptions;
  readonly #pump: OutputPump;
  readonly #username: string;
  #phase: Phase = 'connecting';
  #size: TerminalSize;
  #shell: LiveShell | undefined;
  #gate: CommandGate | undefined;
  #prompt: PasswordPrompt | undefined;
  #connecting: ConnectingText | undefined;
  #limits: TerminalLimits | undefined;
  #closeTimer: NodeJS.Timeout | undefined;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#size = options.size;
    const { user, asset, account, token } = options;
    this.#username = account.alias === '@INPUT' ? token.inputUsername : account.username;
    this.record = newTerminalRecord({ user, asset, account, token, username: this.#username });
    this.#pump = new OutputPump({
      socket: options.socket,
      pause: () => this.#shell?.pause(),
      resume: () => this.#shell?.resume(),
      onSent: options.onOutputSent,
    });
  }

  get shellPid(): number | undefined {
    return this.#shell?.isAlive ? this.#shell.pid : undefined;
  }

  /** Input waits while there is neither a prompt nor a shell to take it, and after the end (protocol 7.8, back-pressure). */
  get takesInput(): boolean {
    return this.#phase === 'live' || this.#phase === 'prompting';
  }

  get hasEnded(): boolean {
    return this.#phase === 'ended';
  }

  start(): void {
    const { account, token } = this.#options;
    if (account.hasSecret) {
      this.#connect(true);
      return;
    }
    const secret = `practice-${this.#username}`;
    if (token.inputSecret !== '') {
      this.#connect(token.inputSecret === secret);
      return;
    }
    this.#phase = 'prompting';
    this.#pump.text(`${account.name}(${this.#username})'s password: `);
    this.#prompt = new PasswordPrompt({
      onEntered: (text) => {
        this.#pump.text('\r\n');
        this.#prompt = undefined;
        this.#connect(text === secret);
      },
      onCancelled: () => this.#end('\r\n'),
    });
    this.#options.onReady();
  }

  input(bytes: Buffer): void {
    this.#limits?.active();
    if (this.record.isLocked) return;
    if (this.#prompt !== undefined) {
      this.#prompt.input(bytes);
      return;
    }
    if (this.#gate === undefined) {
      this.#shell?.write(bytes);
      return;
    }
    for (let start = 0; start < bytes.length; start += INPUT_PIECE_BYTES) {
      this.#gate.input(bytes.subarray(start, start + INPUT_PIECE_BYTES));
    }
  }

  /** The new size goes back to everybody, the sender included (protocol 7.5). */
  resize(size: TerminalSize): void {
    this.#size = size;
    this.#limits?.active();
    if (this.#phase !== 'live') return;
    this.#shell?.resize(size.cols, size.rows);
    this.#options.send('TERMINAL_RESIZE', JSON.stringify({ Width: size.cols, Height: size.rows }));
  }

  /** The client said CLOSE. */
  close(): void {
    this.#end('');
  }

  kill(by: string): void {
    this.#pump.text(redEnd(`Terminated by admin ${by}`));
    this.#finish(KILL_CLOSE_MS);
  }

  lock(by: string): void {
    if (this.#phase !== 'live' || this.record.isLocked) return;
    this.record.isLocked = true;
    this.#options.send('TERMINAL_SESSION_PAUSE', JSON.stringify({ user: by }));
  }

  unlock(by: string): void {
    if (this.#phase !== 'live' || !this.record.isLocked) return;
    this.record.isLocked = false;
    this.#options.send('TERMINAL_SESSION_RESUME', JSON.stringify({ user: by }));
  }

  notifyPermission(isValid: boolean): void {
    if (this.#phase !== 'live') return;
    const detail = isValid
      ? { code: 'perm_valid', detail: 'OK' }
      : { code: 'perm_expired', detail: 'Account not found' };
    this.#options.send(isValid ? 'TERMINAL_PERM_VALID' : 'TERMINAL_PERM_EXPIRED', JSON.stringify(detail));
    this.#limits?.permission(isValid);
  }

  dispose(): Promise<void> {
    return this.#stop();
  }

  #connect(isSecretRight: boolean): void {
    const { site, asset, account, token, user } = this.#options;
    this.#phase = 'connecting';
    const sameConnections = site.terminals
      .allLive()
      .filter((other) => other.record.userId === user.id && other.record.assetId === asset.id)
      .filter((other) => other.record.account === this.record.account).length;
    this.#connecting = new ConnectingText({
      who: `${account.name}(${this.#username})@${asset.address}`,
      reused:
        sameConnections === 0
          ? undefined
          : `${this.#username}@${asset.address}) [Number of connections: ${sameConnections + 1}]\r\n`,
      delayMs: site.settings.connectDelayMs,
      toScreen: (text) => this.#pump.text(text),
      onDone: () => {
        if (!asset.protocols.some((protocol) => protocol.name === token.protocol) || token.protocol !== 'ssh') {
          this.#end(' error: Connection refused\r\n');
        } else if (!isSecretRight) this.#end(' error: Authentication failed\r\n');
        else {
          if (sameConnections === 0) this.#pump.text('\r\n');
          this.#live();
        }
      },
    });
  }

  #live(): void {
    const { site, asset, user, token, language } = this.#options;
    this.#phase = 'live';
    if (site.settings.audit) {
      this.#gate = newCommandGate({
        site,
        user,
        asset,
        language,
        record: this.record,
        toShell: (bytes) => this.#shell?.write(bytes),
        toScreen: (text) => this.#pump.text(text),
      });
    }
    try {
      this.#shell = this.#newShell();
    } catch (error) {
      // No PTY left, or the shell is gone: what a person would see as a host that refuses.
      this.#end(`\x1b[31m${String(error)}\x1b[0m\r\n`);
      return;
    }
    site.terminals.add(this);
    this.#limits = new TerminalLimits(site.settings, (text) => {
      this.#pump.text(redEnd(text));
      this.#finish(0);
    });
    // The title comes before TERMINAL_SESSION (measured in five of five).
    this.#pump.text(`\x1b]2;ssh://${this.#username}@${asset.address}\x07`);
    this.#options.send('TERMINAL_SESSION', sessionData(this.record, token, language, site.settings));
    this.#options.send('TERMINAL_SHARE_USERS', '{}');
    this.#options.send('TERMINAL_SHARE_JOIN', joinData(user, this.#options.connectionId, this.record));
    const welcome = site.settings.welcome ?? `Last login: ${ctimeDate(new Date())} from 127.0.0.1\r\r\n`;
    if (this.#options.missing !== 'prompt') {
      this.#gate?.output(Buffer.from(welcome));
      this.#pump.text(welcome);
    }
    this.#options.onReady();
  }

  #newShell(): LiveShell {
    const { site, asset } = this.#options;
    return newShell({
      asset,
      home: site.homes.homeFor(asset, this.#username),
      username: this.#username,
      ...this.#size,
      onOutput: (chunk) => {
        if (this.#phase !== 'live' || this.#options.missing === 'prompt') return;
        const bytes = this.#pump.whole(chunk);
        this.#limits?.active();
        this.#gate?.output(bytes);
        this.#pump.send(bytes);
      },
      onExit: () => this.#end(''),
    });
  }

  #end(text: string): void {
    if (this.#phase === 'ended') return;
    if (text !== '') this.#pump.text(text);
    this.#finish(0);
  }

  /** Stops everything, then CLOSE. The socket stays open. */
  #finish(closeAfterMs: number): void {
    if (this.#phase === 'ended') return;
    this.#options.site.terminals.ending(this.#stop());
    const close = () => this.#options.send('CLOSE');
    if (closeAfterMs === 0) close();
    else this.#closeTimer = setTimeout(close, closeAfterMs);
  }

  #stop(): Promise<void> {
    this.#phase = 'ended';
    this.record.endedAt ??= new Date();
    clearTimeout(this.#closeTimer);
    this.#connecting?.dispose();
    this.#limits?.dispose();
    this.#gate?.dispose();
    this.#options.site.terminals.remove(this);
    return this.#shell?.close() ?? Promise.resolve();
  }
}
