import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import type { DrawbridgeApi } from '../../preload/contract.ts';
import { startAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;

test.beforeEach(async () => {
  desktop = await startDesktop({ keyring: true });
  site = await PracticeSite.start();
});

test.afterEach(async () => {
  await desktop.stop();
  await site.dispose();
});

/** The person's answer to the site's question who they are, by the window's own channel. */
async function confirmWith(window: Page, secret: string): Promise<void> {
  await expect
    .poll(() =>
      window.evaluate(async (typed) => {
        const api: DrawbridgeApi = Reflect.get(globalThis, 'drawbridge');
        const { questions } = await api.ask('state.get', {});
        const question = questions.find(({ topic }) => topic === 'confirm-identity');
        if (question?.topic !== 'confirm-identity') return false;
        const answer = { kind: 'secret' as const, method: question.methods[0]?.name ?? '', secret: typed };
        return (await api.ask('question.answer', { id: question.id, answer })).ok;
      }, secret),
    )
    .toBe(true);
}

test('a key turned on in the settings keeps agents looking after the session ended, over a restart, until it is revoked', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  // The token that the app holds is stale when it asks for the key: Chromium's jar gets a new one on the way.
  site.rotateCsrf('alice');
  await window.getByRole('button', { name: 'Settings' }).click();
  const row = window.getByTestId('durable-key');
  await row.getByRole('button', { name: /Turn on/ }).click();
  await confirmWith(window, site.users.alice.password);
  await expect(row).toContainText('On since');
  expect(site.accessKeys()).toMatchObject([{ username: 'alice', lastUsedAt: expect.any(Number) }]);

  site.endSessions('alice', 'admin-kick');
  const agent = await startAgent(desktop.env);
  const { text } = await agent.call('jms_list_assets', { search: 'lab-bash & more' });
  expect(text).toContain('No assets');
  expect((await agent.call('jms_list_assets', { search: 'lab-bash' })).text).toContain('lab-bash');
  await expect(row).toContainText('discovery works');
  await expect(window.getByTestId('site-row')).toContainText(/expired/i);
  expect(site.webSessions()).toEqual([]);
  await agent.close();

  await running.kill();
  const again = await (await desktop.launch()).window();
  const later = await startAgent(desktop.env);
  expect((await later.call('jms_get_asset', { asset: 'lab-bash' })).text).toContain('root');
  await later.close();
  await again.getByRole('button', { name: 'Settings' }).click();
  await again
    .getByTestId('durable-key')
    .getByRole('button', { name: /Revoke/ })
    .click();
  await expect(again.getByTestId('durable-key')).toContainText('Off');
  expect(site.accessKeys()).toEqual([]);
});
