import { expect, type Page, test } from '@playwright/test';
import type { PracticeSiteOptions } from '../../practice/options.ts';
import { PracticeSite } from '../../practice/practice-site.ts';
import { RecordingFront } from '../support/recording-front.ts';
import { startAgent } from './support/agent.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

interface Place {
  readonly practice: PracticeSite;
  /** What stands at the address that the app knows. */
  readonly front: RecordingFront;
}

let desktop: Desktop;
let one: Place;
let other: Place;

test.beforeEach(async () => {
  desktop = await startDesktop();
  // On one host: cookies know no port, so only partitions and our own care keep them apart.
  one = await place({ cookiePrefix: 'corp' });
  other = await place({ cookiePrefix: '' });
});

test.afterEach(async () => {
  await desktop.stop();
  for (const { practice, front } of [one, other]) {
    await front.stop();
    await practice.dispose();
  }
});

async function place(options: PracticeSiteOptions): Promise<Place> {
  const practice = await PracticeSite.start(options);
  return { practice, front: await RecordingFront.start(practice.url) };
}

const rows = (window: Page) => window.getByTestId('site-row');

/** The sign-in page of that site: both may be open. */
async function signInPageOf(running: RunningApp, { front }: Place): Promise<Page> {
  const find = () => running.app.windows().find((page) => page.url().startsWith(`${front.url}/core/auth/`));
  await expect.poll(() => find() !== undefined).toBe(true);
  const page = find();
  if (!page) throw new Error('the sign-in page is gone');
  return page;
}

async function signInToBoth(running: RunningApp, window: Page): Promise<void> {
  await addSite(window, one.front.url);
  await enterPassword(await signInPageOf(running, one), 'alice', 'practice-alice');
  await toTheTerminals(window);
  await window.getByRole('button', { name: 'Add a site' }).click();
  await addSite(window, other.front.url);
  await enterPassword(await signInPageOf(running, other), 'alice', 'practice-alice');
  await expect(rows(window)).toHaveCount(2);
  await expect(rows(window).nth(1)).toContainText(/signed in/i);
}

/** Everything that identifies a session of the site. */
const secretsOf = ({ practice }: Place) => practice.webSessions().map(({ id }) => id);

test('two sites on one host keep their cookies, their sessions and their agents apart', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await signInToBoth(running, window);
  const [secretOfOne] = secretsOf(one);
  const [secretOfOther] = secretsOf(other);
  if (!secretOfOne || !secretOfOther) throw new Error('both are signed in');

  const agent = await startAgent(desktop.env);
  const run = (site: string) =>
    agent.call('jms_execute_koko_command', { site, asset: 'web-01', account: 'deploy', command: 'echo at-work' });
  expect((await run(one.front.url)).text).toContain('at-work');
  expect((await run(other.front.url)).text).toContain('at-work');
  // REST and the handshakes of both went to their own site with their own cookies.
  expect(one.front.received).toContain(`corpsessionid=${secretOfOne}`);
  expect(other.front.received).toContain(`sessionid=${secretOfOther}`);

  const unnamed = await agent.run('hostname');
  expect(unnamed.isError).toBe(true);
  expect(unnamed.text).toContain(`(${one.front.url}, site_`);
  expect(unnamed.text).toContain(`(${other.front.url}, site_`);
  expect((await agent.call('jms_status')).text).toContain('several and no default');
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByLabel('Default for agents').selectOption({ index: 2 });
  await expect.poll(async () => (await agent.call('jms_status')).text).toMatch(/, default\)/);
  expect((await agent.run('echo default-works')).text).toContain('default-works');
  expect(other.practice.audit().map(({ input }) => input)).toContain('echo default-works');

  one.practice.expireWebSessions('alice');
  expect((await agent.call('jms_profile', { site: other.front.url })).isError).toBe(false);
  await expect(rows(window).nth(1)).toContainText(/signed in/i);
  expect(secretsOf(other)).toEqual([secretOfOther]);
  await agent.close();

  expect(one.front.received).not.toContain(secretOfOther);
  expect(other.front.received).not.toContain(secretOfOne);
});

test('a sign-in page that is sent to the other site takes no cookie along, and keeps its own', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, other.front.url);
  await enterPassword(await signInPageOf(running, other), 'alice', 'practice-alice');
  await toTheTerminals(window);
  await window.getByRole('button', { name: 'Add a site' }).click();
  await addSite(window, one.front.url);

  const page = await signInPageOf(running, one);
  await expect(page.locator('#login-form')).toBeVisible();
  one.front.redirects.set('/away/', `${other.front.url}/core/auth/login/`);
  const before = other.front.received.length;
  const token = /corpcsrftoken=([^;\s]+)/.exec(await page.evaluate(() => document.cookie))?.[1];
  await page.goto(`${one.front.url}/away/`);
  expect(page.url()).toContain(other.front.url);
  // It is asked as by somebody who was never there: neither site's cookies come along.
  await expect(page.locator('#login-form')).toBeVisible();
  const away = other.front.received.slice(before);
  expect(away).toContain('GET /core/auth/login/');
  expect(token).toBeTruthy();
  for (const name of ['corpcsrftoken', 'corpsessionid', token ?? '?']) expect(away).not.toContain(name);
  for (const secret of secretsOf(other)) expect(away).not.toContain(secret);

  await page.goto(`${one.front.url}/core/auth/login/?next=/api/health/?drawbridge=done`);
  await enterPassword(page, 'alice', 'practice-alice');
  await expect(rows(window).nth(1)).toContainText(/signed in/i);
  expect(secretsOf(one)).toHaveLength(1);
  // What the other site left in this one's partition is gone with the window.
  await expect.poll(() => running.app.windows().filter((each) => each.url().startsWith(one.front.url)).length).toBe(0);
  const settled = one.front.received.length;
  const agent = await startAgent(desktop.env);
  expect((await agent.call('jms_profile', { site: one.front.url })).isError).toBe(false);
  await agent.close();
  const asked = one.front.received.slice(settled);
  expect(asked).toContain('SESSION_COOKIE_NAME_PREFIX=corp');
  expect(asked).toContain('corpsessionid=');
  expect(asked).not.toMatch(/[ ;]sessionid=/);
});

test('removing a site forgets its session, ends its terminals, and leaves the other as it is', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await signInToBoth(running, window);
  const agent = await startAgent(desktop.env);
  for (const { front } of [one, other]) {
    const { text } = await agent.call('jms_execute_koko_command', {
      ...{ site: front.url, asset: 'web-01', account: 'deploy', command: 'echo here' },
    });
    expect(text).toContain('here');
  }
  await rows(window).first().getByRole('button').first().click();
  await window.getByRole('menuitem', { name: 'Remove…' }).click();
  await window.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(rows(window)).toHaveCount(1);
  await expect.poll(() => one.practice.liveShells).toBe(0);
  expect(secretsOf(one)).toEqual([]);
  expect(other.practice.liveShells).toBe(1);
  expect(secretsOf(other)).toHaveLength(1);
  expect((await agent.run('echo still-here')).text).toContain('still-here');
  await agent.close();
});

test('an address that is in the list already is not added again', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, one.front.url);
  await enterPassword(await signInPageOf(running, one), 'alice', 'practice-alice');
  await toTheTerminals(window);
  await window.getByRole('button', { name: 'Add a site' }).click();
  await window.getByRole('textbox').first().fill(`${one.front.url}/ui/`);
  await expect(window.getByText(/is in your list already/)).toBeVisible();
});
