import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent } from './support/agent.ts';
import { Headless, type HeadlessApp } from './support/headless.ts';
import { savedSessions } from './support/saved-sessions.ts';

test.skip(process.platform !== 'linux', 'only Linux sessions go without a display');

let machine: Headless;
let site: PracticeSite;

test.beforeEach(async () => {
  // A real site: what commands there need is part of what is tested.
  site = await PracticeSite.start({ looksReal: true });
});

test.afterEach(async () => {
  await machine.stop();
  await site.dispose();
});

async function startWithSite(args: readonly string[] = []): Promise<HeadlessApp> {
  const app = await machine.app(['--site', site.url, ...args]);
  await expect.poll(async () => (await machine.bridge(['sites', 'list'])).out).toContain(site.url);
  return app;
}

const login = (name: 'alice' | 'bob') => ({
  args: ['login', '--text', '--username', name, '--password-stdin', '--otp-stdin'],
  input: () => `${site.users[name].password}\n${site.login.codeFor(name, 'otp') ?? ''}\n`,
});

test('without a display the app serves: sign-in by text, looking, and the session back after a restart; commands have nobody to ask', async () => {
  machine = await Headless.start({ keyring: true });
  const app = await startWithSite();
  expect((await machine.bridge(['login'])).err).toContain('drawbridge login --text');

  const bob = login('bob');
  const signedIn = await machine.bridge(bob.args, bob.input());
  expect(signedIn).toMatchObject({ code: 0, err: '' });
  expect(signedIn.out).toContain('signed in as Bob');

  const agent = await startAgent(machine.env);
  expect((await agent.call('jms_list_assets', { search: 'web-01' })).text).toContain('10.1.1.11');
  const reads = await agent.run('echo only-reads');
  expect(reads).toMatchObject({ isError: false, text: expect.stringContaining('only-reads') });
  const refused = await agent.run('touch never');
  expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('could-not-ask') });
  await agent.close();

  await expect.poll(() => savedSessions(machine.home)).toBe(1);
  expect(await app.stop()).toBe(0);

  await machine.app();
  await expect.poll(async () => (await machine.bridge(['status'])).out).toContain('signed in as Bob');
});

test('without a keychain nothing is kept, and status says so', async () => {
  machine = await Headless.start({ keyring: false });
  const app = await startWithSite();
  const alice = login('alice');
  expect(await machine.bridge(alice.args, alice.input())).toMatchObject({ code: 0 });
  const status = (await machine.bridge(['status'])).out;
  expect(status).toContain('without a display');
  const keeps = status.includes('kernel keyring');
  if (!keeps) expect(status).toContain('Cookies stay in memory');
  expect(await app.stop()).toBe(0);

  await machine.app();
  const then = keeps ? 'signed in as Alice' : 'signed out';
  await expect.poll(async () => (await machine.bridge(['status'])).out).toContain(then);
});

test('the bridge starts it without a display when an agent calls, and SIGTERM ends it', async () => {
  machine = await Headless.start({ keyring: false });
  expect(await (await startWithSite()).stop()).toBe(0);
  const sites = await machine.bridge(['sites', 'list']);
  expect(sites).toMatchObject({ code: 0, err: '' });
  expect(sites.out).toContain(site.url);
  const show = await machine.bridge(['show']);
  expect(show.code).toBe(4);
  expect(show.err).toContain('no-display');
  const pid = machine.pid();
  process.kill(pid, 'SIGTERM');
  await expect.poll(() => fs.existsSync(`/proc/${pid}`)).toBe(false);
  expect(fs.existsSync(path.join(machine.home, 'run', 'endpoint.json'))).toBe(false);
});

test('--allow-commands lets commands pass; it is said loudly at the start, in status and in the journal, and not repeated by itself', async () => {
  machine = await Headless.start({ keyring: false });
  const app = await startWithSite(['--allow-commands']);
  const alice = login('alice');
  expect(await machine.bridge(alice.args, alice.input())).toMatchObject({ code: 0 });
  const run = await machine.bridge(['exec', 'web-01', 'deploy', '--', 'echo from-$((6 * 7)); false']);
  expect(run).toEqual({ code: 1, out: 'from-42\n', err: '' });
  const agent = await startAgent(machine.env);
  expect((await agent.run('echo agent-$((6 * 7))')).text).toContain('agent-42');
  await agent.close();

  expect(app.output()).toContain('WARNING: --allow-commands');
  expect((await machine.bridge(['status'])).out).toContain('COMMANDS RUN WITHOUT ASKING');
  const journal = path.join(machine.home, 'data', 'journal');
  const lines = fs.readdirSync(journal).map((name) => fs.readFileSync(path.join(journal, name), 'utf8'));
  expect(lines.join('')).toContain('commands-allowed');
  expect(await app.interrupt()).toBe(0);
  await machine.bridge(['sites', 'list']);
  expect((await machine.bridge(['status'])).out).not.toContain('WITHOUT ASKING');
});
