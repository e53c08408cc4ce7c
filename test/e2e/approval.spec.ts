import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let agent: TestAgent;

test.beforeEach(async () => {
  desktop = await startDesktop({ keyring: true });
  site = await PracticeSite.start({ looksReal: true });
});
test.afterEach(async () => {
  await agent.close();
  await desktop.stop();
  await site.dispose();
});

test('a real site asks before each command; the person allows, refuses with a reason, or looks first', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  agent = await startAgent(desktop.env);
  const dialog = window.getByTestId('question');

  const allowed = agent.run('echo first-$((20+1))');
  await expect(dialog).toContainText('echo first-$((20+1))');
  await expect.poll(async () => (await desktop.tray.item()).tooltip()).toContain('1 question waits for you');
  await dialog.getByRole('button', { name: 'Allow once' }).click();
  expect((await allowed).text).toContain('first-21');

  // Enter never allows: in the field it refuses with what stands there.
  const refused = agent.run('echo reboot-now');
  await dialog.getByRole('textbox').fill('not during the day');
  await window.keyboard.press('Enter');
  expect((await refused).text).toContain('not during the day');
  expect(site.audit().map(({ input }) => input)).not.toContain('echo reboot-now');

  // Escape puts it off; the banner brings it back.
  const looked = agent.run('echo after-a-look');
  await expect(dialog).toContainText('echo after-a-look');
  await window.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await window.getByRole('button', { name: 'Answer' }).click();
  await dialog.getByRole('button', { name: 'Allow once' }).click();
  expect((await looked).text).toContain('after-a-look');
});
