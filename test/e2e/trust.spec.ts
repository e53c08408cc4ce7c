import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { PracticeSiteOptions } from '../../practice/options.ts';
import { PracticeSite } from '../../practice/practice-site.ts';
import { expired, selfSigned, TestAuthority, type TestCertificate } from '../support/certificates.ts';
import { startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';
import { answer, ask, asked, nothingAsked } from './support/questions.ts';
import { savedSessions } from './support/saved-sessions.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let agents: TestAgent[];

test.beforeEach(() => {
  agents = [];
});

test.afterEach(async () => {
  for (const each of agents) await each.close();
  await desktop.stop();
  await site.dispose();
});

const NAME = 'jms.localhost';
const leaf = (organisation: string) => selfSigned({ names: [NAME], organisation });
const allow = { kind: 'allow' } as const;
const refuse = { kind: 'refuse', reason: '' } as const;

function secureSite(certificates: readonly TestCertificate[], more: PracticeSiteOptions = {}): Promise<PracticeSite> {
  return PracticeSite.start({ ...more, publicHost: NAME, tls: { certificates } });
}

async function start(options: { readonly keyring?: boolean } = {}): Promise<{ running: RunningApp; window: Page }> {
  desktop = await startDesktop(options);
  const running = await desktop.launch();
  return { running, window: await running.window() };
}

async function agent(environment: Readonly<Record<string, string>> = {}): Promise<TestAgent> {
  const started = await startAgent({ ...desktop.env, ...environment });
  agents.push(started);
  return started;
}

async function signIn({ running, window }: { running: RunningApp; window: Page }): Promise<void> {
  await enterPassword(await running.signInPage(), 'alice', site.users.alice.password);
  await toTheTerminals(window);
}

const row = (window: Page) => window.getByTestId('site-row');
const siteId = (url = site.url) => settingsFile().sites.find(({ baseUrl }: { baseUrl: string }) => baseUrl === url).id;
const settingsPath = () => path.join(desktop.home, 'data', 'settings.json');
const settingsFile = () => JSON.parse(fs.readFileSync(settingsPath(), 'utf8'));

async function pressSignIn(window: Page): Promise<void> {
  await ask(window, 'site.sign-in', { siteId: siteId() });
}

test('a self-signed certificate is shown and accepted once, for the window, REST and the terminal alike', async () => {
  const certificate = leaf('one');
  site = await secureSite([certificate]);
  const app = await start();
  await addSite(app.window, site.url);
  const dialog = app.window.getByRole('alertdialog');
  await expect(dialog.getByLabel(certificate.fingerprint)).toBeVisible();
  await expect(dialog).toContainText(NAME);
  const question = await asked(app.window, 'trust-certificate');
  expect(question).toMatchObject({ host: NAME, before: null });
  expect(question.certificate).toMatchObject({ problem: 'ERR_CERT_AUTHORITY_INVALID', subject: NAME, issuer: NAME });
  await dialog.getByRole('button', { name: 'Trust it for this site' }).click();
  await signIn(app);
  const { text } = await (await agent()).run('echo over-$((1 + 1))-tls');
  expect(text).toContain('over-2-tls');
  await nothingAsked(app.window);
});

test('who says no adds nothing; adding it again asks again', async () => {
  site = await secureSite([leaf('one')]);
  const { window } = await start();
  await addSite(window, site.url);
  await answer(window, await asked(window, 'trust-certificate'), refuse);
  await expect(window.getByText('was not accepted, so the site was not added')).toBeVisible();
  await window.getByRole('button', { name: 'Add your JumpServer' }).click();
  await asked(window, 'trust-certificate');
});

/** `VERIFY_TLS=false` leads to the same dialogue: an agent's environment never trusts for the person. */
for (const [what, environment] of [
  ['', {}],
  [' whatever the environment of an agent says', { MCP_JUMPSERVER_GUI_SUCKS_VERIFY_TLS: 'false' }],
] as const)
  test(`a changed certificate asks again, with the former fingerprint; declined, agents hear why until the person signs in${what}`, async () => {
    const [one, two] = [leaf('one'), leaf('two')];
    site = await secureSite([one]);
    const app = await start();
    await addSite(app.window, site.url);
    await answer(app.window, await asked(app.window, 'trust-certificate'), allow);
    await signIn(app);
    const first = await agent(environment);
    expect((await first.run('true')).text).toContain('exit code 0');

    site.setCertificates([two]);
    site.dropConnections();
    const refusedCall = first.call('jms_list_assets', {});
    const question = await asked(app.window, 'trust-certificate');
    expect(question.before).toBe(one.fingerprint);
    expect(question.certificate.fingerprint).toBe(two.fingerprint);
    await answer(app.window, question, refuse);
    const refused = await refusedCall;
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain('certificate');
    const again = await first.call('jms_list_assets', {});
    expect(again.text).toContain('certificate-not-trusted');
    await nothingAsked(app.window);

    await pressSignIn(app.window);
    await answer(app.window, await asked(app.window, 'trust-certificate'), allow);
    // The session lives: no window opens, and nothing else is asked.
    await expect(row(app.window)).toContainText(/signed in/i);
    expect((await first.run('echo back')).text).toContain('back');
    await nothingAsked(app.window);
  });

test('a site that is removed while its new certificate is asked about leaves neither question nor trust behind', async () => {
  site = await secureSite([leaf('one')]);
  const app = await start();
  await addSite(app.window, site.url);
  await answer(app.window, await asked(app.window, 'trust-certificate'), allow);
  await signIn(app);
  const first = await agent();
  site.setCertificates([leaf('two')]);
  site.dropConnections();
  const call = first.call('jms_list_assets', {});
  await asked(app.window, 'trust-certificate');
  await ask(app.window, 'site.remove', { siteId: siteId() });
  await nothingAsked(app.window);
  expect((await call).isError).toBe(true);
  expect(settingsFile()).toMatchObject({ sites: [], trustedCertificates: [] });
});

test('a person who takes longer than a connection lasts loses nothing', async () => {
  test.slow();
  const [one, two] = [leaf('one'), leaf('two')];
  site = await secureSite([one]);
  const app = await start();
  await addSite(app.window, site.url);
  await answer(app.window, await asked(app.window, 'trust-certificate'), allow);
  await signIn(app);
  await ask(app.window, 'site.sign-out', { siteId: siteId() });
  await expect(row(app.window)).toContainText(/signed out/i);
  site.setCertificates([two]);
  site.dropConnections();
  await pressSignIn(app.window);
  const question = await asked(app.window, 'trust-certificate');
  await new Promise((resolve) => setTimeout(resolve, 32_000));
  await answer(app.window, question, allow);
  await enterPassword(await app.running.signInPage(), 'alice', site.users.alice.password);
  await expect(row(app.window)).toContainText(/signed in/i);
  expect((await (await agent()).run('echo slow')).text).toContain('slow');
});

test('two certificates behind one address: each is asked about once, and everything works with both', async () => {
  const [one, two] = [leaf('one'), leaf('two')];
  site = await secureSite([one, two]);
  const app = await start();
  await addSite(app.window, site.url);
  const seen: string[] = [];
  // Connections meet them in turn, whenever they come.
  const answering = (async () => {
    while (seen.length < 2) {
      const question = await asked(app.window, 'trust-certificate');
      if (!seen.includes(question.certificate.fingerprint)) seen.push(question.certificate.fingerprint);
      await answer(app.window, question, allow);
    }
  })();
  await signIn(app);
  const worker = await agent();
  for (const word of ['a', 'b', 'c', 'd']) {
    const { text } = await worker.call('jms_execute_koko_command', {
      asset: 'web-01',
      account: 'deploy',
      command: `echo ${word}`,
      fresh: true,
    });
    expect(text).toContain(word);
    site.dropConnections();
  }
  await answering;
  expect([...seen].sort()).toEqual([one.fingerprint, two.fingerprint].sort());
  await nothingAsked(app.window);
});

for (const [what, certificate] of [
  ['that has expired', () => expired([NAME])],
  ['of another name', () => selfSigned({ names: ['other.localhost'] })],
  ['of a private authority', () => new TestAuthority().issue({ names: [NAME] })],
] as const)
  test(`a certificate ${what} can be accepted too`, async () => {
    site = await secureSite([certificate()]);
    const app = await start();
    await addSite(app.window, site.url);
    const question = await asked(app.window, 'trust-certificate');
    expect(question.certificate.otherName).toBe(what === 'of another name');
    await answer(app.window, question, allow);
    await signIn(app);
    expect((await (await agent()).run('echo fine')).text).toContain('fine');
  });

test('what was accepted is listed in the settings; forgotten there, it is asked about at the next sign-in', async () => {
  const certificate = leaf('one');
  site = await secureSite([certificate]);
  const app = await start({ keyring: true });
  await addSite(app.window, site.url);
  await answer(app.window, await asked(app.window, 'trust-certificate'), allow);
  await signIn(app);
  await app.window.getByRole('button', { name: 'Settings' }).click();
  await expect(app.window.getByText(certificate.fingerprint)).toBeVisible();
  await app.window.getByRole('button', { name: `Forget the certificate of ${NAME}` }).click();
  await expect(app.window.getByText(certificate.fingerprint)).toBeHidden();
  expect(settingsFile().trustedCertificates).toEqual([]);

  const refused = await (await agent()).call('jms_list_assets', {});
  expect(refused.text).toContain('certificate-not-trusted');
  await nothingAsked(app.window);
  await pressSignIn(app.window);
  await answer(app.window, await asked(app.window, 'trust-certificate'), allow);
  await expect(app.window.getByText(certificate.fingerprint)).toBeVisible();
});

test('it survives a restart where there is a keychain; a file changed by another hand is listed and not used', async () => {
  const certificate = leaf('one');
  site = await secureSite([certificate]);
  const app = await start({ keyring: true });
  await addSite(app.window, site.url);
  await answer(app.window, await asked(app.window, 'trust-certificate'), allow);
  await signIn(app);
  await expect.poll(() => savedSessions(desktop.home)).toBe(1);

  await desktop.killAll();
  const again = await (await desktop.launch()).window();
  await expect(row(again)).toContainText(/signed in/i);
  await nothingAsked(again);

  await desktop.killAll();
  const other = leaf('other');
  const settings = settingsFile();
  settings.trustedCertificates[0].fingerprint = other.fingerprint;
  fs.writeFileSync(settingsPath(), JSON.stringify(settings));
  site.setCertificates([other]);
  const third = await (await desktop.launch()).window();
  const question = await asked(third, 'trust-certificate');
  // What another hand wrote does not pass for what the person accepted.
  expect(question).toMatchObject({ host: NAME, before: null });
  await answer(third, question, refuse);
  await third.getByRole('button', { name: 'Settings' }).click();
  await expect(third.getByText('Not used: it was changed outside Drawbridge')).toBeVisible();
});

test('without a keychain it holds until the app ends, and no file has it', async () => {
  site = await secureSite([leaf('one')]);
  const app = await start();
  await addSite(app.window, site.url);
  await answer(app.window, await asked(app.window, 'trust-certificate'), allow);
  await signIn(app);
  expect(settingsFile().trustedCertificates ?? []).toEqual([]);
  await desktop.killAll();
  const again = await (await desktop.launch()).window();
  await expect(row(again)).toContainText(/signed out/i);
  await pressSignIn(again);
  await asked(again, 'trust-certificate');
});

test("an identity provider's own certificate is asked about when the person is sent there", async () => {
  const [one, two] = [leaf('one'), selfSigned({ names: ['localhost'], organisation: 'provider' })];
  site = await secureSite([one], {
    login: { methods: ['openid'] },
    idp: { consent: false },
    idpTls: { certificates: [two] },
  });
  const app = await start();
  await addSite(app.window, site.url);
  await answer(app.window, await asked(app.window, 'trust-certificate'), allow);
  const page = await app.running.signInPage();
  await page.locator('[data-method="openid"]').click({ noWaitAfter: true });
  const question = await asked(app.window, 'trust-certificate');
  expect(question).toMatchObject({ host: 'localhost', before: null });
  expect(question.certificate.fingerprint).toBe(two.fingerprint);
  await answer(app.window, question, allow);
  await page.waitForURL((url) => url.origin === site.idpUrl);
  await page.locator('#idp-username').fill('alice');
  await page.locator('#idp-password').fill(site.users.alice.password);
  await page.locator('#idp-login button').click();
  await toTheTerminals(app.window);
});

test("an identity provider's certificate that is declined ends the sign-in with why", async () => {
  const two = selfSigned({ names: ['localhost'], organisation: 'provider' });
  site = await secureSite([leaf('one')], { login: { methods: ['openid'] }, idpTls: { certificates: [two] } });
  const app = await start();
  await addSite(app.window, site.url);
  await answer(app.window, await asked(app.window, 'trust-certificate'), allow);
  await (await app.running.signInPage()).locator('[data-method="openid"]').click({ noWaitAfter: true });
  await answer(app.window, await asked(app.window, 'trust-certificate'), refuse);
  await expect(app.window.getByText(/does not trust the certificate of localhost/).first()).toBeVisible();
});
