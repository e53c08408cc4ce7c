import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { openTerminal, tokenFor } from './raw-terminal.ts';
import { WebClient } from './web-client.ts';

interface Frame {
  id: string;
  type: string;
  data: string;
  raw: string | null;
  err: string;
  cmd: string;
  current_path: string;
}

/** A bare client of the file manager's socket: it asks, and hears everything that comes. */
class RawFiles {
  readonly socket: WebSocket;
  readonly frames: Frame[] = [];
  isClosed = false;
  #wake: (() => void)[] = [];
  #next = 0;

  constructor(client: WebClient, query: string) {
    this.socket = new WebSocket(`${client.url.replace('http', 'ws')}/koko/ws/sftp/${query}`, ['JMS-KOKO'], {
      headers: { cookie: client.cookieHeader() },
      perMessageDeflate: false,
    });
    this.socket.on('message', (data, isBinary) => {
      expect(isBinary).toBe(false);
      this.frames.push(JSON.parse(String(data)));
      for (const wake of this.#wake.splice(0)) wake();
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.isClosed = true;
      for (const wake of this.#wake.splice(0)) wake();
    });
  }

  async until<T>(found: () => T | undefined | false): Promise<T> {
    for (;;) {
      const value = found();
      if (value !== undefined && value !== false) return value;
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  send(cmd: string, data: object, { raw, id }: { raw?: Buffer; id?: string } = {}): string {
    this.#next += 1;
    const frame = { id: id ?? String(this.#next), type: 'SFTP_DATA', cmd, data: JSON.stringify(data) };
    this.socket.send(JSON.stringify(raw === undefined ? frame : { ...frame, raw: raw.toString('base64') }));
    return frame.id;
  }

  /** The answer; pieces of a download are in `frames` before it. */
  async ask(cmd: string, data: object, extra: { raw?: Buffer; id?: string } = {}): Promise<Frame> {
    const seen = this.frames.length;
    this.send(cmd, data, extra);
    return this.until(() => this.frames.slice(seen).find(({ type }) => type === 'SFTP_DATA' || type === 'CLOSE'));
  }
}

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('the file manager of the practice KoKo', () => {
  let site: PracticeSite;
  let alice: WebClient;
  let home: string;
  const opened: RawFiles[] = [];

  const connect = async (asset = 'lab-bash', account = 'root'): Promise<RawFiles> => {
    const token = await tokenFor(alice, asset, account, { protocol: 'sftp', connect_method: 'web_sftp' });
    const files = new RawFiles(alice, `?token=${token}`);
    opened.push(files);
    await files.until(() => files.frames.find(({ type }) => type === 'CONNECT'));
    return files;
  };

  beforeAll(async () => {
    site = await PracticeSite.start();
    alice = new WebClient(site.url);
    await alice.signIn(site.users.alice);
    home = site.homeOf('lab-bash', 'root');
  });
  afterEach(() => {
    for (const { socket } of opened.splice(0)) socket.terminate();
    site.setSftpFault('none');
    site.setActions(['connect', 'upload', 'download', 'copy', 'paste', 'delete', 'share']);
  });
  afterAll(() => site.dispose());

  it('lists the home for an empty path, every key of a row in text, and says where it is', async () => {
    writeFileSync(path.join(home, 'eight.txt'), '12345678', { mode: 0o640 });
    symlinkSync('/etc', path.join(home, 'link'));
    const answer = await (await connect()).ask('list', { path: '' });
    expect(answer).toMatchObject({ type: 'SFTP_DATA', cmd: 'list', err: '', current_path: home });
    const rows = JSON.parse(answer.data);
    expect(rows.find(({ name }: { name: string }) => name === 'eight.txt')).toEqual({
      ...{ name: 'eight.txt', size: '8', perm: '-rw-r-----', mod_time: expect.stringMatching(/^\d{10}$/) },
      ...{ type: 'txt', is_dir: false },
    });
    expect(rows.find(({ name }: { name: string }) => name === 'link')).toMatchObject({ perm: /^L/, is_dir: false });
  });

  it('shows the very files that a shell of that account sees', async () => {
    const files = await connect();
    const shell = await openTerminal(alice, 'lab-bash', 'root');
    await files.ask('upload', { path: `${home}/from-browser`, size: 5 }, { raw: Buffer.from('hello') });
    shell.run('cat from-browser; mkdir made-by-shell; echo "do"ne');
    await shell.shows('hello');
    await shell.shows('done');
    shell.end();
    expect(JSON.parse((await files.ask('list', { path: home })).data)).toContainEqual(
      expect.objectContaining({ name: 'made-by-shell', is_dir: true, perm: expect.stringMatching(/^d/) }),
    );
  });

  it('makes, renames beside, and removes, folders with all that is in them', async () => {
    const files = await connect();
    expect((await files.ask('mkdir', { path: `${home}/box` })).data).toBe('ok');
    writeFileSync(path.join(home, 'box', 'inner'), 'x');
    expect((await files.ask('rename', { path: `${home}/box/inner`, new_name: 'outer' })).data).toBe('ok');
    expect(readFileSync(path.join(home, 'box', 'outer'), 'utf8')).toBe('x');
    expect((await files.ask('rm', { path: `${home}/box` })).data).toBe('ok');
    expect((await files.ask('list', { path: `${home}/box` })).err).toBe('file does not exist');
    expect((await files.ask('chmod', { path: home })).err).toBe('Unknown command');
  });

  it('takes a file whole, or in chunks that share an id and are merged', async () => {
    const files = await connect();
    expect((await files.ask('upload', { path: `${home}/whole`, size: 3 }, { raw: Buffer.from('abc') })).data).toBe(
      'ok',
    );
    const bytes = Buffer.alloc(300_000, 'chunks ');
    const target = `${home}/chunked`;
    for (let offset = 0; offset < bytes.length; offset += 100_000) {
      const args = { path: target, size: bytes.length, offset, chunk: true };
      const answer = await files.ask('upload', args, { id: '77', raw: bytes.subarray(offset, offset + 100_000) });
      expect(answer).toMatchObject({ id: '77', data: target, err: '' });
    }
    const merge = await files.ask('upload', { path: target, size: bytes.length, merge: true }, { id: '77' });
    expect(merge.data).toBe('ok');
    expect(sha(readFileSync(target))).toBe(sha(bytes));
    expect((await files.ask('upload', { path: target, merge: true }, { id: '78' })).err).toContain('Failure');
  });

  it('streams a download in pieces of at most 2 MiB and ends it with the name; a folder comes as zip', async () => {
    const bytes = Buffer.alloc(5_000_000, 'download ');
    writeFileSync(path.join(home, 'big.bin'), bytes);
    const files = await connect();
    const end = await files.ask('download', { path: `${home}/big.bin`, is_dir: false });
    expect(end).toMatchObject({ type: 'SFTP_DATA', data: 'big.bin', err: '' });
    const pieces = files.frames.filter(({ type }) => type === 'SFTP_BINARY');
    const sizes = pieces.map(({ raw }) => Buffer.from(raw ?? '', 'base64').length);
    expect(sizes).toEqual([2_097_152, 2_097_152, 5_000_000 - 2 * 2_097_152]);
    expect(sha(Buffer.concat(pieces.map(({ raw }) => Buffer.from(raw ?? '', 'base64'))))).toBe(sha(bytes));

    mkdirSync(path.join(home, 'two'));
    writeFileSync(path.join(home, 'two', 'a'), 'A');
    const seen = files.frames.length;
    expect((await files.ask('download', { path: `${home}/two`, is_dir: true })).data).toBe('two.zip');
    const [zip] = files.frames.slice(seen);
    expect(Buffer.from(zip?.raw ?? '', 'base64').subarray(0, 4)).toEqual(Buffer.from('PK\x03\x04'));
  });

  it('keeps only the latest request: the answer of the first carries the id of the second', async () => {
    const files = await connect();
    const seen = files.frames.length;
    files.send('list', { path: '' });
    const second = files.send('mkdir', { path: `${home}/twice` });
    const answers = await files.until(() => (files.frames.length >= seen + 2 ? files.frames.slice(seen) : undefined));
    expect(answers.map(({ id }) => id)).toEqual([second, second]);
    expect(answers.some(({ cmd }) => cmd === 'list')).toBe(false);
  });

  it('refuses what the permission does not allow, and files no such row as done', async () => {
    const files = await connect();
    site.setActions(['connect']);
    const before = site.ftpLog().length;
    expect((await files.ask('upload', { path: `${home}/no`, size: 1 }, { raw: Buffer.from('x') })).err).toBe(
      'Permission denied',
    );
    expect((await files.ask('download', { path: `${home}/.bashrc`, is_dir: false })).err).toBe('Permission denied');
    expect((await files.ask('rm', { path: `${home}/.bashrc` })).err).toBe('Permission denied');
    expect((await files.ask('list', { path: '' })).err).toBe('');
    expect(site.ftpLog()).toHaveLength(before);
  });

  it('writes an FTP log row for each transfer and change, which the control API and an auditor can read', async () => {
    const files = await connect();
    await files.ask('upload', { path: `${home}/logged`, size: 1 }, { raw: Buffer.from('x') });
    await files.ask('rm', { path: `${home}/logged` });
    await files.ask('download', { path: `${home}/logged`, is_dir: false });
    const rows = site.ftpLog().filter(({ filename }) => filename === `${home}/logged`);
    expect(rows.map(({ operation, is_success }) => [operation, is_success])).toEqual([
      ['upload', true],
      ['delete', true],
      ['download', false],
    ]);
    const control = await fetch(`${site.url}/practice/api/ftp-log`, {
      headers: { 'x-practice-key': site.controlKey },
    });
    expect(await control.json()).toEqual(site.ftpLog());
    expect((await alice.get('/api/v1/audits/ftp-logs/')).status).toBe(403);
  });

  it('answers CLOSE once its audit session was killed', async () => {
    const files = await connect();
    await files.ask('list', { path: '' });
    const live = site.terminals().find(({ isLive, protocol }) => isLive && protocol === 'sftp');
    expect(site.killTerminal(live?.id ?? '')).toBe(true);
    expect(await files.ask('list', { path: '' })).toMatchObject({ type: 'CLOSE', err: 'Session expired or not found' });
  });

  it('dies at the second message without a token, and at an asset without SFTP says why', async () => {
    const bare = new RawFiles(alice, '');
    opened.push(bare);
    await new Promise((resolve) => bare.socket.once('open', resolve));
    bare.send('list', { path: '' });
    bare.send('list', { path: '' });
    await bare.until(() => bare.isClosed);
    const device = await connect('lab-switch', 'admin');
    expect((await device.ask('list', { path: '' })).err).toBe('ssh: subsystem request failed');
  });

  it('can show the home as the root', async () => {
    const rooted = await PracticeSite.start({ sftpRoot: 'home' });
    try {
      const client = new WebClient(rooted.url);
      await client.signIn(rooted.users.alice);
      const token = await tokenFor(client, 'lab-bash', 'root', { protocol: 'sftp', connect_method: 'web_sftp' });
      const files = new RawFiles(client, `?token=${token}`);
      opened.push(files);
      await files.until(() => files.frames.length > 0);
      expect((await files.ask('list', { path: '' })).current_path).toBe('/');
      await files.ask('upload', { path: '/here', size: 2 }, { raw: Buffer.from('hi') });
      expect(readFileSync(path.join(rooted.homeOf('lab-bash', 'root'), 'here'), 'utf8')).toBe('hi');
    } finally {
      await rooted.dispose();
    }
  });
});
