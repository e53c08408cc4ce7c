import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { everythingAsks } from './support/policy.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let agent: TestAgent;

test.beforeEach(async () => {
  desktop = await startDesktop({ keyring: true });
  site = await PracticeSite.start({
    looksReal: true,
    acl: [{ name: 'risky', pattern: 'risky', action: 'notify_and_warn' }],
  });
});

/** A person who is signed in to a site that looks real, and an agent behind the bridge. */
async function atWork() {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  await everythingAsks(window);
  agent = await startAgent(desktop.env, 'codex');
  return { running, window, dialog: window.getByTestId('question') };
}

test.afterEach(async () => {
  await agent.close();
  await desktop.stop();
  await site.dispose();
});

test('a real site asks before each command; the person allows, refuses with a reason, or looks first', async () => {
  const { window, dialog } = await atWork();

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
  await window.getByRole('status').getByRole('button', { name: 'Answer' }).click();
  await dialog.getByRole('button', { name: 'Allow once' }).click();
  expect((await looked).text).toContain('after-a-look');
});

test('by keyboard: what was being typed answers nothing, Enter refuses, the shown keys allow, and the focus stays inside', async () => {
  const { window, dialog } = await atWork();
  const refuse = dialog.getByRole('button', { name: 'Refuse' });

  await window.getByRole('button', { name: 'Assets' }).first().click();
  await window.getByRole('searchbox').first().focus();
  let typing = true;
  const typist = (async () => {
    while (typing) await window.keyboard.press('Enter');
  })();
  const first = agent.run('echo by-keys-$((20+2))');
  await expect(dialog).toBeVisible();
  await window.waitForTimeout(1_000);
  await expect(dialog).toBeVisible();
  typing = false;
  await typist;
  await expect(refuse).toBeFocused();
  for (let presses = 0; presses < 8; presses += 1) {
    await window.keyboard.press('Tab');
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await window.keyboard.press('Control+Enter');
  expect((await first).text).toContain('by-keys-22');

  const second = agent.run('echo never');
  await expect(refuse).toBeFocused();
  await window.keyboard.press('Enter');
  expect((await second).text).toMatch(/^declined-by-person: /);
  expect(site.audit().map(({ input }) => input)).not.toContain('echo never');
});

test('a hidden window stays hidden: a notification asks, its click opens the question, and the terminal says that it waits', async () => {
  const { running, window, dialog } = await atWork();
  const first = agent.run('cd /tmp');
  await dialog.getByRole('button', { name: 'Allow once' }).click();
  await first;
  const visible = () =>
    running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((each) => each.isVisible()));
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await expect.poll(visible).toBe(false);

  const asked = desktop.notifications.shown.length;
  const second = agent.run('pwd');
  await expect.poll(() => desktop.notifications.shown.length).toBe(asked + 1);
  expect(await visible()).toBe(false);
  const shown = desktop.notifications.shown.at(-1);
  desktop.notifications.click(shown?.id ?? 0);
  await expect.poll(visible).toBe(true);
  await expect(dialog).toContainText('in /tmp');
  await window.keyboard.press('Escape');
  await expect(window.getByTestId('terminal-tile')).toContainText('Waits for your answer');
  await expect(window.getByTestId('agent-row')).toContainText('needs you');
  // The tile shows it too, and answers it.
  await expect(window.getByTestId('tile-request')).toContainText('pwd');
  await window.getByTestId('terminal-tile').getByRole('button', { name: 'Allow once' }).click();
  expect((await second).text).toContain('/tmp');
});

