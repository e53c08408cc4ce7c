import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { accessibilityFaults } from './support/accessibility.ts';
import { startAgent } from './support/agent.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let running: RunningApp;

test.beforeEach(async () => {
  desktop = await startDesktop();
  site = await PracticeSite.start({ title: 'Practice' });
  running = await desktop.launch();
});

test.afterEach(async () => {
  await desktop.stop();
  await site.dispose();
});

/** The page of assets, with the keyboard in its search. */
async function assetsPage() {
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  await window.getByRole('button', { name: 'Assets' }).first().click();
  const list = window.getByRole('listbox', { name: 'Assets' });
  await expect(list.getByRole('option').first()).toBeVisible();
  return { window, list, search: window.getByRole('searchbox', { name: 'Search assets' }) };
}

test('hundreds of assets are one list: what is far down is there when it is scrolled to, and a search narrows it', async () => {
  const { window, list, search } = await assetsPage();
  await expect(window.getByRole('status').filter({ hasText: /\d+ assets/ })).toBeVisible();
  const total = Number(await list.getByRole('option').first().getAttribute('aria-setsize'));
  expect(total).toBeGreaterThan(300);
  // Only what is in sight is in the page.
  expect(await list.getByRole('option').count()).toBeLessThan(60);
  await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  const last = list.locator(`[aria-posinset="${total}"]`);
  await expect(last).not.toHaveText('');
  await search.fill('stg-web-0');
  await expect(list.getByRole('option')).toHaveCount(9);
  await search.fill('no such thing');
  await expect(window.getByText('No asset matches.')).toBeVisible();
});

test('by keyboard: an asset is found, a terminal of the own is opened on it, and what is typed runs', async () => {
  const { window, list, search } = await assetsPage();
  await search.fill('web-07');
  await expect(list.getByRole('option', { name: /^web-07/ })).toBeVisible();
  await list.focus();
  await window.keyboard.press('ArrowDown');
  await expect(list.getByRole('option', { selected: true })).toContainText('web-07');
  await window.getByRole('button', { name: 'Open a terminal as deploy' }).press('Enter');
  const focused = window.getByTestId('focus-terminal');
  await expect(focused).toBeVisible();
  await expect(focused.locator('.xterm-screen')).toBeVisible();
  await focused.locator('textarea').first().focus();
  await window.keyboard.type('echo mine-$((40+2))');
  await window.keyboard.press('Enter');
  await expect.poll(() => site.audit().map(({ input }) => input)).toContain('echo mine-$((40+2))');
});

test('the reference for an agent is what its tools take', async () => {
  const { window, list, search } = await assetsPage();
  await search.fill('db-03');
  await list.getByRole('option', { name: /^db-03/ }).click();
  await window.getByRole('button', { name: /Reference for an agent, as deploy/ }).click();
  const reference = await running.app.evaluate(({ clipboard }) => clipboard.readText());
  const found = /^asset "db-03" \(id ([0-9a-f-]{36})\), account "deploy", site "Practice"$/.exec(reference);
  expect(found).not.toBeNull();
  const agent = await startAgent(desktop.env, 'codex');
  const ran = await agent.call('jms_execute_koko_command', {
    ...{ asset: found?.[1], account: 'deploy', site: 'Practice', command: 'hostname' },
  });
  expect(ran.text).toContain('exit code 0');
  await agent.close();
});

test('by keyboard through the tree of nodes: a node is opened and shows the assets below it', async () => {
  const { window, list } = await assetsPage();
  const tree = window.getByRole('tree', { name: 'Groups of assets' });
  const [parent] = await tree.getByRole('treeitem', { expanded: false }).all();
  await tree.focus();
  await window.keyboard.press('End');
  const before = await tree.getByRole('treeitem').count();
  await parent?.locator('[data-opens="true"]').click();
  await expect.poll(() => tree.getByRole('treeitem').count()).toBeGreaterThan(before);
  const total = Number(await list.getByRole('option').first().getAttribute('aria-setsize'));
  await window.keyboard.press('Home');
  for (let steps = 0; steps < 5; steps += 1) await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  const chosen = tree.getByRole('treeitem', { selected: true });
  await expect(chosen).toHaveText(/\d/);
  const count = Number(/(\d+)$/.exec(await chosen.innerText())?.[1]);
  await expect(window.getByRole('status').filter({ hasText: new RegExp(`^${count} assets?$`) })).toBeVisible();
  expect(count).toBeLessThan(total);
  expect(await accessibilityFaults(window)).toEqual([]);
});

test('a favourite is kept by JumpServer; the recent ones are those on which terminals were opened', async () => {
  const { window, list, search } = await assetsPage();
  const tree = window.getByRole('tree', { name: 'Groups of assets' });
  await tree.getByRole('treeitem', { name: 'Favourites' }).click();
  await expect(window.getByText('No favourites on Practice yet')).toBeVisible();
  await tree.getByRole('treeitem', { name: 'All assets' }).click();
  await search.fill('db-03');
  await list.getByRole('option', { name: /^db-03/ }).click();
  const star = window.getByRole('button', { name: 'Favourite' });
  await star.click();
  await expect(star).toHaveAttribute('aria-pressed', 'true');
  await search.fill('');
  await tree.getByRole('treeitem', { name: 'Favourites' }).click();
  await expect(list.getByRole('option')).toHaveCount(1);
  await expect(list.getByRole('option')).toContainText('db-03');

  // Asked anew, the site says it.
  await window.getByRole('button', { name: 'Journal' }).first().click();
  await window.getByRole('button', { name: 'Assets' }).first().click();
  await tree.getByRole('treeitem', { name: 'Favourites' }).click();
  await expect(list.getByRole('option')).toHaveCount(1);
  await expect(list.getByRole('option')).toContainText('db-03');

  const agent = await startAgent(desktop.env, 'codex');
  await agent.run('true', 'web-02');
  await tree.getByRole('treeitem', { name: 'Recent' }).click();
  await expect(list.getByRole('option')).toHaveCount(1);
  await expect(list.getByRole('option')).toContainText('web-02');
  await agent.close();
  await tree.getByRole('treeitem', { name: 'Favourites' }).click();
  await list.getByRole('option', { name: /^db-03/ }).click();
  await star.click();
  await expect(window.getByText('No favourites on Practice yet')).toBeVisible();
});

test('thousands of assets scroll and are searched as hundreds are', async () => {
  const large = await PracticeSite.start({ title: 'Large', moreAssets: 5_000 });
  try {
    const window = await running.window();
    await addSite(window, large.url);
    await enterPassword(await running.signInPage(), large.users.alice.username, large.users.alice.password);
    await toTheTerminals(window);
    await window.getByRole('button', { name: 'Assets' }).first().click();
    const list = window.getByRole('listbox', { name: 'Assets' });
    await expect(list.getByRole('option').first()).toBeVisible();
    const total = Number(await list.getByRole('option').first().getAttribute('aria-setsize'));
    expect(total).toBeGreaterThan(5_000);
    await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }));
    await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await expect(list.locator(`[aria-posinset="${total}"]`)).not.toHaveText('');
    expect(await list.getByRole('option').count()).toBeLessThan(60);
    await window.getByRole('searchbox', { name: 'Search assets' }).fill('db-03');
    await expect(list.getByRole('option', { name: /^db-03/ })).toBeVisible();
  } finally {
    await large.dispose();
  }
});
