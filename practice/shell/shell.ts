import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import type { LiveShell } from './live-shell.ts';
import { processesOfSession, signal } from './process-session.ts';
import type { ShellCommand } from './shell-command.ts';

/** Time between SIGHUP and SIGKILL, milliseconds: an interactive bash needs a few to hand the signal to its jobs. */
const GRACE_MS = 250;

/** The part of a PTY that we use. Without an encoding node-pty delivers and takes bytes, although its types say text. */
interface RawPty {
  readonly pid: number;
  onData(listener: (data: unknown) => void): unknown;
  onExit(listener: () => void): unknown;
  write(data: string | Buffer): void;
  resize(columns: number, rows: number): void;
  pause(): void;
  resume(): void;
}

export interface ShellOptions {
  command: ShellCommand;
  home: string;
  username: string;
  cols: number;
  rows: number;
  onOutput(chunk: Buffer): void;
  onExit(): void;
}

/** A real shell in a real PTY. Closing it ends every process of its session. */
export class Shell implements LiveShell {
  readonly pid: number;
  readonly #pty: RawPty;
  readonly #exited: Promise<void>;
  #isAlive = true;
  #closing: Promise<void> | undefined;

  constructor(options: ShellOptions) {
    const { command, home, username } = options;
    const pty: RawPty = spawn(command.file, command.args, {
      name: 'xterm',
      cols: options.cols,
      rows: options.rows,
      cwd: home,
      encoding: null,
      env: {
        TERM: 'xterm',
        LANG: 'C.UTF-8',
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        HOME: home,
        USER: username,
        LOGNAME: username,
        SHELL: command.file,
        ...command.env,
      },
    });
    this.#pty = pty;
    this.pid = pty.pid;
    pty.onData((data) => options.onOutput(Buffer.isBuffer(data) ? data : Buffer.from(String(data))));
    this.#exited = new Promise((resolve) => {
      pty.onExit(() => {
        this.#isAlive = false;
        resolve();
        options.onExit();
      });
    });
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  write(data: Buffer): void {
    if (this.#isAlive) this.#pty.write(data);
  }

  resize(cols: number, rows: number): void {
    if (this.#isAlive) this.#pty.resize(cols, rows);
  }

  pause(): void {
    this.#pty.pause();
  }

  resume(): void {
    this.#pty.resume();
  }

  /** SIGHUP to all processes of the session as a lost line would, then SIGKILL to what stayed. Resolves when none is left. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    // A paused PTY never reports its end.
    this.#pty.resume();
    for (const pid of this.#processes()) signal(pid, 'SIGHUP');
    const deadline = Date.now() + GRACE_MS;
    while (this.#processes().length > 0 && Date.now() < deadline) await delay(10);
    for (const pid of this.#processes()) signal(pid, 'SIGKILL');
    await Promise.race([this.#exited, delay(2_000, undefined, { ref: false })]);
  }

  #processes(): number[] {
    const found = processesOfSession(this.pid);
    return found.length === 0 && this.#isAlive ? [this.pid] : found;
  }
}