test('a notification reviews that very request, or refuses it with the window hidden, and goes with its question', async () => {
  const { running, window, dialog } = await atWork();
  const { notifications } = desktop;
  const hide = async () => {
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await expect.poll(visible).toBe(false);
  };
  const visible = () =>
    running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((each) => each.isVisible()));
  await hide();

  const refused = agent.run('echo never-$((1+1))');
  await expect.poll(() => notifications.shown.length).toBe(1);
  const [first] = notifications.shown;
  expect(first).toMatchObject({ title: 'codex asks for your permission', buttons: ['Review', 'Refuse'] });
  expect(first?.body).toMatch(/^web-01 · /);
  expect(`${first?.title}${first?.body}`).not.toContain('never');
  notifications.press(first?.id ?? 0, 'Refuse');
  expect((await refused).text).toMatch(/^declined-by-person: /);
  expect(await visible()).toBe(false);
  await expect.poll(() => notifications.closed).toContain(first?.id);

  // It opens its own request, not the oldest one, which the person has seen and put off.
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
  const older = agent.run('echo older');
  await expect(dialog).toContainText('echo older');
  await window.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await hide();
  const before = notifications.shown.length;
  const newer = agent.run('echo newer', 'web-02');
  await expect.poll(() => notifications.shown.length).toBe(before + 1);
  const second = notifications.shown.at(-1);
  expect(second?.body).toMatch(/^web-02 · .* · 1 more waits$/);
  notifications.press(second?.id ?? 0, 'Review');
  await expect.poll(visible).toBe(true);
  await expect(dialog).toContainText('echo newer');
  await dialog.getByRole('button', { name: 'Refuse' }).click();
  expect((await newer).text).toMatch(/^declined-by-person: /);
  await expect.poll(() => notifications.closed).toContain(second?.id);
  await window
    .getByTestId('terminal-tile')
    .or(window.getByRole('status'))
    .getByRole('button', { name: 'Answer' })
    .first()
    .click();
  await dialog.getByRole('button', { name: 'Allow once' }).click();
  expect((await older).text).toContain('older');
  await expect.poll(() => [...notifications.closed].sort()).toEqual(notifications.shown.map(({ id }) => id).sort());
});

test('input for a program is asked about once, and what nobody would see is shown', async () => {
  const { dialog } = await atWork();
  const cat = agent.call('jms_execute_koko_command', {
    ...{ asset: 'web-01', account: 'deploy', command: 'cat # \u202e', timeout_seconds: 1 },
  });
  await expect(dialog).toContainText('1 hidden character.');
  await expect(dialog).toContainText('U+202E');
  await dialog.getByRole('button', { name: 'Refuse' }).click();
  expect((await cat).text).toMatch(/^declined-by-person: /);

  const program = agent.call('jms_execute_koko_command', {
    ...{ asset: 'web-01', account: 'deploy', command: 'cat', timeout_seconds: 1 },
  });
  await dialog.getByRole('button', { name: 'Allow once' }).click();
  const handle = /term_[\w-]+/.exec((await program).text)?.[0];
  const write = (text: string) =>
    agent.call('jms_write_terminal_session', { session_handle: handle, text, wait_seconds: 1 });
  const one = write('first line');
  await expect(dialog).toContainText('everything that the agent types into this program');
  await dialog.getByRole('button', { name: 'Allow until it ends' }).click();
  expect((await one).text).toContain('first line');
  expect((await write('second line')).text).toContain('second line');
});

test("JumpServer's own question comes after ours, with its words; the reason for a no reaches the agent", async () => {
  const { dialog } = await atWork();
  const asked = async (command: string) => {
    const run = agent.run(command);
    await expect(dialog).toContainText('run this on web-01');
    await dialog.getByRole('button', { name: 'Allow once' }).click();
    const { text } = await run;
    expect(text).toMatch(/^not run yet: JumpServer calls it risky/);
    await expect(dialog).toContainText('JumpServer calls this command on web-01 risky. Run it?');
    await expect(dialog).toContainText('an alert notification will be sent to the administrator');
    const handle = /term_[\w-]+/.exec(text)?.[0];
    return () => agent.call('jms_read_terminal_session', { session_handle: handle, wait_seconds: 20 });
  };
  const first = await asked('echo risky-$((40+2))');
  const done = first();
  await dialog.getByRole('button', { name: 'Run it' }).click();
  expect((await done).text).toContain('risky-42');

  const second = await asked('echo risky-never');
  const refused = second();
  await dialog.getByRole('textbox').fill('use the replica');
  await dialog.getByRole('button', { name: 'Refuse' }).click();
  expect((await refused).text).toContain('The person said no: use the replica');
});
