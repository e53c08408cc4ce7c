import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { UnixUser } from '../support/unix-user.ts';
import { startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let agent: TestAgent;
let anna: UnixUser;
let bert: UnixUser;

test.skip(process.getuid?.() !== 0, 'makes accounts of this machine');

test.beforeEach(async () => {
  anna = new UnixUser();
  bert = new UnixUser();
  desktop = await startDesktop();
  site = await PracticeSite.start();
});

test.afterEach(async () => {
  await agent.close();
  await desktop.stop();
  await site.dispose();
  anna.remove();
  bert.remove();
});

test('another user in a terminal: the person types the password in the window, and only the program gets it', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  agent = await startAgent(desktop.env, 'codex');
  const handle = /term_[\w-]+/.exec((await agent.run('id -un')).text)?.[0];
  const become = (user: string) =>
    agent.call('jms_switch_terminal_user', {
      session_handle: handle,
      target_user: user,
      method: 'su',
      wait_seconds: 60,
    });
  expect((await become(anna.name)).text).toContain(`run as ${anna.name}`);
  await expect(window.getByText(`deploy → ${anna.name}`)).toBeVisible();

  const switched = become(bert.name);
  const dialog = window.getByTestId('question');
  await expect(dialog).toContainText(`codex wants to work as ${bert.name} there`);
  await expect(dialog).toContainText('Password:');
  const field = dialog.getByLabel('Password', { exact: true });
  await expect(field).toHaveAttribute('type', 'password');
  await expect(field).toBeFocused();
  await field.fill('not-it');
  await window.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('Authentication failure');
  await field.fill(bert.password);
  await dialog.getByRole('button', { name: 'Type it' }).click();
  const { text } = await switched;
  expect(text).toContain(`run as ${bert.name} (uid ${bert.uid})`);
  await expect(window.getByText(`deploy → ${bert.name}`)).toBeVisible();
  const seen = [text, (await agent.call('jms_read_terminal_session', { session_handle: handle, cursor: 0 })).text];
  const audit = site.audit().map(({ input, output }) => `${input} ${output}`);
  expect([...seen, ...audit].join('\n')).not.toContain(bert.password);
});
