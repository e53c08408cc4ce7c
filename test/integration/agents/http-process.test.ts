import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { initialize, mcp, ServedBridge } from '../../support/served-bridge.ts';
import { UnixUser } from '../../support/unix-user.ts';
import { AgentSide } from './agent-side.ts';
import { environment, runVerb, Workshop } from './bridge-process.ts';
import { idleWorld } from './idle-world.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

describe('the process of `drawbridge serve`', () => {
  let workshop: Workshop;
  let home: string;

  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(() => workshop.close());
  beforeEach(() => {
    home = workshop.home();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'keeps its token in a file of this user alone, a new one each time, and takes it along at %s',
    async (signal) => {
      const first = await ServedBridge.start([process.execPath, workshop.bridge], environment(home));
      const again = await ServedBridge.start([process.execPath, workshop.bridge], environment(home));
      for (const one of [first, again]) {
        expect((await stat(one.tokenFile)).mode & 0o777).toBe(0o600);
        expect((await stat(path.dirname(one.tokenFile))).mode & 0o777).toBe(0o700);
        expect(Buffer.from(one.token, 'base64url')).toHaveLength(32);
      }
      expect(again.token).not.toBe(first.token);
      for (const one of [first, again]) {
        expect(await one.stop(signal)).toBe(0);
        await expect(stat(one.tokenFile)).rejects.toMatchObject({ code: 'ENOENT' });
      }
    },
  );

  it('names address and file on standard error, and the token nowhere', async () => {
    const { sites, pool } = idleWorld();
    const side = await AgentSide.start(home, sites, pool);
    const args = [workshop.bridge, 'serve', '--transport', 'streamable-http', '--port', '0'];
    const child = spawn(process.execPath, args, { env: { ...environment(home), DRAWBRIDGE_LOG_LEVEL: 'DEBUG' } });
    let out = '';
    child.stdout.on('data', (bytes) => {
      out += bytes;
    });
    let said = '';
    child.stderr.on('data', (bytes) => {
      said += bytes;
    });
    await once(child.stderr, 'data');
    const [, url = '', file = ''] = /MCP is served at (\S+) .* is in (\S+)\n/.exec(said) ?? [];
    expect(new URL(url)).toMatchObject({ hostname: '127.0.0.1', pathname: '/mcp' });
    const token = (await readFile(file, 'utf8')).trim();
    for (const sent of [token, token.slice(1)]) {
      const headers = { ...mcp, Authorization: `Bearer ${sent}` };
      await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(initialize()) })).text();
    }
    if (process.platform === 'linux')
      for (const place of ['cmdline', 'environ'])
        expect(await readFile(`/proc/${child.pid}/${place}`, 'utf8')).not.toContain(token.slice(1));
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(said).toContain('connected to Drawbridge');
    expect(said).not.toContain(token.slice(1));
    expect(out).toBe('');
    await side.dispose();
    await pool.dispose();
  });

  it('follows a killed one: what that left is replaced', async () => {
    const killed = await ServedBridge.start([process.execPath, workshop.bridge], environment(home));
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    const { port } = new URL(killed.url);
    const next = await ServedBridge.start([process.execPath, workshop.bridge], environment(home), ['--port', port]);
    expect(next.tokenFile).toBe(killed.tokenFile);
    expect(next.token).not.toBe(killed.token);
    expect((await next.ask('POST', { ...mcp, ...killed.authorized }, '{}')).status).toBe(401);
    expect(await next.stop()).toBe(0);
  });

  it('ends its clients with it, whatever they wait for', async () => {
    const { sites, pool } = idleWorld();
    const side = await AgentSide.start(home, sites, pool);
    const served = await ServedBridge.start([process.execPath, workshop.bridge], environment(home));
    const [v1, v2] = [await served.v1(), await served.v2('auto')];
    sites.signedIn = false;
    const waiting = [v1, v2].map((client) =>
      client.callTool({ name: 'jms_request_login', arguments: { wait_seconds: 60 } }).then(
        () => 'answered',
        () => 'ended',
      ),
    );
    while (sites.asked.length < 1) await new Promise((resolve) => setImmediate(resolve));
    expect(await served.stop()).toBe(0);
    await v1.close();
    await v2.close();
    expect(await Promise.all(waiting)).toEqual(['ended', 'ended']);
    await side.dispose();
    await pool.dispose();
  });

  it('says what to do where the port is taken, and leaves the file of its owner alone', async () => {
    const owner = await ServedBridge.start([process.execPath, workshop.bridge], environment(home));
    const { port } = new URL(owner.url);
    const args = ['serve', '--transport', 'streamable-http', '--port', port];
    const refused = await runVerb(workshop.bridge, home, args);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(`Port ${port} of 127.0.0.1 is in use already.`);
    expect(refused.err).toContain('--port 0');
    const told = await runVerb(workshop.bridge, home, [...args, '--json']);
    expect(JSON.parse(told.out)).toMatchObject({ error: { code: 'cannot-listen' } });
    expect((await stat(owner.tokenFile)).isFile()).toBe(true);
    await owner.stop();
  });

  it.each([
    [['--host', '0.0.0.0'], 'is not this computer alone'],
    [['--host', '192.168.1.10'], 'is not this computer alone'],
    [['--transport', 'sse'], '--transport streamable-http'],
  ])('ends with 2 for %s', async (args, sentence) => {
    const refused = await runVerb(workshop.bridge, home, ['serve', '--transport', 'streamable-http', ...args]);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain(sentence);
  });

  it('ends with 2 where a variable cannot be used', async () => {
    const env = { DRAWBRIDGE_MAX_TERMINAL_SESSIONS: 'many' };
    const args = ['serve', '--transport', 'streamable-http', '--port', '0'];
    const refused = await runVerb(workshop.bridge, home, args, undefined, { env });
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('DRAWBRIDGE_MAX_TERMINAL_SESSIONS');
  });

  it('puts no token into a folder that others can enter', async () => {
    await mkdir(path.join(home, 'run'), { recursive: true });
    await chmod(path.join(home, 'run'), 0o755);
    const refused = await runVerb(workshop.bridge, home, ['serve', '--transport', 'streamable-http', '--port', '0']);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('is open to other users');
  });

  it.skipIf(process.getuid?.() !== 0)('another user of this computer reaches the port, and not the token', async () => {
    const served = await ServedBridge.start([process.execPath, workshop.bridge], environment(home));
    const other = new UnixUser();
    try {
      // Nothing above it is in the way: the file itself is shut.
      for (const folder of [workshop.folder, home]) await chmod(folder, 0o755);
      const script = `
        const { readFileSync } = require('node:fs');
        let read = 'read'; try { readFileSync(process.argv[1]) } catch (error) { read = error.code }
        fetch(process.argv[2], { method: 'POST' }).then(({ status }) => console.log(read, status));`;
      const look = spawn(process.execPath, ['-e', script, served.tokenFile, served.url], {
        ...{ uid: Number(other.uid), gid: Number(other.uid), cwd: '/' },
        env: { PATH: process.env['PATH'] ?? '' },
      });
      let said = '';
      look.stdout.on('data', (bytes) => {
        said += bytes;
      });
      await once(look, 'close');
      expect(said).toBe('EACCES 401\n');
    } finally {
      other.remove();
      await served.stop();
    }
  });

  it.runIf(hasIpv6)('serves on the other loopback address too', async () => {
    const { sites, pool } = idleWorld();
    const side = await AgentSide.start(home, sites, pool);
    const served = await ServedBridge.start([process.execPath, workshop.bridge], environment(home), ['--host', '::1']);
    expect(served.url).toMatch(/^http:\/\/\[::1\]:\d+\/mcp$/);
    const client = await served.v2('auto');
    expect((await client.listTools()).tools.length).toBeGreaterThan(9);
    await client.close();
    await served.stop();
    await side.dispose();
    await pool.dispose();
  });
});
