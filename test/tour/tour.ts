import { expect, type Page } from '@playwright/test';
import { TourWorld } from './tour-world.ts';

/** Called in each place of the tour, with the window as the person would see it there. */
export type Visit = (place: string, window: Page) => Promise<void>;

/**
 * Walks through every page and the states that matter: for pictures (`npm run screenshots`) and for accessibility
 * (test/e2e/accessibility.spec.ts). Names of places are names of pictures.
 */
export async function tour(locale: 'en' | 'zh-CN', visit: Visit): Promise<void> {
  const world = await TourWorld.build(locale);
  try {
    await beforeWork(world, visit);
    await atWork(world, visit);
    await pages(world, visit);
    await badDays(world, visit);
  } finally {
    await world.end();
  }
}

async function beforeWork(world: TourWorld, visit: Visit): Promise<void> {
  const { window } = world;
  await expect(window.getByRole('textbox').first()).toBeVisible();
  await visit('first-run', window);
  await world.takeOver({ kind: 'refuse', reason: '' }, async () => {
    // A question listens only after the keyboard was quiet for a moment.
    await expect(window.locator('[data-allow]')).toBeEnabled();
    await visit('take-over', window);
  });
  await expect(window.getByTestId('question')).toHaveCount(0);
}

async function atWork(world: TourWorld, visit: Visit): Promise<void> {
  const { window } = world;
  await world.signIn(world.production);
  await expect(window.getByTestId('setup-step-agent')).toBeVisible();
  await visit('connect', window);
  await world.signIn(world.staging);
  const claude = await world.agent('claude-code', 'api-server');
  const codex = await world.agent('codex', 'infra');

  await world.run(claude, 'web-01', 'df -h /');
  await world.run(claude, 'web-01', 'ls -la /etc | head -20');
  await world.run(claude, 'web-02', 'cat /etc/os-release');
  await world.run(codex, 'db-02', 'id && uptime');
  await world.run(codex, 'cache-07', 'printf "\\033[32mPONG\\033[0m\\n"; false');
  await world.run(
    claude,
    'web-01',
    'for i in $(seq 1 2000); do echo "GET /api/v2/orders/$i 200 0.0$((i % 90 + 10))s"; sleep 0.4; done',
    {
      timeout_seconds: 1,
    },
  );
  await world.ask('focus.clear', {});
  await goToTerminals(window);
  await expect(window.getByTestId('terminal-tile')).toHaveCount(4);
  world.begin(codex, { asset: 'db-02', command: "psql orders -c 'DROP INDEX CONCURRENTLY idx_orders_created_at'" });
  await expect(window.getByTestId('question')).toBeVisible();
  await visit('approval', window);
  await window.keyboard.press('Escape');
  await expect(window.getByTestId('question')).toHaveCount(0);
  await visit('wall', window);
  const running = (await world.state()).terminals.find(({ asset }) => asset === 'web-01');
  if (!running) throw new Error('the terminal on web-01 is gone');
  await window.locator(`[data-terminal-id="${running.id}"]`).click();
  await expect(window.locator('.xterm-rows, .xterm canvas').first()).toBeVisible();
  await visit('focus', window);
}

async function pages(world: TourWorld, visit: Visit): Promise<void> {
  const { window } = world;
  const nav = window.getByRole('navigation');
  const tabs = nav.nth(1).getByRole('button');
  await tabs.nth(1).click();
  await expect(window.getByRole('option').first()).toBeVisible();
  await window.getByRole('option').nth(2).click();
  await expect(window.getByRole('main').getByRole('heading', { level: 3 })).toBeVisible();
  await visit('assets', window);
  await tabs.nth(2).click();
  await expect(window.getByText('df -h /').first()).toBeVisible();
  await visit('journal', window);
  await window.getByRole('main').getByRole('radio').nth(1).click();
  await expect(window.getByRole('main').getByRole('listitem').first()).toBeVisible();
  await visit('recordings', window);
  await window.getByRole('main').getByRole('listitem').filter({ hasText: 'web-02' }).getByRole('button').click();
  const place = window.getByTestId('replay').getByRole('slider');
  await expect(place).toBeEnabled();
  await place.press('End');
  await expect(window.getByTestId('replay').locator('.xterm-rows')).toContainText('bookworm');
  await visit('replay', window);
  await window.keyboard.press('Escape');
  await window.getByRole('main').getByRole('radio').first().click();
  const [agent] = (await world.state()).agents;
  if (!agent) throw new Error('the agents are gone');
  await window.getByTestId('agent-row').first().getByRole('button').first().click();
  await window.getByRole('menuitem').first().click();
  await expect(window.getByRole('heading', { level: 1, name: agent.name })).toBeVisible();
  await visit('agent', window);
  const side = nav.first().getByRole('button');
  await side.nth(-2).click();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  await visit('doctor', window);
  await side.last().click();
  const sections = window.getByRole('tab');
  await expect(sections.first()).toBeVisible();
  for (let at = 0; at < (await sections.count()); at += 1) {
    const section = sections.nth(at);
    await section.click();
    const name = (await section.getAttribute('id'))?.replace(/^.*-trigger-/, '');
    await visit(`settings-${name}`, window);
  }
}

async function badDays(world: TourWorld, visit: Visit): Promise<void> {
  const { window } = world;
  world.production.endSessions('alice', 'admin-kick');
  await goToTerminals(window);
  await visit('expired', window);
  await world.takeOver({ kind: 'take-over', key: true }, async () => {});
  await expect(window.getByTestId('taken-over')).toBeVisible();
  await visit('taken-over', window);
  await window.keyboard.press('Escape');
  await expect(window.getByTestId('taken-over')).toHaveCount(0);
  await world.ask('bridge.raise', {});
  await expect.poll(async () => (await world.state()).raised).toBe(true);
  await expect(window.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  await visit('raised', window);
}

/** The first tab of the top bar. */
async function goToTerminals(window: Page): Promise<void> {
  const tab = window.getByRole('navigation').nth(1).getByRole('button').first();
  if (!(await tab.isVisible())) await window.getByRole('button').last().click();
  await tab.click();
}
