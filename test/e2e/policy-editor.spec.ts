import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let agent: TestAgent;
let window: Page;

test.beforeEach(async () => {
  desktop = await startDesktop({ keyring: true });
  site = await PracticeSite.start({ looksReal: true, title: 'Prod' });
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

const file = () => path.join(desktop.home, 'data', 'policy.json');
const inFile = (): unknown => JSON.parse(fs.readFileSync(file(), 'utf8'));
const group = (name: string) => window.getByRole('group', { name, exact: true });
const change = () => window.getByTestId('policy-change');
const outside = () => window.getByTestId('policy-outside');

async function openEditor(): Promise<void> {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('tab', { name: 'Guard' }).click();
}

async function letItHold(): Promise<void> {
  await change().getByRole('button', { name: 'Let it hold' }).click();
  await expect(change()).toBeHidden();
}

/** The person comes back to the window from their editor. */
const comeBack = () => window.evaluate(() => globalThis.dispatchEvent(new Event('focus')));

test('a rule made by the controls, for some assets only, changes what the command of an agent does there', async () => {
  const marked = { web: 'echo forbidden-$((1+1))', db: 'echo forbidden-$((2+2))' };
  expect((await agent.run(marked.web)).text).toContain('forbidden-2');

  await openEditor();
  await window.getByRole('button', { name: 'Add a rule' }).click();
  const rule = group('Rule 1');
  await rule.getByLabel('Name').fill('nothing forbidden');
  await rule.getByLabel('Pattern').fill('forbidden-');
  await rule.getByLabel('What it does').selectOption({ label: 'Refuse' });
  await rule.getByLabel('Reason, which the agent reads').fill('Not on the web servers.');
  await rule.getByRole('button', { name: /choose where/ }).click();
  await rule.getByLabel('Asset').fill('web-*');
  await expect(change()).toContainText('"asset": "web-*"');
  if (process.env['SHOTS']) await shots('rule');

  // It does not hold before the person has said so.
  expect((await agent.run(marked.web)).text).toContain('forbidden-2');
  await letItHold();
  const refused = await agent.run(marked.web);
  expect(refused).toMatchObject({ isError: true });
  expect(refused.text).toContain('Not on the web servers.');
  expect((await agent.run(marked.db, 'db-02')).text).toContain('forbidden-4');
  expect(inFile()).toMatchObject({ rules: [{ name: 'nothing forbidden', asset: 'web-*', action: 'refuse' }] });

  // Tried out in the same place, by the policy that holds.
  await window.getByLabel('Command', { exact: true }).fill('echo forbidden-');
  const decision = window.getByTestId('policy-decision');
  await expect(decision).toContainText('Passes');
  await window.getByLabel('Asset', { exact: true }).last().fill('web-07');
  await expect(decision).toContainText('by your rule “nothing forbidden”');

  await group('Rule 1').getByRole('button', { name: 'Remove rule 1' }).click();
  await letItHold();
  expect((await agent.run(marked.web)).text).toContain('forbidden-2');
});

test('a file that was changed outside is shown as a difference: the person keeps theirs, or accepts it', async () => {
  await openEditor();
  await window.getByLabel('Where nothing below says otherwise').selectOption({ label: 'Read only' });
  await letItHold();
  const mine = inFile();
  const theirs = '{ "version": 1, "mode": "watch" }';

  fs.writeFileSync(file(), theirs);
  await comeBack();
  await expect(outside()).toContainText('The policy file was changed outside of Drawbridge');
  await expect(outside()).toContainText('"mode": "watch"');
  if (process.env['SHOTS']) await shots('outside');
  expect((await agent.run('touch /tmp/x')).text).toContain('refused-by-policy');
  await outside().getByRole('button', { name: 'Keep mine' }).click();
  await expect(outside()).toBeHidden();
  expect(inFile()).toEqual(mine);
  expect((await agent.run('touch /tmp/x')).text).toContain('refused-by-policy');

  fs.writeFileSync(file(), theirs);
  await comeBack();
  await outside().getByRole('button', { name: 'Accept' }).click();
  await expect(outside()).toBeHidden();
  await expect(window.getByLabel('Where nothing below says otherwise')).toHaveValue('watch');
  expect((await agent.run('touch /tmp/drawbridge-policy; rm /tmp/drawbridge-policy')).text).toContain('exit code 0');

  // One with faults can only be turned down.
  fs.writeFileSync(file(), '{\n  "version": 1,\n  "mode": "everything"\n}\n');
  await comeBack();
  await expect(outside().getByRole('alert')).toContainText('Line 3, column');
  await expect(outside().getByRole('button', { name: 'Accept' })).toBeHidden();
  await outside().getByRole('button', { name: 'Keep mine' }).click();
  await expect(outside()).toBeHidden();
  expect(inFile()).toMatchObject({ mode: 'watch' });
});

test('an imported file is a change like any other; what is wrong in the text is named with its line', async () => {
  await openEditor();
  const chosen = (text: string) =>
    window.locator('input[type="file"]').setInputFiles({
      ...{ name: 'policy.json', mimeType: 'application/json', buffer: Buffer.from(text) },
    });
  const ofTheTeam = '{ "version": 1, "entries": [{ "site": "Prod", "mode": "read-only" }] }';
  await chosen(ofTheTeam);
  await expect(change()).toContainText('"mode": "read-only"');
  await change().getByRole('button', { name: 'Discard' }).click();
  await expect(change()).toBeHidden();
  expect((await agent.run('ls /')).text).toContain('exit code 0');
  await chosen(ofTheTeam);
  await letItHold();
  expect((await agent.run('touch /tmp/x')).text).toContain('refused-by-policy');
  await expect(group('Entry 1').getByLabel('Site')).toHaveValue('Prod');

  await window.getByRole('button', { name: 'Show' }).click();
  const json = window.getByRole('textbox', { name: 'As JSON' });
  await json.fill('{\n  "version": 1,\n  "rules": [\n    { "name": "x", "pattern": "(", "action": "ask" }\n  ]\n}\n');
  await change().getByRole('button', { name: 'Let it hold' }).click();
  await expect(change().getByRole('alert')).toContainText('Line 4, column');
  await expect(group('Rule 1').getByLabel('Pattern')).toHaveAttribute('aria-invalid', 'true');
  if (process.env['SHOTS']) await shots('fault');
  // What held goes on holding.
  expect((await agent.run('touch /tmp/x')).text).toContain('refused-by-policy');
  await json.fill('{ "version": 1, ');
  await change().getByRole('button', { name: 'Let it hold' }).click();
  await expect(change().getByRole('alert')).toContainText('Line 1, column');
  await json.fill('{ "version": 1, "mode": "watch" }');
  await letItHold();
  expect((await agent.run('touch /tmp/drawbridge-policy; rm /tmp/drawbridge-policy')).text).toContain('exit code 0');
});

async function shots(name: string): Promise<void> {
  const sizes = [
    [1280, 800],
    [900, 600],
  ] as const;
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme });
    for (const [width, height] of sizes) {
      await window.setViewportSize({ width, height });
      await window.screenshot({ path: `${process.env['SHOTS']}/${name}-${colorScheme}-${width}.png` });
    }
  }
  await window.emulateMedia({ colorScheme: null });
}
