import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { openTerminal } from './raw-terminal.ts';
import { WebClient } from './web-client.ts';

const homes = () => readdirSync(tmpdir()).filter((name) => name.startsWith('drawbridge-practice-'));

/** Processes, the dead but unburied included, whose environment names a practice home or whose parent is this process. */
function shellsIn(home: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(home);
    } catch {
      return false;
    }
  });
}

describe('the life of a practice site', () => {
  const sites: PracticeSite[] = [];
  const started = async (...args: Parameters<typeof PracticeSite.start>) => {
    const site = await PracticeSite.start(...args);
    sites.push(site);
    const alice = new WebClient(site.url);
    await alice.signIn(site.users.alice);
    return { site, alice };
  };
  afterEach(async () => {
    await Promise.all(sites.splice(0).map((site) => site.dispose()));
  });

  it('leaves no process and no home after dispose, whatever ran', async () => {
    const { site, alice } = await started();
    const terminal = await openTerminal(alice, 'web-01');
    terminal.run('pwd');
    await terminal.shows(/\/drawbridge-practice-\w+\//);
    const home = /(\/\S*drawbridge-practice-\w+)\//.exec(terminal.output)?.[1] ?? 'none';
    terminal.run(
      "trap '' HUP TERM; sleep 991 & nohup sleep 992 >/dev/null 2>&1 & setsid sleep 993 & (trap '' HUP; sleep 994) & echo star''ted; cat",
    );
    await terminal.shows('started');
    expect(site.liveShells).toBe(1);
    await expect.poll(() => shellsIn(home).length).toBeGreaterThanOrEqual(5);
    await site.dispose();
    await expect.poll(() => shellsIn(home)).toEqual([]);
    expect(existsSync(home)).toBe(false);
    expect(site.liveShells).toBe(0);
    terminal.end();
  });

  it('ends the jobs of a shell when its socket drops', async () => {
    const { site, alice } = await started();
    const terminal = await openTerminal(alice, 'web-02');
    terminal.run("(trap '' HUP; sleep 995) & echo star''ted");
    await terminal.shows('started');
    const pid = site.terminals()[0]?.shellPid ?? 0;
    terminal.end();
    await expect.poll(() => site.liveShells).toBe(0);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    expect(site.terminals()[0]?.isLive).toBe(false);
  });

  it('survives the web session: a terminal goes on, a new one is refused', async () => {
    const { site, alice } = await started();
    const terminal = await openTerminal(alice, 'web-03');
    site.expireWebSessions();
    terminal.run('echo st""ill');
    await terminal.shows('still\r\n');
    terminal.end();
  });

  it('falls mute at the read deadline, without text or CLOSE', async () => {
    const { site, alice } = await started({ readDeadlineSeconds: 0.4, pingSeconds: 0.1 });
    const terminal = await openTerminal(alice, 'web-04');
    await terminal.frame('PING');
    const before = terminal.output;
    await expect.poll(() => site.liveShells).toBe(0);
    await terminal.roundTrip();
    expect(terminal.frames.some((frame) => frame.type === 'CLOSE')).toBe(false);
    expect(terminal.output).toBe(before);
    expect(terminal.socket.readyState).toBe(terminal.socket.OPEN);
    terminal.end();
  });

  it('cuts an idle terminal with the red text', async () => {
    const { alice } = await started({ maxIdleMinutes: 0.005, limitTickSeconds: 0.05 });
    const terminal = await openTerminal(alice, 'web-05');
    await terminal.shows('\n\r\x1b[31mConnect idle more than 0.005 minutes, disconnect\n\r\x1b[0m');
    await terminal.frame('CLOSE');
    terminal.end();
  });

  it('says CLOSE when the shell ends by itself, and ignores what comes after', async () => {
    const { alice } = await started();
    const terminal = await openTerminal(alice, 'lab-sh');
    terminal.run('exit 3');
    await terminal.frame('CLOSE');
    terminal.run('echo lost');
    await terminal.roundTrip();
    expect(terminal.output).not.toContain('lost');
    terminal.end();
  });

  it('answers its control API only with the key', async () => {
    const { site } = await started();
    const call = async (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(`${site.url}/practice/api/${path}`, { method, headers });
    expect((await call('shells')).status).toBe(403);
    const key = { 'x-practice-key': site.controlKey };
    expect(await (await call('shells', key)).json()).toEqual({ alive: 0 });
    expect(await (await call('sessions', key)).json()).toMatchObject([{ username: 'alice' }]);
    expect(await (await call('sessions/expire', key, 'POST')).json()).toEqual({ ended: 1 });
    expect((await call('nothing', key)).status).toBe(404);
    expect((await call('throttle', key, 'POST')).status).toBe(400);
    expect(await (await fetch(site.controlUrl)).text()).toContain('Practice site control');
  });

  it('runs as a program, says one line, and ends with its terminal when told', async () => {
    const outfile = join(process.cwd(), 'node_modules', `.practice-test-${process.pid}.mjs`);
    await build({
      entryPoints: ['practice/main.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      outfile,
      logLevel: 'error',
    });
    const child = spawn(process.execPath, [outfile, '--until-stdin-closes'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = await once(child.stdout, 'data');
    const facts = JSON.parse(String(line));
    expect(facts.users.map((user: { username: string }) => user.username)).toEqual(['alice', 'bob', 'admin']);
    const alice = new WebClient(facts.url);
    await alice.signIn(facts.users[0]);
    const terminal = await openTerminal(alice, 'web-06');
    terminal.run('pwd');
    await terminal.shows(/\/drawbridge-practice-\w+\//);
    const home = /(drawbridge-practice-\w+)\//.exec(terminal.output)?.[1] ?? 'none';
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(shellsIn(home)).toEqual([]);
    expect(homes()).not.toContain(home);
    terminal.end();
    rmSync(outfile);
  });
});
