import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FtpOperation } from '../audit/ftp-log.ts';
import type { SiteState } from '../site-state.ts';
import { connectData } from './connect-message.ts';
import type { Admission } from './koko-connection.ts';
import type { KokoSocket } from './koko-socket.ts';
import { serverMessage } from './messages.ts';
import { newTerminalRecord } from './new-terminal-record.ts';
import { SftpFolder, sftpError } from './sftp-folder.ts';
import {
  parseSftpArguments,
  parseSftpRequest,
  type SftpArguments,
  type SftpRequest,
  sftpMessage,
} from './sftp-messages.ts';
import { SftpUploads } from './sftp-uploads.ts';
import type { LiveTerminal, TerminalRecord } from './terminal-registry.ts';
import { zipFolder } from './zip-folder.ts';

/** Largest piece of a download (protocol 7.14). */
const PIECE_BYTES = 2 * 1024 * 1024;

/** Which permitted action a command needs; `list` needs none beyond the connection. */
const NEEDS: Readonly<Record<string, string>> = {
  mkdir: 'upload',
  rename: 'upload',
  upload: 'upload',
  download: 'download',
  rm: 'delete',
};

type Reply = { data: string; currentPath?: string };

/**
 * The new file manager's socket (protocol 7.14): text frames, one request in flight. The handler keeps only the latest
 * message, so a second request while one is served corrupts both: the first one's answer carries the second one's id.
 */
export class SftpConnection implements LiveTerminal {
  readonly record: TerminalRecord;
  readonly shellPid = undefined;
  readonly #id = randomUUID();
  readonly #site: SiteState;
  readonly #socket: KokoSocket;
  readonly #admission: Admission;
  readonly #folder: SftpFolder;
  readonly #uploads = new SftpUploads();
  readonly #username: string;
  readonly #ping: NodeJS.Timeout;
  readonly #deadline: NodeJS.Timeout;
  #latest: SftpRequest = { id: '', type: '', cmd: '', data: '', raw: null };
  #lastSentAt = Date.now();
  #state: 'new' | 'live' | 'killed' | 'over' = 'new';

