import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { selfSigned } from '../support/certificates.ts';
import { servePac, TestProxy } from '../support/test-proxy.ts';
import { startSocks } from '../support/test-socks.ts';
import { startAgent } from './support/agent.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';
import { everythingAsks } from './support/policy.ts';
import { answer, ask, asked, nothingAsked } from './support/questions.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

/** Chromium never takes a proxy to this machine by itself; this turns that off, except for proxy scripts. */
const ALSO_LOOPBACK = '--proxy-bypass-list=<-loopback>';
/** A name that is no loopback name, and leads here nevertheless. */
const FAR = 'jms.test';
const FAR_IS_HERE = `--host-resolver-rules=MAP ${FAR} 127.0.0.1`;
/** Only names of this machine are allowed with the test runtime. */
const ALLOWED = { DRAWBRIDGE_ALLOW_TEST_RUNTIME: '1' };
const LOGIN = { username: 'alice@office', password: 'se:cret ü' };

let desktop: Desktop;
let site: PracticeSite;
let owned: { dispose(): Promise<void> }[];

test.beforeEach(() => {
  owned = [];
});

test.afterEach(async () => {
  await desktop.stop();
  await site.dispose();
  for (const each of owned) await each.dispose();
});

function own<T extends { dispose(): Promise<void> }>(it: T): T {
  owned.push(it);
  return it;
}

const startProxy = async (options: Parameters<typeof TestProxy.start>[0] = {}) =>
  own(await TestProxy.start({ resolve: () => '127.0.0.1', ...options }));

function secureSite(name: string): Promise<PracticeSite> {
  return PracticeSite.start({ publicHost: name, tls: { certificates: [selfSigned({ names: [name] })] } });
}

async function launch(args: readonly string[]): Promise<{ running: RunningApp; window: Page }> {
  const running = await desktop.launch(args);
  return { running, window: await running.window() };
}

async function trustIt(window: Page): Promise<void> {
  await answer(window, await asked(window, 'trust-certificate'), { kind: 'allow' });
}

async function signIn({ running, window }: { running: RunningApp; window: Page }): Promise<void> {
  await enterPassword(await running.signInPage(), 'alice', site.users.alice.password);
  await toTheTerminals(window);
}

/** On a site of another name than this machine's the policy holds: the person is asked. */
async function runOnce(command: string, approver?: Page): Promise<string> {
  if (approver) await everythingAsks(approver);
  const agent = await startAgent(desktop.env);
  try {
    const [result] = await Promise.all([
      agent.run(command),
      approver && asked(approver, 'run-command').then((question) => answer(approver, question, { kind: 'allow' })),
    ]);
    return result.text;
  } finally {
    await agent.close();
  }
}

const target = () => new URL(site.url).host;

test('window, REST and terminals go through the proxy, and nothing but the site is asked for', async () => {
  const proxy = await startProxy();
  site = await secureSite('jms.localhost');
  desktop = await startDesktop();
  const app = await launch([`--proxy-server=${proxy.address}`, ALSO_LOOPBACK]);
  await addSite(app.window, site.url);
  await trustIt(app.window);
  await signIn(app);
  const before = proxy.tunnels().length;
  expect(await runOnce('echo by-proxy')).toContain('by-proxy');
  expect(proxy.tunnels().length).toBeGreaterThan(before);
  expect(new Set(proxy.seen.map((each) => each.target))).toEqual(new Set([target()]));
});

test('a proxy with basic authentication asks once for all three; a wrong answer asks again; it is kept in the keychain', async () => {
  const proxy = await startProxy({ login: LOGIN, realm: 'head office' });
  site = await secureSite('jms.localhost');
  desktop = await startDesktop({ keyring: true });
  const args = [`--proxy-server=${proxy.address}`, ALSO_LOOPBACK];
  const app = await launch(args);
  await app.window.getByRole('textbox').first().fill(site.url);
  const first = await asked(app.window, 'proxy-login');
  expect(first).toMatchObject({ proxy: proxy.address, realm: 'head office', again: false });
  await answer(app.window, first, { kind: 'credentials', username: LOGIN.username, password: 'wrong' });
  const second = await asked(app.window, 'proxy-login');
  expect(second).toMatchObject({ proxy: proxy.address, again: true });
  await answer(app.window, second, { kind: 'credentials', ...LOGIN });
  await app.window.getByRole('button', { name: 'Add your JumpServer' }).click();
  await trustIt(app.window);
  await signIn(app);
  expect(await runOnce('echo by-proxy')).toContain('by-proxy');
  await nothingAsked(app.window);
  expect(proxy.seen.map(({ credentials }) => credentials)).toContain(`${LOGIN.username}:wrong`);
  for (const file of fs.readdirSync(desktop.home, { recursive: true, withFileTypes: true }))
    if (file.isFile())
      expect(fs.readFileSync(path.join(file.parentPath, file.name)).includes(LOGIN.password)).toBe(false);

  await desktop.killAll();
  const again = await launch(args);
  await expect(again.window.getByTestId('site-row')).toContainText(/signed in/i);
  expect(await runOnce('echo kept')).toContain('kept');
  await nothingAsked(again.window);
});

