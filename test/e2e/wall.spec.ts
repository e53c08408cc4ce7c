import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let running: RunningApp;
let window: Page;
let agents: TestAgent[];

test.beforeEach(async () => {
  agents = [];
  desktop = await startDesktop({ env: { DRAWBRIDGE_OPENINGS_AT_ONCE: '20', DRAWBRIDGE_OPENINGS_PER_MINUTE: '60' } });
  site = await PracticeSite.start();
  running = await desktop.launch();
  window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
});

test.afterEach(async () => {
  for (const each of agents) await each.close();
  await desktop.stop();
  await site.dispose();
});

async function agent(name: string): Promise<TestAgent> {
  const started = await startAgent(desktop.env, name);
  agents.push(started);
  return started;
}

/** In a shell of its own; answers once it ended, or after a second. */
const runFresh = (who: TestAgent, asset: string, command: string) =>
  who.call('jms_execute_koko_command', { asset, account: 'deploy', command, fresh: true, timeout_seconds: 1 });

const tiles = () => window.getByTestId('terminal-tile');
const tile = (text: string) => tiles().filter({ hasText: text });
const chip = (name: RegExp) => window.getByRole('group', { name: 'Show' }).getByRole('button', { name });
/** The number on the last line of the tile that counts. */
const lastTick = async () =>
  Number([...(await tile('tick-').getByTestId('tile-lines').innerText()).matchAll(/tick-(\d+)/g)].at(-1)?.[1]);
const focused = () => window.getByTestId('focus-terminal');
const screenText = () => window.getByTestId('terminal-text');
const drawnBy = () => window.locator('[data-drawn-by]');

test('tiles of several agents say what each terminal does, what needs a person first; they are filtered and taken off', async () => {
  const claude = await agent('claude-code');
  const codex = await agent('codex');
  await runFresh(claude, 'web-01', 'echo done-$((40+2))');
  await runFresh(codex, 'db-01', 'while sleep 0.2; do echo tick-$((i+=1)); done');
  await runFresh(claude, 'web-02', 'read -p "Continue? [y/N] " answer');
  await runFresh(codex, 'web-01', 'exit');

  await expect(tiles()).toHaveCount(4);
  await expect(tile('done-42')).toContainText('Ready');
  await expect(tile('done-42')).toContainText('exit 0');
  await expect(tile('done-42')).toContainText('claude-code');
  await expect(tile('tick-')).toContainText(/Running \d\d:\d\d/);
  await expect(tile('Continue? [y/N]')).toContainText('Waits for yes or no');
  await expect(tiles().first()).toContainText('Continue? [y/N]');
  await expect(tiles().last()).toContainText('Ended');
  // Live: the lines go on.
  const before = await lastTick();
  await expect.poll(lastTick).toBeGreaterThan(before);

  await chip(/^Needs you 1$/).click();
  await expect(tiles()).toHaveCount(1);
  await chip(/^All 4$/).click();
  await tiles().last().getByRole('button', { name: 'Take web-01 off the wall' }).click();
  await expect(tiles()).toHaveCount(3);

  await tile('done-42').getByRole('button', { name: 'Close' }).click();
  await expect(tiles().last()).toContainText('Ended');
  await window.getByRole('button', { name: 'Take 1 ended off the wall' }).click();
  await expect(tiles()).toHaveCount(2);
  await expect(chip(/^Ended/)).toHaveCount(0);
});

test('by keyboard: arrows go from tile to tile, Enter opens one at full size, Escape comes back to it', async () => {
  const claude = await agent('claude-code');
  for (const asset of ['web-01', 'web-02', 'db-01']) await runFresh(claude, asset, 'true');
  await expect(tiles()).toHaveCount(3);
  const opener = (index: number) =>
    tiles()
      .nth(index)
      .getByRole('button', { name: /^Open .* full size$/ });
  await opener(0).focus();
  await window.keyboard.press('ArrowRight');
  await expect(opener(1)).toBeFocused();
  await window.keyboard.press('ArrowDown');
  await expect(opener(2)).toBeFocused();
  await window.keyboard.press('ArrowDown');
  await expect(opener(2)).toBeFocused();
  await window.keyboard.press('Home');
  await expect(opener(0)).toBeFocused();
  await window.keyboard.press('End');
  const asset = await tiles().nth(2).locator('h3').innerText();
  await window.keyboard.press('Enter');
  await expect(focused()).toContainText(asset);
  await window.keyboard.press('Escape');
  await expect(focused()).toHaveCount(0);
  await expect(opener(2)).toBeFocused();
});

