import { describe, expect, it } from 'vitest';
import { KokoConnection } from '../../../main/koko/koko-connection.ts';
import { type SiteSocket, UpgradeRefused } from '../../../main/koko/socket-transport.ts';
import { type Log, silentLog } from '../../../main/log/log.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

class PlayedSocket implements SiteSocket {
  readonly sent: string[] = [];
  closed = false;
  onText: (text: string) => void = () => {};
  onBinary: (bytes: Uint8Array) => void = () => {};
  onClosed: (reason: string) => void = () => {};
  pause(): void {}
  resume(): void {}
  close(): void {
    this.closed = true;
  }
  send(frames: readonly (string | Uint8Array)[]): void {
    this.sent.push(...frames.map(String));
  }
  say(type: string, rest: { data?: string; err?: string; id?: string } = {}): void {
    this.onText(JSON.stringify({ id: 'c1', type, data: '', err: '', raw: null, ...rest }));
  }
  print(text: string): void {
    this.onBinary(Buffer.from(text));
  }
}

const target = { kokoUrl: 'wss://jms.test/koko/ws/terminal/', tokenId: 'tok', cols: 200, rows: 50 };
const session = JSON.stringify({ session: { id: 's1' }, permission: { actions: ['connect'] } });

function connecting(log: Log = silentLog) {
  const clock = new FakeClock();
  const socket = new PlayedSocket();
  const connection = new KokoConnection({ clock, log, transport: { connectSocket: async () => socket } }, target);
  const reasons: string[] = [];
  connection.events.on('closed', ({ reason }) => reasons.push(reason));
  return { clock, socket, connection, reasons };
}

async function live() {
  const made = connecting();
  const connected = made.connection.connect();
  await settle();
  made.socket.say('CONNECT');
  made.socket.say('TERMINAL_SESSION', { data: session });
  await connected;
  return made;
}

describe('a KoKo connection', () => {
  it('sends INIT with the id of CONNECT and is live with TERMINAL_SESSION', async () => {
    const { socket, connection } = connecting();
    const connected = connection.connect();
    await settle();
    expect(socket.sent).toEqual([]);
    socket.say('CONNECT', { data: '{"asset":{"secret_info":{"key":"hidden"}}}' });
    expect(JSON.parse(socket.sent[0] ?? '')).toEqual({
      id: 'c1',
      type: 'TERMINAL_INIT',
      data: '{"cols":200,"rows":50,"code":""}',
    });
    socket.say('TERMINAL_SESSION', { data: session });
    expect(await connected).toEqual({ id: 's1', actions: ['connect'], ctrlCAsCtrlZ: false, backspaceAsCtrlH: false });
  });

  it('gives up when CONNECT does not come, as for a token of somebody else', async () => {
    const { clock, connection, socket } = connecting();
    const connected = expect(connection.connect()).rejects.toMatchObject({ code: 'terminal-failed' });
    await clock.advance(15_000);
    await connected;
    expect(socket.closed).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('names the seconds to wait when JumpServer throttles', async () => {
    const { connection, socket } = connecting();
    const connected = expect(connection.connect()).rejects.toMatchObject({ code: 'throttled', waitMs: 4000 });
    await settle();
    socket.say('ERROR', { err: 'Request was throttled. Expected available in 3 seconds.' });
    await connected;
  });

  it('passes on why a token was refused', async () => {
    const { connection, socket } = connecting();
    const connected = expect(connection.connect()).rejects.toMatchObject({
      code: 'token-refused',
      message: expect.stringContaining('Connection token inactive'),
    });
    await settle();
    socket.say('ERROR', { err: 'Connection token inactive' });
    await connected;
    expect(socket.closed).toBe(true);
  });

  it('says in the words of KoKo why the asset could not be reached', async () => {
    const { connection, socket } = connecting();
    const connected = expect(connection.connect()).rejects.toMatchObject({
      code: 'terminal-failed',
      message: 'Connecting to web(root)@10.1.2.3 error: Connection refused',
    });
    await settle();
    socket.say('CONNECT');
    socket.print('Connecting to web(root)@10.1.2.3  0.0');
    socket.print('\b\b\b0.1');
    socket.print('\r\nConnecting to web(root)@10.1.2.3 error: Connection refused\r\n');
    socket.say('CLOSE');
    await connected;
  });

  it('refuses an account whose password would have to be typed', async () => {
    const { connection, socket } = connecting();
    const connected = expect(connection.connect()).rejects.toMatchObject({
      message: expect.stringContaining('no stored secret'),
    });
    await settle();
    socket.say('CONNECT');
    socket.print("Manual input(ops)'s password: ");
    await connected;
    expect(socket.sent.at(-1)).toContain('"CLOSE"');
  });

  it('asks to sign in when the upgrade is answered by the login page', async () => {
    const clock = new FakeClock();
    const transport = { connectSocket: () => Promise.reject(new UpgradeRefused(302, '/core/auth/login/')) };
    const connection = new KokoConnection({ clock, log: silentLog, transport }, target);
    await expect(connection.connect()).rejects.toMatchObject({ code: 'sign-in-required', cause: { status: 302 } });
  });

  it('sends a JSON PING every 25 seconds and takes 100 silent seconds for death', async () => {
    const { clock, socket, reasons } = await live();
    await clock.advance(75_000);
    expect(socket.sent.filter((frame) => frame.includes('"PING"'))).toHaveLength(3);
    socket.say('PING');
    await clock.advance(75_000);
    expect(reasons).toEqual([]);
    await clock.advance(25_000);
    expect(reasons).toEqual([expect.stringContaining('silent')]);
    expect(socket.closed).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['\n\r\x1b[31mTerminated by admin Administrator(admin)\n\r\x1b[0m', 'Terminated by admin Administrator(admin)'],
    ['\n\r\x1b[31mSession max time reached, disconnect\n\r\x1b[0m', 'Session max time reached, disconnect'],
    ['logout\r\n', 'The shell ended (logout).'],
    ['\x1b[31mred output of a program\x1b[0m', 'The session on the asset ended.'],
  ])('closes after %j with a reason in words', async (last, reason) => {
    const { socket, reasons } = await live();
    socket.print(last);
    socket.say('CLOSE');
    socket.onClosed('The connection to the site broke off.');
    expect(reasons).toEqual([reason]);
    expect(socket.closed).toBe(true);
  });

  it('ends with CLOSE and then drops the socket', async () => {
    const { socket, connection, reasons, clock } = await live();
    connection.close('Not needed any more.');
    expect(socket.sent.at(-1)).toContain('"CLOSE"');
    expect(reasons).toEqual(['Not needed any more.']);
    expect(clock.pending).toBe(0);
    connection.send(['late']);
    expect(socket.sent.at(-1)).toContain('"CLOSE"');
  });

  it('never logs a frame', async () => {
    const lines: unknown[] = [];
    const note = (...line: unknown[]) => void lines.push(line);
    const { connection, socket } = connecting({ debug: note, info: note, warn: note, error: note });
    const connected = connection.connect();
    await settle();
    socket.onText('not json with a secret');
    socket.say('CONNECT', { data: 'secret' });
    socket.say('TERMINAL_SESSION', { data: session });
    await connected;
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});
