import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { everythingAsks } from './support/policy.ts';
import { nothingAsked } from './support/questions.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let agent: TestAgent;
let window: Page;

test.beforeEach(async () => {
  desktop = await startDesktop({ keyring: true });
  site = await PracticeSite.start({ looksReal: true });
  const running = await desktop.launch();
  window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  await everythingAsks(window);
  agent = await startAgent(desktop.env, 'codex');
});

test.afterEach(async () => {
  await agent.close();
  await desktop.stop();
  await site.dispose();
});

const dialog = () => window.getByTestId('question');
const button = (name: string | RegExp) => dialog().getByRole('button', { name });
const asksFor = (asset: string) => expect(dialog()).toContainText(`run this on ${asset}?`);

/** The agent asks, and the person allows it once. */
async function allowed(command: string, asset = 'web-01'): Promise<string> {
  const run = agent.run(command, asset);
  await asksFor(asset);
  await button('Allow once').click();
  return (await run).text;
}

test('several requests are gone through to and fro, and each answer is for the one that is shown', async () => {
  const first = agent.run('echo first-$((20+1))');
  await asksFor('web-01');
  await expect(button('Next request')).toHaveCount(0);
  const second = agent.run('echo second-$((20+2))', 'web-02');
  await expect(dialog()).toContainText('1 of 2');
  const third = agent.run('echo third-$((20+3))', 'db-02');
  await expect(dialog()).toContainText('1 of 3');
  await expect(dialog()).toContainText('2 more wait');

  // A newer one never takes the place of the one that is being read.
  await asksFor('web-01');
  await button('Next request').click();
  await asksFor('web-02');
  await expect(dialog()).toContainText('2 of 3');
  await button('Previous request').click();
  await asksFor('web-01');
  await button('Previous request').click();
  await asksFor('db-02');
  await expect(button('Refuse')).toBeFocused();
  await window.keyboard.press('Control+BracketRight');
  await asksFor('web-01');
  await expect(button('Refuse')).toBeFocused();
  await window.keyboard.press('Control+BracketLeft');
  await asksFor('db-02');

  await dialog().getByRole('textbox').fill('not the database');
  await button('Refuse').click();
  expect((await third).text).toContain('not the database');
  await asksFor('web-01');
  await button(/^Go to: .*second-/).click();
  await asksFor('web-02');
  await button('Allow once').click();
  expect((await second).text).toContain('second-22');
  await asksFor('web-01');
  await expect(button('Next request')).toHaveCount(0);
  await button('Allow once').click();
  expect((await first).text).toContain('first-21');
  expect(site.audit().map(({ input }) => input)).not.toContain('echo third-$((20+3))');
});

test('allowed for a time, the same command passes again in that terminal only, until the person ends it', async () => {
  const command = 'echo again-$((20+1))';
  const tile = window.getByTestId('terminal-tile');
  await allowed('cd /tmp');

  const run = agent.run(command);
  await asksFor('web-01');
  await expect(button('Refuse')).toBeFocused();
  await window.keyboard.press('Control+m');
  await expect(window.getByRole('menuitem')).toHaveText(['5 minutes', '15 minutes', '60 minutes']);
  await window.getByRole('menuitem', { name: '15 minutes' }).click();
  expect((await run).text).toContain('again-21');

  expect((await agent.run(command)).text).toContain('again-21');
  await nothingAsked(window);
  // Another command, and the same one elsewhere, ask as before.
  for (const [other, asset] of [
    ['echo other', 'web-01'],
    [command, 'web-02'],
  ] as const) {
    const asked = agent.run(other, asset);
    await asksFor(asset);
    await button('Refuse').click();
    expect((await asked).text).toMatch(/^declined-by-person: /);
  }

  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('tab', { name: 'Guard' }).click();
  await expect(window.getByTestId('standing')).toContainText(command);
  await expect(window.getByTestId('standing')).toContainText('used once');
  await expect(window.getByTestId('standing')).toContainText(/1[45]:\d\d more/);
  await window.getByRole('button', { name: 'Terminals', exact: true }).click();
  await tile.getByRole('button', { name: /^Open web-01.* full size$/ }).click();
  const here = window.getByRole('region', { name: 'Allowed here' });
  await expect(here).toContainText(command);
  await here.getByRole('button', { name: `Revoke: ${command}` }).click();
  await expect(here).toBeHidden();
  const asked = agent.run(command);
  await asksFor('web-01');
  await button('Refuse').click();
  expect((await asked).text).toMatch(/^declined-by-person: /);
});

test('a terminal at full size is stopped and closed there; while something runs closing asks first', async () => {
  const focused = window.getByTestId('focus-terminal');
  const runs = window.getByRole('complementary', { name: 'Runs' });
  const long = agent.run('sleep 600');
  await asksFor('web-01');
  await button('Allow once').click();
  await window
    .getByTestId('terminal-tile')
    .getByRole('button', { name: /full size$/ })
    .click();
  await expect(runs).toContainText('sleep 600');
  await focused.getByRole('button', { name: 'Stop' }).click();
  expect((await long).text).toContain('exit code 130');
  await expect(focused.getByRole('button', { name: 'Stop' })).toHaveCount(0);

  const second = agent.run('sleep 601');
  await asksFor('web-01');
  await button('Allow once').click();
  await expect(runs).toContainText('sleep 601');
  await focused.getByRole('button', { name: 'Close' }).click();
  const sure = window.getByRole('alertdialog');
  await expect(sure).toContainText('web-01');
  await sure.getByRole('button', { name: 'Cancel' }).click();
  await expect(focused.getByRole('button', { name: 'Stop' })).toBeVisible();
  await focused.getByRole('button', { name: 'Close' }).click();
  await sure.getByRole('button', { name: 'Close' }).click();
  expect((await second).text).toMatch(/closed by the person/);
  await expect(focused.getByRole('button', { name: 'Close' })).toHaveCount(0);
});