test('at full size: runs in the margin and beside it lead to their lines, and a search counts and steps', async () => {
  const claude = await agent('claude-code');
  await claude.run('echo first-needle');
  await claude.run('seq 1 100');
  await claude.run('echo second-Needle; false');
  await tiles()
    .first()
    .click({ position: { x: 80, y: 60 } });
  const gutter = window.getByTestId('run-gutter');
  await expect(gutter.getByRole('button', { name: /second-Needle.*exit 1/ })).toBeVisible();
  await expect(gutter.getByRole('button', { name: /first-needle/ })).toHaveCount(0);

  const runs = window.getByRole('complementary', { name: 'Runs' });
  await runs.getByRole('button', { name: /echo first-needle/ }).click();
  await expect(gutter.getByRole('button', { name: /first-needle.*exit 0/ })).toBeVisible();
  await expect(runs.locator('[aria-current=true]')).toContainText('echo first-needle');
  await window.keyboard.press('Control+ArrowDown');
  await window.keyboard.press('Control+ArrowDown');
  await expect(runs.locator('[aria-current=true]')).toContainText('echo second-Needle');
  await expect(gutter.getByRole('button', { name: /second-Needle/ })).toBeVisible();

  // One that comes while the terminal is open stands beside its line too.
  await claude.run('echo third-needle');
  await expect(gutter.getByRole('button', { name: /third-needle.*exit 0/ })).toBeVisible();

  await window.keyboard.press('Control+f');
  const search = window.getByRole('search', { name: 'Search in the terminal' });
  await search.getByRole('textbox').fill('needle');
  await expect(search.getByRole('status')).toHaveText(/^\d \/ 6$/);
  const first = await search.getByRole('status').innerText();
  await window.keyboard.press('Enter');
  await expect(search.getByRole('status')).not.toHaveText(first);
  await search.getByRole('button', { name: 'Match case' }).click();
  await expect(search.getByRole('status')).toHaveText(/\/ 4$/);
  await search.getByRole('button', { name: 'Regular expression' }).click();
  await search.getByRole('textbox').fill('^(first|third)-');
  await expect(search.getByRole('status')).toHaveText(/\/ 2$/);
  await search.getByRole('textbox').fill('(');
  await expect(search.getByRole('status')).toHaveText('no pattern');
  await window.keyboard.press('Escape');
  await expect(search).toHaveCount(0);
  await expect(focused()).toBeVisible();
});