  constructor(site: SiteState, socket: KokoSocket, admission: Admission) {
    const { user, asset, account, token } = admission;
    this.#site = site;
    this.#socket = socket;
    this.#admission = admission;
    this.#username = account.alias === '@INPUT' ? token.inputUsername : account.username;
    this.#folder = new SftpFolder(site.homes.homeFor(asset, this.#username), site.settings.sftpRoot);
    this.record = newTerminalRecord({ user, asset, account, token, username: this.#username });
    const { pingSeconds, readDeadlineSeconds } = site.settings;
    this.#ping = setInterval(() => this.#tick(), pingSeconds * 1000);
    this.#deadline = setTimeout(() => this.#readDeadline(), readDeadlineSeconds * 1000);
    socket.on('message', (data, isBinary) => {
      if (!isBinary) this.#received(String(data));
    });
    socket.onPeerClose = () => void this.dispose();
    socket.on('close', () => void this.dispose());
    socket.on('error', () => socket.terminate());
    socket.send(serverMessage(this.#id, 'CONNECT', connectData(user, asset, site.settings)));
  }

  /** Noticed at the next look at the session: the next request, or the next piece of a download. */
  kill(): void {
    if (this.#state !== 'live') return;
    this.#state = 'killed';
    this.record.endedAt ??= new Date();
    this.#site.terminals.remove(this);
  }

  /** Nothing of it concerns files. */
  lock(): void {}
  unlock(): void {}
  notifyPermission(): void {}

  async dispose(): Promise<void> {
    if (this.#state === 'over') return;
    this.#state = 'over';
    clearInterval(this.#ping);
    clearTimeout(this.#deadline);
    this.record.endedAt ??= new Date();
    this.#site.terminals.remove(this);
    await this.#uploads.dispose();
  }

  #received(text: string): void {
    if (this.#state === 'over') return;
    this.#deadline.refresh();
    const request = parseSftpRequest(text);
    if (request?.type === 'CLOSE') this.#close('');
    if (request?.type !== 'SFTP_DATA') return;
    this.#latest = request;
    void this.#serve();
  }

  async #serve(): Promise<void> {
    // The goroutine runs a moment later, on whatever is the latest message then.
    await nextTurn();
    const { cmd, data, raw } = this.#latest;
    if (this.#state === 'over') return;
    if (this.#state === 'killed') return this.#close('Session expired or not found');
    const refused = this.#refusal(cmd);
    const args = parseSftpArguments(data);
    if (refused !== undefined || args === undefined) return this.#reply(cmd, { err: refused ?? 'invalid request' });
    const fault = this.#site.faults.ofSftp(cmd);
    if (fault === 'silent') return;
    try {
      const bytes = Buffer.from(raw ?? '', 'base64');
      const reply = await this.#command(cmd, args, fault === 'short-write' ? bytes.subarray(0, -1) : bytes, fault);
      if (reply !== undefined) this.#reply(cmd, reply);
    } catch (error) {
      this.#reply(cmd, { err: error instanceof UnknownCommand ? 'Unknown command' : sftpError(error) });
      if (isLogged(cmd)) this.#log(OPERATIONS[cmd], args.path, false);
    }
  }

  #refusal(cmd: string): string | undefined {
    const { asset, account, token } = this.#admission;
    if (!asset.protocols.some(({ name }) => name === 'sftp')) return 'ssh: subsystem request failed';
    if (!account.hasSecret && token.inputSecret !== `practice-${this.#username}`)
      return 'ssh: handshake failed: ssh: unable to authenticate, attempted methods [none password], no supported methods remain';
    if (this.#state === 'new') {
      this.#state = 'live';
      this.#site.terminals.add(this);
    }
    const needed = NEEDS[cmd];
    return needed === undefined || this.#site.settings.actions.includes(needed) ? undefined : 'Permission denied';
  }

  /** Undefined where the answer has been sent already. */
  async #command(cmd: string, args: SftpArguments, raw: Buffer, fault: string): Promise<Reply | undefined> {
    switch (cmd) {
      case 'list':
        return {
          data: JSON.stringify(await this.#folder.list(args.path)),
          currentPath: this.#folder.shown(this.#folder.at(args.path)),
        };
      case 'mkdir':
        await this.#folder.mkdir(args.path);
        break;
      case 'rename':
        await this.#folder.rename(args.path, args.new_name);
        break;
      case 'rm':
        await this.#folder.remove(args.path);
        break;
      case 'download':
        await this.#download(args, fault);
        return undefined;
      case 'upload':
        return this.#upload(args, raw);
      default:
        throw new UnknownCommand();
    }
    if (isLogged(cmd)) this.#log(OPERATIONS[cmd], args.path, true);
    return { data: 'ok' };
  }

  async #upload(args: SftpArguments, raw: Buffer): Promise<Reply> {
    const target = this.#folder.at(args.path);
    const { id } = this.#latest;
    if (args.merge) {
      if ((await this.#uploads.merge(id)) === undefined) throw new Error('sftp: "Failure" (SSH_FX_FAILURE)');
    } else if (args.chunk) {
      await this.#uploads.chunk(id, target, raw, args.offset);
      return { data: args.path };
    } else {
      await this.#uploads.chunk(id, target, raw, 0);
      await this.#uploads.merge(id);
    }
    this.#log('upload', args.path, true);
    return { data: 'ok' };
  }

  async #download({ path: given, is_dir }: SftpArguments, fault: string): Promise<void> {
    const target = this.#folder.at(given);
    const name = path.basename(target);
    if (is_dir) {
      const archive = await zipFolder(target);
      for (let start = 0; start < archive.length; start += PIECE_BYTES)
        if (!(await this.#piece(archive.subarray(start, start + PIECE_BYTES)))) return;
      this.#downloaded(given, `${name}.zip`);
      return;
    }
    const file = await open(target, 'r');
    try {
      const buffer = Buffer.alloc(PIECE_BYTES);
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES, null);
        if (!(await this.#piece(buffer.subarray(0, bytesRead)))) return;
        if (bytesRead < PIECE_BYTES || fault === 'short-read') break;
      }
    } finally {
      await file.close();
    }
    this.#downloaded(given, name);
  }

  #downloaded(given: string, name: string): void {
    this.#log('download', given, true);
    this.#reply('download', { data: name });
  }

  /** Resolves when the piece is on its way: a slow reader holds the file, not the memory. */
  async #piece(raw: Buffer): Promise<boolean> {
    if (this.#state === 'killed') this.#close('Session expired or not found');
    if (this.#state !== 'live' || this.#socket.readyState !== this.#socket.OPEN) return false;
    this.#lastSentAt = Date.now();
    const text = sftpMessage({ id: this.#latest.id, type: 'SFTP_BINARY', cmd: 'download', raw });
    await new Promise<void>((resolve) => this.#socket.send(text, () => resolve()));
    return true;
  }

  #reply(cmd: string, { data = '', err = '', currentPath = '' }: Partial<Reply> & { err?: string }): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#lastSentAt = Date.now();
    this.#socket.send(sftpMessage({ id: this.#latest.id, type: 'SFTP_DATA', cmd, data, err, currentPath }));
  }

  #close(err: string): void {
    if (this.#socket.readyState === this.#socket.OPEN)
      this.#socket.send(sftpMessage({ id: this.#latest.id, type: 'CLOSE', cmd: '', err }));
    void this.dispose();
  }

  #log(operation: FtpOperation, filename: string, success: boolean): void {
    const { user, asset, account, id } = this.record;
    const row = { user, asset, account, operation, filename, session: id, timestamp: Date.now() };
    this.#site.ftpLog.add({ ...row, is_success: success, has_file: false });
  }

  #tick(): void {
    if (Date.now() - this.#lastSentAt < this.#site.settings.pingSeconds * 500) return;
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(serverMessage(this.#id, 'PING'));
  }

  #readDeadline(): void {
    this.#socket.closing = 'mute';
    void this.dispose();
    if (this.#site.settings.afterReadDeadline === 'drop') this.#socket.terminate();
  }
}

class UnknownCommand extends Error {}

const OPERATIONS = {
  mkdir: 'mkdir',
  rename: 'rename',
  rm: 'delete',
  upload: 'upload',
  download: 'download',
} as const satisfies Readonly<Record<string, FtpOperation>>;

const isLogged = (cmd: string): cmd is keyof typeof OPERATIONS => Object.hasOwn(OPERATIONS, cmd);
