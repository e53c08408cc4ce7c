import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, pressSignIn, signOut, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let running: RunningApp;
let site: PracticeSite;
let main: Page;
/** Another host than the site's, as an identity provider is. */
let elsewhere: http.Server;
let elsewhereUrl: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  desktop = await startDesktop();
  site = await PracticeSite.start();
  elsewhere = http.createServer((request, response) => {
    if (request.url === '/file') {
      response.writeHead(200, { 'Content-Disposition': 'attachment; filename="x.bin"' }).end('x');
      return;
    }
    if (request.url === '/unencrypted') {
      response.writeHead(302, { Location: 'http://idp.example.test/' }).end();
      return;
    }
    if (request.url === '/broken') {
      response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>');
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(`<!doctype html><title>elsewhere</title><p id="opener"></p>
<script>document.getElementById('opener').textContent = window.opener ? 'has an opener' : 'has none';
addEventListener('message', (event) => event.source.postMessage('answer to ' + event.data, '*'));</script>`);
  });
  elsewhere.listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  elsewhereUrl = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  running = await desktop.launch();
  main = await running.window();
  await addSite(main, site.url);
});

test.afterAll(async () => {
  await desktop.stop();
  await site.dispose();
  elsewhere.closeAllConnections();
  elsewhere.close();
});

const signInAgain = () => pressSignIn(main);
const host = (bar: Page) => bar.locator('#host');
/** The window may be gone before the click is told to have worked. */
const press = (bar: Page, id: string) =>
  bar
    .locator(`#${id}`)
    .click()
    .catch((error: unknown) => {
      if (!bar.isClosed()) throw error;
    });
const pages = () => running.app.windows().filter((each) => each.url().startsWith('http'));

test('the page has no Node and no preload, and the bar says whose it is', async () => {
  const page = await running.signInPage();
  const bar = await running.signInBar();
  await expect(page.locator('#login-form')).toBeVisible();
  const seen = await page.evaluate(() => ({
    require: typeof Reflect.get(globalThis, 'require'),
    process: typeof Reflect.get(globalThis, 'process'),
    drawbridge: typeof Reflect.get(globalThis, 'drawbridge'),
  }));
  expect(seen).toEqual({ require: 'undefined', process: 'undefined', drawbridge: 'undefined' });
  await expect(host(bar)).toHaveText(new URL(site.url).host);
  await expect(bar.locator('#note')).toHaveText('Drawbridge never sees your password');
  await expect(bar.locator('#plain')).toBeVisible();
});

test('a pop-up has the same bar, its opener, and no more rights; the page is told that it closed', async () => {
  const page = await running.signInPage();
  await page.evaluate((url) => {
    Reflect.set(globalThis, 'popUp', window.open(url, 'idp', 'width=400,height=300'));
    addEventListener('message', (event) => Reflect.set(globalThis, 'heard', event.data));
  }, elsewhereUrl);
  const bar = await running.signInBar('pop-up');
  await expect(host(bar)).toHaveText(new URL(elsewhereUrl).host);
  await expect(bar.locator('#note')).toHaveText(/^Not part of /);
  const popUp = pages().find((each) => each.url().startsWith(elsewhereUrl));
  if (!popUp) throw new Error('there is no pop-up');
  await expect(popUp.locator('#opener')).toHaveText('has an opener');
  expect(await popUp.evaluate(() => typeof Reflect.get(globalThis, 'require'))).toBe('undefined');
  await page.evaluate(() => (Reflect.get(globalThis, 'popUp') as Window).postMessage('hello', '*'));
  await expect.poll(() => page.evaluate(() => Reflect.get(globalThis, 'heard'))).toBe('answer to hello');

  await press(bar, 'cancel');
  await expect.poll(() => page.evaluate(() => (Reflect.get(globalThis, 'popUp') as Window).closed)).toBe(true);
  await expect.poll(() => pages().length).toBe(1);
});