test('a link is opened only after the person has seen where it leads; a program can neither hide it nor reach the clipboard', async () => {
  const claude = await agent('claude-code');
  await running.app.evaluate(({ shell, clipboard }) => {
    clipboard.writeText('before');
    shell.openExternal = async (url) => {
      process.env['OPENED'] = `${process.env['OPENED'] ?? ''} ${url}`;
    };
  });
  const opened = () => running.app.evaluate(() => process.env['OPENED']);
  await claude.run(
    `printf 'https://example.com/docs?a=1\\n\\033]8;;https://evil.example/\\033\\\\click\\033]8;;\\033\\\\\\n\\033]52;c;ZXZpbA==\\007'`,
  );
  await tiles()
    .first()
    .click({ position: { x: 80, y: 60 } });
  await expect(screenText()).toContainText('click');
  /** In the middle of the cell in that row and column of the screen. */
  const cell = async (row: number, column: number) => {
    const box = await window.locator('.xterm-screen').boundingBox();
    if (!box) throw new Error('no screen');
    return { x: box.x + (column + 0.5) * (box.width / 200), y: box.y + (row + 0.5) * (box.height / 50) };
  };
  const rowOf = async (text: string) =>
    ((await screenText().textContent()) ?? '').split('\n').findIndex((line) => line.startsWith(text));
  const dialog = window.getByRole('alertdialog');
  const clickAt = async (text: string) => {
    const { x, y } = await cell(await rowOf(text), 3);
    await window.mouse.move(x, y);
    await window.mouse.move(x + 1, y);
    await window.mouse.click(x + 1, y);
  };
  await expect(async () => {
    await clickAt('https://example.com');
    await expect(dialog).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(dialog).toContainText('Open example.com in your browser?');
  await expect(dialog).toContainText('https://example.com/docs?a=1');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await opened()).toBeUndefined();

  await clickAt('click');
  await expect(async () => {
    await clickAt('https://example.com');
    await expect(dialog).toBeVisible({ timeout: 500 });
  }).toPass();
  // Still the first one: what a program hid behind a word is no link.
  await expect(dialog).toContainText('example.com/docs');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await opened()).toBe(' https://example.com/docs?a=1');
  expect(await running.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('before');

  // Whatever the page asks for, main opens no other kind of address.
  const asked = await window.evaluate(() =>
    globalThis.window.drawbridge.ask('link.open', { url: 'file:///etc/passwd' }),
  );
  expect(asked).toMatchObject({ ok: false, code: 'bad-argument' });
  expect(await opened()).toBe(' https://example.com/docs?a=1');
});

test('when the graphics driver takes its context away, the terminal is still drawn, and WebGL comes back', async () => {
  test.setTimeout(60_000);
  const claude = await agent('claude-code');
  await claude.run('echo before-the-loss');
  await tiles()
    .first()
    .click({ position: { x: 80, y: 60 } });
  await expect(screenText()).toContainText('before-the-loss');
  const by = await drawnBy().getAttribute('data-drawn-by');
  test.skip(by !== 'webgl', 'this machine draws no WebGL 2, not even by software');
  await window.evaluate(() => {
    for (const canvas of document.querySelectorAll('canvas'))
      canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  });
  await expect(drawnBy()).toHaveAttribute('data-drawn-by', 'dom', { timeout: 10_000 });
  await claude.run('echo after-the-loss');
  await expect(window.locator('.xterm-rows')).toContainText('after-the-loss');
  await expect(drawnBy()).toHaveAttribute('data-drawn-by', 'webgl', { timeout: 15_000 });
});

test('a hidden window is told nothing and asks nothing, however much is printed; when it is seen again, it shows what is', async () => {
  const claude = await agent('claude-code');
  await runFresh(claude, 'web-01', 'while sleep 0.05; do echo tick-$((i+=1)); done');
  await expect(tile('tick-')).toContainText('Running');
  /** What main sends to its window, and what the window asks. */
  await running.app.evaluate(({ BrowserWindow, ipcMain }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents) throw new Error('no window');
    const passed: string[] = [];
    Object.assign(globalThis, { passed });
    const send = contents.send.bind(contents);
    contents.send = (channel: string, ...args: unknown[]) => {
      passed.push(channel);
      send(channel, ...args);
    };
    // Electron keeps handlers of `invoke` in this map; there is no other way to listen beside one.
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> })
      ._invokeHandlers;
    const handler = handlers.get('drawbridge');
    if (!handler) throw new Error('no handler');
    handlers.set('drawbridge', (...args) => {
      passed.push(String(args[1]));
      return handler(...args);
    });
  });
  const passed = () => running.app.evaluate(() => (globalThis as unknown as { passed: string[] }).passed);
  await expect.poll(passed).toContain('wall.lines');
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await expect.poll(passed).toContain('drawbridge:window.seen');
  // What was under way has come. A terminal's change, which the tray hears of, is no reason to tell the window.
  await runFresh(claude, 'web-02', 'echo while-hidden');
  const before = await passed();
  await runFresh(claude, 'db-01', 'echo still-hidden');
  expect(await passed()).toEqual(before);

  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
  await expect(tile('still-hidden')).toContainText('Ready');
  const then = await lastTick();
  await expect.poll(lastTick).toBeGreaterThan(then);
});