test('who gives no password hears which proxy stands in the way; nothing asks again before they sign in', async () => {
  const proxy = await startProxy({ login: LOGIN });
  site = await secureSite('jms.localhost');
  desktop = await startDesktop();
  const { window } = await launch([`--proxy-server=${proxy.address}`, ALSO_LOOPBACK]);
  await window.getByRole('textbox').first().fill(site.url);
  await answer(window, await asked(window, 'proxy-login'), { kind: 'refuse', reason: '' });
  await expect(window.getByText(`The proxy ${proxy.address} stands in the way`)).toBeVisible();
  const result = await ask(window, 'site.probe', { url: site.url });
  expect(result).toMatchObject({ kind: 'problem', code: 'site-unreachable' });
  await nothingAsked(window);
});

test('a proxy that wants Kerberos is named, with what it wants', async () => {
  const proxy = await startProxy({ schemes: ['Negotiate'] });
  site = await secureSite('jms.localhost');
  desktop = await startDesktop();
  const { window } = await launch([`--proxy-server=${proxy.address}`, ALSO_LOOPBACK]);
  await window.getByRole('textbox').first().fill(site.url);
  await expect(window.getByText(`The proxy ${proxy.address} stands in the way`)).toContainText('kind of sign-in');
});

test('a proxy script is followed for all three, past a proxy that is down', async () => {
  const proxy = await startProxy();
  site = await secureSite(FAR);
  const script = `function FindProxyForURL(url, host) {
    return host === '${FAR}' ? 'PROXY 127.0.0.1:2; PROXY ${proxy.address}; DIRECT' : 'DIRECT';
  }`;
  const pac = own(await servePac(script));
  desktop = await startDesktop({ env: ALLOWED });
  const app = await launch([`--proxy-pac-url=${pac.url}`]);
  await addSite(app.window, site.url);
  await trustIt(app.window);
  await signIn(app);
  const before = proxy.tunnels().length;
  expect(await runOnce('echo by-script', app.window)).toContain('by-script');
  expect(proxy.tunnels().length).toBeGreaterThan(before);
});

test('https_proxy is honoured where no desktop says otherwise', async () => {
  const proxy = await startProxy();
  site = await secureSite(FAR);
  desktop = await startDesktop({ env: { ...ALLOWED, https_proxy: `http://${proxy.address}` } });
  const app = await launch([]);
  await addSite(app.window, site.url);
  await trustIt(app.window);
  await signIn(app);
  expect(await runOnce('echo by-environment', app.window)).toContain('by-environment');
  expect(new Set(proxy.tunnels())).toEqual(new Set([target()]));
});

test('no_proxy is honoured by all three', async () => {
  const proxy = await startProxy();
  site = await secureSite(FAR);
  desktop = await startDesktop({
    env: { ...ALLOWED, https_proxy: `http://${proxy.address}`, no_proxy: `.example.org,${FAR}` },
  });
  const app = await launch([FAR_IS_HERE]);
  await addSite(app.window, site.url);
  await trustIt(app.window);
  await signIn(app);
  expect(await runOnce('echo direct', app.window)).toContain('direct');
  expect(proxy.seen).toEqual([]);
});

test('an http site of this computer too, where the person sends even that through a proxy', async () => {
  const proxy = await startProxy();
  site = await PracticeSite.start();
  desktop = await startDesktop();
  const app = await launch([`--proxy-server=${proxy.address}`, ALSO_LOOPBACK]);
  await addSite(app.window, site.url);
  await signIn(app);
  expect(await runOnce('echo plain')).toContain('plain');
  expect(proxy.tunnels()).toContain(target());
});

test('a SOCKS5 proxy resolves the name and carries all three', async () => {
  const socks = own(await startSocks());
  site = await secureSite(FAR);
  desktop = await startDesktop({ env: ALLOWED });
  const app = await launch([`--proxy-server=socks5://127.0.0.1:${socks.port}`]);
  await addSite(app.window, site.url);
  await trustIt(app.window);
  await signIn(app);
  const before = socks.targets.length;
  expect(await runOnce('echo by-socks', app.window)).toContain('by-socks');
  expect(socks.targets.length).toBeGreaterThan(before);
  expect(new Set(socks.targets)).toEqual(new Set([target()]));
});

test('an HTTPS proxy whose certificate the system does not trust is refused, and named', async () => {
  const proxy = await startProxy({ certificate: selfSigned({ names: ['proxy.localhost'] }) });
  site = await secureSite('jms.localhost');
  desktop = await startDesktop();
  const { window } = await launch([`--proxy-server=https://proxy.localhost:${proxy.port}`, ALSO_LOOPBACK]);
  await window.getByRole('textbox').first().fill(site.url);
  await expect(window.getByText(`The proxy proxy.localhost:${proxy.port} stands in the way`)).toContainText(
    'certificate',
  );
  expect(proxy.seen).toEqual([]);
  await nothingAsked(window);
});
