import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { openTerminal, RawTerminal, tokenFor } from './raw-terminal.ts';
import { WebClient } from './web-client.ts';

describe('a terminal on the practice KoKo', () => {
  let site: PracticeSite;
  let alice: WebClient;
  const terminals: RawTerminal[] = [];
  const open = async (...args: [string, string?, Record<string, string>?]) => {
    const terminal = await openTerminal(alice, ...args);
    terminals.push(terminal);
    return terminal;
  };
  const dial = (path: string, client = alice) => {
    const terminal = new RawTerminal(client, path);
    terminals.push(terminal);
    return terminal;
  };

  beforeAll(async () => {
    site = await PracticeSite.start();
    alice = new WebClient(site.url);
    await alice.signIn(site.users.alice);
  });
  afterEach(() => {
    for (const terminal of terminals.splice(0)) terminal.end();
  });
  afterAll(() => site.dispose());

  it('follows the transcript of protocol 7.15', async () => {
    const terminal = await open('web-01');
    expect(terminal.socket.protocol).toBe('JMS-KOKO');
    expect(terminal.order[0]).toBe('CONNECT');
    expect(terminal.order[1]).toBe('bin Connecting to deploy(deploy)@10.1.1.11  0.0');
    expect(terminal.order[2]).toBe('bin \b\b\b0.0');
    const title = terminal.order.indexOf('bin \x1b]2;ssh://deploy@10.1.1.11\x07');
    expect(terminal.order.slice(title, title + 4)).toEqual([
      'bin \x1b]2;ssh://deploy@10.1.1.11\x07',
      'TERMINAL_SESSION',
      'TERMINAL_SHARE_USERS',
      'TERMINAL_SHARE_JOIN',
    ]);
    for (const frame of terminal.frames) {
      expect(frame.keys).toEqual([
        'id',
        'type',
        'data',
        'raw',
        'err',
        'prompt',
        'interrupt',
        'k8s_id',
        'namespace',
        'pod',
        'container',
        'cmd',
        'current_path',
      ]);
    }
    terminal.run('echo $((40+2))-$HOME');
    await terminal.shows(/42-\/.*web-01/);
    terminal.send('TERMINAL_RESIZE', JSON.stringify({ cols: 100, rows: 30 }));
    expect((await terminal.frame('TERMINAL_RESIZE')).data).toBe('{"Width":100,"Height":30}');
    terminal.run('stty size');
    await terminal.shows('30 100');
    terminal.send('CLOSE');
    await terminal.frame('CLOSE');
    expect(terminal.socket.readyState).toBe(terminal.socket.OPEN);
  });

  it('gives a token to one handshake only, and leaves the socket open after ERROR', async () => {
    const token = await tokenFor(alice, 'web-02');
    const first = dial(`/koko/ws/terminal/?token=${token}`);
    await first.frame('CONNECT');
    const second = dial(`/koko/ws/terminal/?token=${token}`);
    expect((await second.frame('ERROR')).err).toMatch(/^Connection token expired at: /);
    expect(second.socket.readyState).toBe(second.socket.OPEN);
  });

  it('says nothing when the token is somebody else’s', async () => {
    const token = await tokenFor(alice, 'web-02');
    const admin = new WebClient(site.url);
    await admin.signIn(site.users.admin);
    const terminal = dial(`/koko/ws/terminal/?token=${token}`, admin);
    await new Promise((resolve) => terminal.socket.once('open', resolve));
    await terminal.roundTrip();
    expect(terminal.order).toEqual([]);
  });

  it('redirects a handshake without cookies to the login page', async () => {
    const anonymous = new WebClient(site.url);
    const terminal = dial('/koko/ws/terminal/?token=x', anonymous);
    const status = await new Promise((resolve) =>
      terminal.socket.once('unexpected-response', (_, answer) => resolve([answer.statusCode, answer.headers.location])),
    );
    expect(status).toEqual([302, '/core/auth/login/?next=%2Fkoko%2Fws%2Fterminal%2F%3Ftoken%3Dx']);
  });

  it('ignores an INIT with a wrong id', async () => {
    const terminal = dial(`/koko/ws/terminal/?token=${await tokenFor(alice, 'web-03')}`);
    await terminal.frame('CONNECT');
    terminal.send('TERMINAL_INIT', JSON.stringify({ cols: 80, rows: 24, code: '' }), 'not-the-id');
    terminal.type('lost');
    terminal.send('TERMINAL_INIT', JSON.stringify({ cols: 80, rows: 24, code: '' }));
    await terminal.frame('TERMINAL_SESSION');
    await terminal.shows(/\$ $/);
    expect(terminal.output).not.toContain('lost');
  });

  it('locks, unlocks and kills', async () => {
    const terminal = await open('web-04');
    const id = JSON.parse((await terminal.frame('TERMINAL_SESSION')).data).session.id;
    expect(site.lockTerminal(id)).toBe(true);
    expect((await terminal.frame('TERMINAL_SESSION_PAUSE')).data).toBe('{"user":"Administrator(admin)"}');
    terminal.run('echo typed-while-locked');
    await terminal.roundTrip();
    site.unlockTerminal(id);
    await terminal.frame('TERMINAL_SESSION_RESUME');
    terminal.run('echo un""locked');
    await terminal.shows('unlocked\r\n');
    expect(terminal.output).not.toContain('typed-while-locked');
    expect(site.killTerminal(id)).toBe(true);
    await terminal.shows('\n\r\x1b[31mTerminated by admin Administrator(admin)\n\r\x1b[0m');
    expect(terminal.frames.some((frame) => frame.type === 'CLOSE')).toBe(false);
    await terminal.frame('CLOSE');
  });

  it('asks for a secret that nobody stored', async () => {
    const token = await tokenFor(alice, 'web-05', 'Manual input', { input_username: 'ops' });
    const terminal = dial(`/koko/ws/terminal/?token=${token}`);
    await terminal.frame('CONNECT');
    terminal.send('TERMINAL_INIT', JSON.stringify({ cols: 80, rows: 24, code: '' }));
    await terminal.shows("Manual input(ops)'s password: ");
    terminal.run('practice-ops');
    await terminal.frame('TERMINAL_SESSION');
    expect(terminal.output).toContain('Connecting to Manual input(ops)@10.1.1.15  0.0');
    expect(terminal.output).not.toContain('practice-ops');
  });

  it('sends whole characters in frames of at most 1024 bytes', async () => {
    const terminal = await open('web-06');
    terminal.run("for i in $(seq 300); do printf '上海的服务器%s' $i; done; echo; echo do''ne");
    await terminal.shows('done\r\n');
    expect(terminal.largestFrame).toBeLessThanOrEqual(1024);
    expect(terminal.output).not.toContain('\ufffd');
  });

  it('records commands, refuses forbidden ones and tells why', async () => {
    const terminal = await open('web-07');
    const session = JSON.parse((await terminal.frame('TERMINAL_SESSION')).data).session.id;
    terminal.run('echo one; echo two');
    await terminal.shows('one\r\ntwo\r\n');
    await terminal.shows(/two\r\n.*\$ $/s);
    terminal.run('true && reboot');
    await terminal.shows('\r\n\x1b[31mCommand `reboot` is forbidden\n\r\x1b[0m');
    await terminal.shows(/forbidden.*\x1b\[K\r\n.*\$ $/s);
    terminal.run('echo af""ter');
    await terminal.shows('after\r\n');
    const rows = site.audit(session).map(({ input, output, risk_level }) => ({ input, output, risk_level }));
    expect(rows).toEqual([
      { input: 'echo one; echo two', output: 'one\ntwo', risk_level: 0 },
      { input: 'true && reboot', output: '', risk_level: 5 },
      { input: 'echo af""ter', output: '', risk_level: 0 },
    ]);
  });

  it('speaks Chinese to a Chinese session', async () => {
    const terminal = await open('web-08', 'deploy', {
      cookie: `${alice.cookieHeader().replace('django_language=en', 'django_language=zh-hans')}`,
    });
    terminal.run('reboot');
    await terminal.shows('\r\n\x1b[31m命令 `reboot` 是被禁止的 ...\n\r\x1b[0m');
  });

  it('reuses the connection to the same account, and tells so', async () => {
    await open('web-20');
    const second = await open('web-20');
    expect(second.order[1]).toBe('bin Reuse SSH connections (deploy@10.1.1.30) [Number of connections: 2]\r\n');
    const other = await open('web-20', 'ops');
    expect(other.order[1]).toBe('bin Connecting to ops(ops)@10.1.1.30  0.0');
  });

  it('refuses an inactive asset by ERROR, and a protocol that the asset lacks by text and CLOSE', async () => {
    const inactive = dial(`/koko/ws/terminal/?token=${await tokenFor(alice, 'api-25')}`);
    expect((await inactive.frame('ERROR')).err).toBe('No asset or inactive asset');
    const desktop = dial(`/koko/ws/terminal/?token=${await tokenFor(alice, 'ber-desk-01', 'Administrator')}`);
    await desktop.frame('CONNECT');
    desktop.send('TERMINAL_INIT', JSON.stringify({ cols: 80, rows: 24, code: '' }));
    await desktop.frame('CLOSE');
    expect(desktop.output).toMatch(/^Connecting to .* error: Connection refused\r\n$/s);
    expect(desktop.frames.some((frame) => frame.type === 'TERMINAL_SESSION')).toBe(false);
  });

  it('closes the door at a throttled person with a 302, as the real one does', async () => {
    const token = await tokenFor(alice, 'web-21');
    site.setThrottle(0);
    try {
      const terminal = dial(`/koko/ws/terminal/?token=${token}`);
      const status = await new Promise((resolve) =>
        terminal.socket.once('unexpected-response', (_, answer) => resolve(answer.statusCode)),
      );
      expect(status).toBe(302);
    } finally {
      site.setThrottle(4096);
    }
  });

  it('has other shells than bash', async () => {
    const terminal = await open('lab-sh', 'root');
    terminal.run('echo "[$0|$BASH_VERSION]"');
    await terminal.shows(/\[\S+\|\]\r\n# $/);
  });

  it('answers a Close frame at once and ends the shell', async () => {
    const terminal = await open('web-09');
    const pid = site.terminals().at(-1)?.shellPid;
    const closed = new Promise((resolve) => terminal.socket.once('close', resolve));
    terminal.socket.close(1000);
    expect(await closed).toBe(1000);
    await expect.poll(() => existsSync(`/proc/${pid}/status`)).toBe(false);
  });
});