test('a link that is opened in another tab or window by hand opens in a pop-up of the same partition and rights', async () => {
  const page = await running.signInPage();
  await page.evaluate((url) => {
    const link = document.createElement('a');
    link.id = 'by-hand';
    link.textContent = 'elsewhere';
    link.style.cssText = 'position:fixed;top:8px;left:8px;z-index:9999';
    link.href = `${url}/?by-hand`;
    document.body.append(link);
  }, elsewhereUrl);
  for (const modifier of ['Control', 'Shift'] as const) {
    await page.click('#by-hand', { modifiers: [modifier] });
    const popUp = () => pages().find((each) => each.url() === `${elsewhereUrl}/?by-hand`);
    await expect.poll(() => popUp() !== undefined, modifier).toBe(true);
    const rights = await running.app.evaluate(
      ({ webContents }, [here, there]) => {
        const find = (part: string) => webContents.getAllWebContents().find((each) => each.getURL().startsWith(part));
        const [opener, opened] = [find(here), find(there)];
        return { samePartition: opener !== undefined && opener.session === opened?.session };
      },
      [site.url, `${elsewhereUrl}/?by-hand`] as const,
    );
    expect(rights).toEqual({ samePartition: true });
    const seen = await popUp()?.evaluate(() => typeof Reflect.get(globalThis, 'require'));
    expect(seen).toBe('undefined');
    await press(await running.signInBar('pop-up'), 'cancel');
    await expect.poll(() => pages().length).toBe(1);
  }
});

test('a link to a new tab opens one, and a fourth pop-up is refused', async () => {
  const page = await running.signInPage();
  const bar = await running.signInBar();
  const open = await page.evaluate((url) => {
    const link = document.createElement('a');
    link.href = url;
    link.target = '_blank';
    document.body.append(link);
    link.click();
    const more = [1, 2, 3].map((n) => window.open(`${url}/?${n}`, `idp${n}`));
    Reflect.set(globalThis, 'more', more);
    return more.map((each) => each !== null);
  }, elsewhereUrl);
  expect(open).toEqual([true, true, false]);
  await expect(bar.locator('#notice')).toContainText('too many pop-ups');
  await page.evaluate(() => {
    for (const each of Reflect.get(globalThis, 'more') as (Window | null)[]) each?.close();
  });
  // Only the link's own page is left; the others are told apart by their query.
  const others = () => pages().filter((each) => each.url().startsWith(elsewhereUrl));
  await expect.poll(() => others().map((each) => new URL(each.url()).search)).toEqual(['']);
  await others()[0]
    // A page that closes at once cannot answer.
    ?.evaluate(() => void setTimeout(() => window.close()));
  await expect.poll(() => pages().length).toBe(1);
  await press(bar, 'dismiss');
  await expect(bar.locator('#notice')).toBeHidden();
});

test('what the window refuses is said in the bar, and the page stays where it is', async () => {
  const page = await running.signInPage();
  const bar = await running.signInBar();
  const notice = bar.locator('#notice');
  const go = (url: string) =>
    page.evaluate((to) => {
      location.href = to;
    }, url);
  await go('http://idp.example.test/');
  await expect(notice).toContainText('idp.example.test is not encrypted');
  await go('jms://token');
  await expect(notice).toContainText('another program (jms:)');
  await go(`${elsewhereUrl}/unencrypted`);
  await expect(notice).toContainText('idp.example.test is not encrypted');
  await go(`${elsewhereUrl}/file`);
  await expect(notice).toContainText('Download');
  await page.evaluate(() => Notification.requestPermission());
  await expect(notice).toContainText('asked for notifications');
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = 'dingtalk://client';
    document.body.append(frame);
  });
  await expect(notice).toContainText('another program (dingtalk:)');
  expect(await page.evaluate(() => window.open('http://idp.example.test/') === null)).toBe(true);
  await expect(notice).toContainText('idp.example.test is not encrypted');
  await expect(page.locator('#login-form')).toBeVisible();
  await expect(host(bar)).toHaveText(new URL(site.url).host);
});

test('off the site the host is shown with a warning, also on a page that fails', async () => {
  const page = await running.signInPage();
  const bar = await running.signInBar();
  await page.goto(`${elsewhereUrl}/broken`);
  await expect(host(bar)).toHaveText(new URL(elsewhereUrl).host);
  await expect(bar.locator('html')).toHaveClass(/away/);
  await expect(bar.locator('#notice')).toContainText('answered with an error (502)');
  await expect(bar.locator('#again')).toBeVisible();
  await page.evaluate(() => {
    location.href = 'http://127.0.0.1:1/';
  });
  await expect(bar.locator('#panel h1')).toHaveText('127.0.0.1:1 cannot be reached');
  await expect(host(bar)).toHaveText('127.0.0.1:1');
  await press(bar, 'back');
  await expect(page.locator('#login-form')).toBeVisible();
  await expect(host(bar)).toHaveText(new URL(site.url).host);
  await expect(bar.locator('#panel')).toBeHidden();
});

