import { spawnSync } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import type { AppConnection } from './app-connection.ts';
import { parseJson } from './app-connection.ts';
import { BridgeError, errorText, notRunning } from './bridge-error.ts';
import { reachApp } from './cli-verb.ts';
import { execExitCodeFor, exitCode } from './exit-code.ts';
import { LeftModes } from './left-modes.ts';
import { ShellEscapes } from './shell-escapes.ts';
import { type CliRequest, type CliTyped, cliReply, refusal, type WireError } from './wire.ts';

type ShellRequest = Extract<CliRequest, { verb: 'shell' }>;
export type ShellTarget = Omit<ShellRequest, 'verb' | 'size'>;

const HELP = ['At the beginning of a line:', '  ~.  ends this terminal', '  ~~  types a ~', '  ~?  shows this'];

/** A whole terminal on an asset, in the one that this process was started in: every key goes there. Returns the exit code. */
export async function runShell(target: ShellTarget): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    process.stderr.write(
      'drawbridge: shell needs a terminal on both sides; without one, `drawbridge exec <asset> <account> -- <command>` runs a command.\n',
    );
    return exitCode.usage;
  }
  try {
    return await new ShellConversation(await reachApp(true)).run(target);
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    return failed(error.wire);
  }
}

function failed(error: WireError): number {
  process.stderr.write(`drawbridge: ${errorText(error)}\n`);
  return execExitCodeFor(error);
}

/** One terminal of the app in the terminal of this process. */
class ShellConversation {
  readonly #connection: AppConnection;
  readonly #escapes = new ShellEscapes();
  readonly #modes = new LeftModes();
  readonly #decoder = new StringDecoder('utf8');
  #attached = false;
  #end: (code: number) => void = () => {};

  constructor(connection: AppConnection) {
    this.#connection = connection;
  }

  async run(target: ShellTarget): Promise<number> {
    const ended = new Promise<number>((resolve) => {
      this.#end = resolve;
    });
    this.#connection.start({
      onLine: (line) => this.#take(line),
      onClose: () => this.#fail(notRunning('it ended while this was going on').wire),
      onDrain() {},
    });
    const request: ShellRequest = { verb: 'shell', ...target, size: windowSize() };
    this.#connection.send(JSON.stringify(request));
    try {
      return await ended;
    } finally {
      this.#detach();
      this.#connection.close();
    }
  }

  #take(line: string): void {
    const value = parseJson(line);
    const refused = refusal.safeParse(value);
    if (refused.success) this.#fail(refused.data.error);
    const reply = cliReply.safeParse(value);
    if (!reply.success) return;
    switch (reply.data.type) {
      case 'progress':
        if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${reply.data.text}`);
        return;
      case 'screen': {
        this.#attach();
        const bytes = Buffer.from(reply.data.data, 'base64');
        this.#modes.push(bytes);
        process.stdout.write(bytes, () => this.#send({ type: 'shown', bytes: bytes.length }));
        return;
      }
      case 'error':
        this.#fail(reply.data.error);
        return;
      case 'result':
        this.#detach();
        if (reply.data.exitCode !== 0) process.stderr.write(`drawbridge: ${reasonOf(reply.data.data)}\n`);
        this.#end(reply.data.exitCode ?? exitCode.ok);
        return;
      default:
        return;
    }
  }

  #fail(error: WireError): void {
    this.#detach();
    clearProgress();
    this.#end(failed(error));
  }

  #send(typed: CliTyped): void {
    this.#connection.send(JSON.stringify(typed));
  }

  /** From the first output on: until then Ctrl-C is for this process. */
  #attach(): void {
    if (this.#attached) return;
    this.#attached = true;
    clearProgress();
    process.stdin.setRawMode(true);
    leaveOutputAlone();
    process.stdin.on('data', this.#onKeys);
    process.stdin.on('end', this.#onHangUp);
    process.stdout.on('resize', this.#onResize);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, this.#onHangUp);
    process.stderr.write('drawbridge: Enter, then ~. ends this terminal; ~? for help\r\n');
    // It may have changed since the request.
    this.#onResize();
  }

  #detach(): void {
    if (!this.#attached) return;
    this.#attached = false;
    process.stdin.off('data', this.#onKeys);
    process.stdin.off('end', this.#onHangUp);
    process.stdout.off('resize', this.#onResize);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, this.#onHangUp);
    process.stdout.write(this.#modes.undo());
    process.stdin.setRawMode(false);
    process.stdin.pause();
  }

  readonly #onKeys = (bytes: Buffer): void => {
    for (const event of this.#escapes.push(this.#decoder.write(bytes))) {
      if (event === 'help')
        process.stdout.write(
          HELP.map((line) => `\r\n${line}`)
            .join('')
            .concat('\r\n'),
        );
      else if (event === 'end') {
        this.#onHangUp();
        return;
      } else this.#send({ type: 'keys', data: event.keys });
    }
  };

  readonly #onResize = (): void => {
    this.#send({ type: 'size', ...windowSize() });
  };

  readonly #onHangUp = (): void => {
    this.#detach();
    process.stderr.write('\r\ndrawbridge: ended here.\n');
    this.#end(exitCode.execFailed);
  };
}

/**
 * Node's raw mode goes on turning a line feed into two characters, which programs with the whole screen do not expect. Leaving
 * raw mode puts this back as well.
 */
function leaveOutputAlone(): void {
  if (process.platform === 'win32') return;
  const { status } = spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] });
  if (status !== 0)
    process.stderr.write('drawbridge: stty does not work here; programs that use the whole screen may look wrong\r\n');
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}

/** A terminal without a size says 0. */
const windowSize = () => ({
  cols: Math.min(1_000, Math.max(2, process.stdout.columns || 80)),
  rows: Math.min(1_000, Math.max(1, process.stdout.rows || 24)),
});

function reasonOf(data: unknown): string {
  return typeof data === 'object' && data !== null && 'reason' in data ? String(data.reason) : 'the terminal closed';
}
