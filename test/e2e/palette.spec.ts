import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;

test.beforeEach(async () => {
  desktop = await startDesktop();
  site = await PracticeSite.start({ title: 'Practice' });
});

test.afterEach(async () => {
  await desktop.stop();
  await site.dispose();
});

test('everything by name: pages, a terminal, an agent, an asset of the site, the bridge; Escape gives the focus back', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  const agent = await startAgent(desktop.env, 'codex');
  await agent.run('true');

  const palette = window.getByRole('dialog', { name: 'Search and commands' });
  const choose = async (text: string, option: RegExp) => {
    await window.keyboard.press('Control+k');
    await expect(palette).toBeVisible();
    await window.keyboard.type(text);
    await expect(palette.getByRole('option', { selected: true })).toHaveText(option);
    await window.keyboard.press('Enter');
    await expect(palette).toHaveCount(0);
  };
  await choose('jour', /Journal/);
  await expect(window.getByRole('button', { name: 'Journal' }).first()).toHaveAttribute('aria-current', 'page');
  await choose('web-01', /web-01/);
  await expect(window.getByTestId('focus-terminal')).toBeVisible();
  await window.keyboard.press('Escape');
  await choose('agent codex', /codex/);
  await expect(window.getByRole('heading', { name: 'codex', level: 1 })).toBeVisible();
  await choose('keychain', /Keychain/i);
  await expect(window.getByRole('heading', { name: /keychain/i, level: 1 })).toBeVisible();
  await choose('mysql-07', /mysql-07/);
  await expect(window.getByRole('main').getByRole('heading', { name: 'mysql-07' })).toBeVisible();

  const button = window.getByRole('button', { name: 'Assets' }).first();
  await button.focus();
  await window.keyboard.press('Control+k');
  await window.keyboard.type('no such thing');
  await expect(palette).toContainText('Nothing is called that.');
  await window.keyboard.press('Escape');
  await expect(button).toBeFocused();

  await choose('raise', /Raise the bridge/);
  await expect.poll(async () => (await agent.run('true')).text).toContain('bridge-raised');
  await agent.close();
});