test('a site that is away is tried again in the same window', async () => {
  const page = await running.signInPage();
  const bar = await running.signInBar();
  site.setFault('hang');
  await page.evaluate(() => location.reload());
  await expect(bar.locator('html')).toHaveClass(/loading/);
  // Chromium asks once more by itself when a connection breaks.
  await expect
    .poll(() => {
      site.dropConnections();
      return bar.locator('#panel h1').innerText();
    })
    .toContain('cannot be reached');
  site.setFault('none');
  await press(bar, 'retry');
  await expect(page.locator('#login-form')).toBeVisible();
});

test('a site that lets through but knows nobody is said so, and the form is one click away', async () => {
  const page = await running.signInPage();
  const bar = await running.signInBar();
  await page.goto(`${site.url}/api/health/?drawbridge=signed-in`);
  await expect(bar.locator('#panel h1')).toContainText('knows nobody');
  await press(bar, 'back');
  await expect(page.locator('#login-form')).toBeVisible();
});

test('the main window brings the sign-in window to the front', async () => {
  await running.signInPage();
  await main.getByRole('button', { name: 'Show window' }).click();
  const focused = () =>
    running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.getTitle().startsWith('Sign in to'));
  await expect.poll(focused).toBe(true);
  expect(running.app.windows().filter((each) => each.url().startsWith('data:'))).toHaveLength(1);
});

test('cancelling after a wrong password says so in the main window, and pop-ups close with the window', async () => {
  const page = await running.signInPage();
  const bar = await running.signInBar();
  await enterPassword(page, site.users.alice.username, 'not the password');
  await expect(page.locator('.help-block.red-fonts')).toBeVisible();
  await page.evaluate((url) => window.open(url) !== null, elsewhereUrl);
  await expect.poll(() => pages().length).toBe(2);
  await press(bar, 'cancel');
  await expect.poll(() => pages().length).toBe(0);
  await expect(main.getByTestId('site-row')).toContainText('The site did not take what was entered.');
  await expect(main.getByTestId('site-row')).toContainText('You can also try');
  expect(running.app.windows().filter((each) => each.url().startsWith('data:'))).toHaveLength(0);
});

test('a page that crashes can be loaded again', async () => {
  await signInAgain();
  await expect((await running.signInPage()).locator('#login-form')).toBeVisible();
  const bar = await running.signInBar();
  // The test's own view of the page does not outlive the crash; the window's does.
  const page = (what: 'crash' | 'title') =>
    running.app.evaluate(({ webContents }, ask) => {
      const contents = webContents.getAllWebContents().find((each) => each.getURL().includes('/core/auth/'));
      if (ask === 'crash') contents?.forcefullyCrashRenderer();
      return contents?.isCrashed() ? 'crashed' : contents?.getTitle();
    }, what);
  await page('crash');
  await expect(bar.locator('#panel h1')).toHaveText('The page ended unexpectedly');
  await press(bar, 'retry');
  await expect.poll(() => page('title')).toBe('Login - JumpServer');
  await expect(bar.locator('#panel')).toBeHidden();
  await press(bar, 'cancel');
  await expect(main.getByTestId('site-row')).toContainText('The page had crashed.');
});

test('a site too busy to say who is signed in is asked again in the same window', async () => {
  site.login.clearFailureMarks();
  await signInAgain();
  const page = await running.signInPage();
  await expect(page.locator('#login-form')).toBeVisible();
  const bar = await running.signInBar();
  site.setThrottle(0);
  await enterPassword(page, site.users.alice.username, site.users.alice.password);
  await expect(bar.locator('#panel h1')).toContainText('does not say who you are');
  await expect(main.getByTestId('site-row')).toContainText(/signing in/i);
  site.setThrottle(4096);
  await press(bar, 'retry');
  await expect.poll(() => pages().length).toBe(0);
  await toTheTerminals(main);
  await signOut(main);
});

test('without the address that we asked to be sent to, the sign-in still completes', async () => {
  await signInAgain();
  const page = await running.signInPage();
  await page.goto(`${site.url}/core/auth/login/?next=/ui/`);
  await enterPassword(page, site.users.alice.username, site.users.alice.password);
  await expect(main.getByTestId('site-row')).toContainText(/signed in/i);
  await expect.poll(() => pages().length).toBe(0);
});
