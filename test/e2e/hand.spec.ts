import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { ask } from './support/questions.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let agent: TestAgent;
let window: Page;

test.beforeEach(async () => {
  desktop = await startDesktop();
  site = await PracticeSite.start();
  const running = await desktop.launch();
  window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  agent = await startAgent(desktop.env, 'codex');
});

test.afterEach(async () => {
  await agent.close();
  await desktop.stop();
  await site.dispose();
});

const handleIn = (text: string): string => /term_[\w-]+/.exec(text)?.[0] ?? '';
const screen = () => window.getByRole('region', { name: /^Terminal on/ });

test('the person takes over, types, and hands back with a note that the agent reads', async () => {
  const handle = handleIn((await agent.run('cd /tmp')).text);
  await window.getByTestId('terminal-tile').getByRole('button', { name: 'Take over' }).click();
  await expect(window.getByText('You are driving.')).toBeVisible();
  await expect(screen().getByRole('textbox', { name: 'Terminal input' })).toBeFocused();

  // What the agent wants typed waits.
  const waiting = agent.run('pwd');
  await window.keyboard.type('mkdir -p hand-e2e && cd hand-e2e');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('complementary', { name: 'Runs' })).toContainText('mkdir -p hand-e2e');
  await window.keyboard.type('echo half typed');
  await expect(screen()).toContainText('echo half typed');
  const read = await agent.call('jms_read_terminal_session', { session_handle: handle, view: 'screen' });
  expect(read.text).toContain('echo half typed');

  await window.keyboard.press('Control+Shift+H');
  await window.keyboard.type('Work in hand-e2e, nothing else.');
  if (process.env['SHOTS']) await shots('driven');
  await window.keyboard.press('Enter');
  await expect(window.getByText('You are driving.')).toBeHidden();
  const answer = await waiting;
  expect(answer.text).toContain('/tmp/hand-e2e\n');
  expect(answer.text).not.toContain('half typed');
  expect(answer.text).toMatch(/Note from the person, about term_\S+ on web-01: Work in hand-e2e, nothing else\.$/);
});

test('several pasted lines are shown first, and run one after another', async () => {
  await agent.run('cd /tmp');
  await window.getByTestId('terminal-tile').getByRole('button', { name: 'Take over' }).click();
  await expect(screen().getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
  await paste('echo one\necho two\u202e\necho three\n');
  const dialog = window.getByTestId('paste-dialog');
  await expect(dialog).toContainText('Paste 3 lines into web-01?');
  await expect(dialog).toContainText('U+202E');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(screen().getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
  await paste('echo one\necho two\necho three\n');
  if (process.env['SHOTS']) await shots('paste');
  await dialog.getByRole('button', { name: 'Paste', exact: true }).click();
  await expect(window.getByRole('complementary', { name: 'Runs' })).toContainText('exit 0');
  await expect(screen()).toContainText('three');
  await paste('echo waits for Enter');
  await expect(screen()).toContainText('echo waits for Enter');
  await expect(dialog).toBeHidden();
});

test('the menu of a terminal that the person drives pastes too, several lines after a look; nobody else gets the clipboard', async () => {
  const terminalId = handleIn((await agent.run('cd /tmp')).text);
  const clipboard = async (text: string) => void (await ask(window, 'clipboard.write', { text }));
  const pasteByMenu = async () => {
    await screen().locator('.xterm-screen').click({ button: 'right' });
    await window.getByRole('menuitem', { name: 'Paste' }).click();
  };
  await clipboard('echo from-the-menu');
  expect(await ask(window, 'clipboard.read', { terminalId })).toEqual({ text: '' });
  await window.getByTestId('terminal-tile').getByRole('button', { name: 'Take over' }).click();
  await expect(screen().getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
  await pasteByMenu();
  await expect(screen()).toContainText('echo from-the-menu');
  await expect(screen().getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('complementary', { name: 'Runs' })).toContainText('echo from-the-menu');

  await clipboard('echo one\necho two\n');
  await pasteByMenu();
  const dialog = window.getByTestId('paste-dialog');
  await expect(dialog).toContainText('Paste 2 lines into web-01?');
  await dialog.getByRole('button', { name: 'Paste', exact: true }).click();
  await expect(window.getByRole('complementary', { name: 'Runs' })).toContainText('echo two');
});

test('the raised bridge stops agents, says what became of their terminals, and leaves the person theirs', async () => {
  const mine = handleIn((await agent.run('cd /tmp')).text);
  await window.getByTestId('terminal-tile').getByRole('button', { name: 'Take over' }).click();
  await expect(window.getByText('You are driving.')).toBeVisible();
  const running = agent.run('sleep 60', 'web-02');
  await window.getByRole('button', { name: 'Back to the terminals' }).click();
  await expect(window.getByTestId('terminal-tile').filter({ hasText: 'web-02' })).toContainText('Running');
  await window.getByRole('button', { name: 'Raise the bridge' }).click();
  expect((await running).text).toContain('bridge-raised');
  const page = window.getByRole('main');
  await expect(page.getByText(/^Since \d\d:\d\d:\d\d, by you\./)).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'web-02' })).toContainText(/Stopped in .*sleep 60/);
  await expect(page.getByRole('listitem').filter({ hasText: 'web-01' })).toContainText('You drive. You can go on');
  if (process.env['SHOTS']) await shots('raised');
  // Closing all of them leaves the one that the person drives.
  await page
    .getByRole('heading', { name: /terminal/ })
    .locator('..')
    .getByRole('button', { name: 'Close it' })
    .click();
  const closing = window.getByRole('alertdialog').or(window.getByRole('dialog'));
  await expect(closing).toContainText('Terminals that you drive stay open.');
  await closing.getByRole('button', { name: 'Close it' }).click();
  await expect(closing).toBeHidden();
  await page.getByRole('listitem').filter({ hasText: 'web-01' }).getByRole('button', { name: 'Look' }).click();
  await expect(screen().getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
  await window.keyboard.type('echo still mine');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('complementary', { name: 'Runs' })).toContainText('echo still mine');
  expect((await agent.call('jms_read_terminal_session', { session_handle: mine })).text).toContain('bridge-raised');
});

test('a password prompt offers the person a field; the agent never sees what they type', async () => {
  const waits = await agent.run(`read -s -p 'Password: ' it; echo; echo "length \${#it}: $it"`);
  expect(waits.text).toContain('waits for input (password)');
  const handle = handleIn(waits.text);
  await expect(window.getByTestId('question')).toBeHidden();
  const tile = window.getByTestId('terminal-tile');
  await expect(tile).toContainText('Waits for a password');
  await tile.getByRole('button', { name: 'Answer' }).click();
  const offer = window.getByTestId('secret-offer');
  await expect(offer).toContainText('Password:');
  const field = offer.getByLabel('Password', { exact: true });
  await expect(field).toHaveAttribute('type', 'password');
  if (process.env['SHOTS']) await shots('secret');
  await field.fill('hunter2-hunter');
  await window.keyboard.press('Enter');
  await expect(offer).toBeHidden();
  const read = await agent.call('jms_read_terminal_session', { session_handle: handle, wait_seconds: 20 });
  expect(read.text).toContain('length 14: ••••••');
  expect(read.text).not.toContain('hunter2');
});

async function shots(name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await window.emulateMedia({ colorScheme });
    await window.screenshot({ path: `/tmp/hand-shots/${name}-${colorScheme}.png` });
  }
}

/** As the system's own paste arrives. */
async function paste(text: string): Promise<void> {
  await screen()
    .getByRole('textbox', { name: 'Terminal input' })
    .evaluate((field, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
}
