import { expect, test } from 'vitest';
import { SftpConnection } from '../../../main/koko/sftp-connection.ts';
import type { SiteSocket } from '../../../main/koko/socket-transport.ts';
import { silentLog } from '../../../main/log/log.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** The other end, played by hand: what KoKo would never send can be sent too. */
class Wire implements SiteSocket {
  readonly sent: { id: string; cmd: string; data: string; type: string }[] = [];
  paused = false;
  closed = false;
  onText: (text: string) => void = () => {};
  onBinary: (bytes: Uint8Array) => void = () => {};
  onClosed: (reason: string) => void = () => {};

  send(frames: readonly (string | Uint8Array)[]): void {
    for (const frame of frames) this.sent.push(JSON.parse(String(frame)));
  }
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
  close(): void {
    this.closed = true;
  }
  say(frame: object): void {
    this.onText(JSON.stringify({ id: '', data: '', err: '', raw: null, ...frame }));
  }
  requests(): string[] {
    return this.sent.filter(({ type }) => type === 'SFTP_DATA').map(({ cmd }) => cmd);
  }
}

async function connected() {
  const wire = new Wire();
  const clock = new FakeClock();
  const connection = new SftpConnection({
    transport: {
      connectSocket: async () => {
        setImmediate(() => wire.say({ type: 'CONNECT', id: 'c' }));
        return wire;
      },
    },
    ...{ clock, log: silentLog },
  });
  const closed: string[] = [];
  connection.events.on('closed', ({ reason }) => closed.push(reason));
  await connection.connect({ kokoUrl: 'ws://site/koko/ws/sftp/', tokenId: 't' });
  return { wire, clock, connection, closed };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
const piece = (id: string, bytes: string) => ({ type: 'SFTP_BINARY', id, raw: Buffer.from(bytes).toString('base64') });

test('a second request leaves only when the first one is answered', async () => {
  const { wire, connection } = await connected();
  const first = connection.list('/a');
  const second = connection.mkdir('/b');
  await turn();
  expect(wire.requests()).toEqual(['list']);
  wire.say({ type: 'SFTP_DATA', id: '1', data: '[]', current_path: '/a' });
  expect(await first).toEqual({ path: '/a', rows: [] });
  await turn();
  expect(wire.requests()).toEqual(['list', 'mkdir']);
  wire.say({ type: 'SFTP_DATA', id: '2', data: 'ok' });
  await second;
});

test('a caller that leaves does not let the next one go early, and one that leaves while waiting asks nothing', async () => {
  const { wire, connection } = await connected();
  const leave = new AbortController();
  const first = connection.list('/a', leave.signal);
  const waiting = new AbortController();
  const second = connection.list('/b', waiting.signal);
  const third = connection.mkdir('/c');
  await turn();
  leave.abort(new Error('left'));
  await expect(first).rejects.toThrow('left');
  waiting.abort(new Error('left too'));
  await expect(second).rejects.toThrow('left too');
  await turn();
  expect(wire.requests()).toEqual(['list']);
  wire.say({ type: 'SFTP_DATA', id: '1', data: '[]' });
  await turn();
  expect(wire.requests()).toEqual(['list', 'mkdir']);
  wire.say({ type: 'SFTP_DATA', id: '2', data: 'ok' });
  await third;
});

test('reading pauses while pieces wait to be written, and they are written in order', async () => {
  const { wire, connection } = await connected();
  const written: string[] = [];
  let write = () => {};
  const all = connection.download('/f', {
    isDirectory: false,
    onPiece: async (bytes) => {
      await new Promise<void>((resolve) => {
        write = resolve;
      });
      written.push(bytes.toString());
    },
  });
  await turn();
  wire.say(piece('1', 'one'));
  await turn();
  expect(wire.paused).toBe(false);
  wire.say(piece('1', 'two'));
  expect(wire.paused).toBe(true);
  write();
  await turn();
  expect(wire.paused).toBe(false);
  wire.say({ type: 'SFTP_DATA', id: '1', data: 'f' });
  await turn();
  write();
  await all;
  expect(written).toEqual(['one', 'two']);
});

test('a writer that fails fails the download, and what still comes is thrown away before the next request', async () => {
  const { wire, connection } = await connected();
  const full = connection.download('/f', {
    isDirectory: false,
    onPiece: async () => {
      throw new Error('the disk is full');
    },
  });
  await turn();
  wire.say(piece('1', 'one'));
  await expect(full).rejects.toThrow('the disk is full');
  const next = connection.list('');
  wire.say(piece('1', 'two'));
  await turn();
  expect(wire.requests()).toEqual(['download']);
  wire.say({ type: 'SFTP_DATA', id: '1', data: 'f' });
  await turn();
  expect(wire.requests()).toEqual(['download', 'list']);
  wire.say({ type: 'SFTP_DATA', id: '2', data: 'null' });
  expect((await next).rows).toEqual([]);
});

test('much that nobody wants any more costs the connection', async () => {
  const { wire, connection, closed } = await connected();
  const stop = new AbortController();
  const some = connection.download('/f', { isDirectory: false, onPiece: async () => {}, signal: stop.signal });
  await turn();
  stop.abort(new Error('enough'));
  await expect(some).rejects.toThrow('enough');
  for (let pieces = 0; pieces < 4; pieces += 1) wire.say(piece('1', 'x'.repeat(1_200_000)));
  expect(wire.closed).toBe(true);
  expect(closed).toHaveLength(1);
});

test('silence ends the connection after its deadline; JSON pings keep it until then', async () => {
  const { wire, clock, connection } = await connected();
  const silent = connection.list('/a').catch((error: unknown) => error);
  await clock.advance(59_000);
  expect(wire.sent.filter(({ type }) => type === 'PING')).toHaveLength(2);
  await clock.advance(2_000);
  expect(await silent).toMatchObject({ code: 'timed-out' });
  expect(connection.live).toBe(false);
  await expect(connection.list('/b')).rejects.toMatchObject({ code: 'file-session-closed' });
});

test('what is no message, another’s answer, or a row that leads elsewhere changes nothing', async () => {
  const { wire, connection } = await connected();
  const list = connection.list('/a');
  await turn();
  for (const text of ['', '{', 'null', '[]', '{"type":7}', '"CONNECT"']) wire.onText(text);
  wire.say({ type: 'SFTP_DATA', id: '99', data: '[{"name":"forged"}]' });
  wire.say(piece('1', 'nobody asked for bytes'));
  const rows = ['../up', 'a/b', '..', '.', '', 'fine'].map((name) => ({
    name,
    size: '3',
    is_dir: false,
    perm: '-rw-r--r--',
  }));
  wire.say({ type: 'SFTP_DATA', id: '1', data: JSON.stringify([...rows, 7, null]) });
  expect((await list).rows.map(({ name }) => name)).toEqual(['fine']);
});

test.each([
  ['Permission denied', 'permission-denied', 'admin'],
  ['permission denied', 'file-refused', 'agent'],
  ['file does not exist', 'file-not-found', 'agent'],
  ['sftp: "Failure" (SSH_FX_FAILURE)', 'file-failed', 'agent'],
  ['ssh: subsystem request failed', 'no-file-access', 'admin'],
])('%j is %s, for the %s', async (err, code, actor) => {
  const { wire, connection } = await connected();
  const asked = connection.mkdir('/a');
  await turn();
  wire.say({ type: 'SFTP_DATA', id: '1', err });
  await expect(asked).rejects.toMatchObject({ code, actor });
});

test('CLOSE of a killed session names an administrator, and a broken socket does not', async () => {
  const killed = await connected();
  const asked = killed.connection.list('/a');
  await turn();
  killed.wire.say({ type: 'CLOSE', err: 'Session expired or not found' });
  await expect(asked).rejects.toMatchObject({ code: 'file-session-closed', actor: 'person' });
  expect(killed.closed).toEqual(['Session expired or not found']);
  const broken = await connected();
  const other = broken.connection.list('/a');
  await turn();
  broken.wire.onClosed('The connection to the site broke off.');
  await expect(other).rejects.toMatchObject({ code: 'file-session-closed', actor: 'agent' });
});
