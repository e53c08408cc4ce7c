import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { doctorReport } from '../../mcp-bridge/wire.ts';
import { PracticeSite } from '../../practice/practice-site.ts';
import { type Desktop, root, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;

test.beforeEach(async () => {
  desktop = await startDesktop();
  site = await PracticeSite.start();
});

test.afterEach(async () => {
  await desktop.stop();
  await site.dispose();
});

const check = (window: Page, id: string) => window.getByTestId(`check-${id}`);
const states = (window: Page) =>
  window.locator('[data-testid^="check-"]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-state')));

/** The command line's own look, beside the window's. */
async function doctorVerb() {
  const packaged = process.env['DRAWBRIDGE_PACKAGED'];
  const command = packaged
    ? [path.join(path.dirname(packaged), 'resources/bin/drawbridge')]
    : [process.execPath, path.join(root, 'dist/bridge/drawbridge.mjs')];
  const [program = '', ...args] = command;
  const child = spawn(program, [...args, 'doctor', '--json'], { env: { ...desktop.env } });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const [code] = await once(child, 'close');
  const { findings } = doctorReport.parse(JSON.parse(out));
  return { code, outcome: (id: string) => findings.find((one) => one.id === id)?.outcome };
}

test('the page says what works, what does not as soon as it is known, and mends what it can', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);

  await window.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(window.getByRole('status').filter({ hasText: 'Looking' })).toBeVisible();
  await expect(check(window, 'site-koko')).toContainText('KoKo answers in');
  await expect(check(window, 'site-session')).toContainText('Signed in as alice');
  await expect(check(window, 'site-tokens')).toHaveAttribute('data-state', 'ok');
  await expect(check(window, 'site-proxy')).toContainText('the connection is direct');
  await expect(check(window, 'tray')).toHaveAttribute('data-state', 'ok');
  await expect(check(window, 'app-running')).toHaveAttribute('data-state', 'ok');
  await expect(check(window, 'agents-bridge')).toHaveAttribute('data-state', 'ok');
  await expect.poll(async () => (await states(window)).includes('looking')).toBe(false);
  expect(await states(window)).not.toContain('broken');
  expect(site.terminals()).toEqual([]);

  site.setKokoFault('no-upgrade');
  site.setClockAhead(3600);
  await window.getByRole('button', { name: 'Check again' }).click();
  await expect(check(window, 'site-koko')).toContainText('WebSockets do not get through');
  await expect(check(window, 'site-koko')).toContainText('pass WebSockets on');
  await expect(check(window, 'site-clock')).toHaveAttribute('data-state', 'broken');
  site.setKokoFault('none');
  site.setClockAhead(0);

  await window.getByRole('button', { name: 'Raise the bridge' }).click();
  expect(await doctorVerb()).toMatchObject({ code: 1 });
  expect((await doctorVerb()).outcome('site-koko')).toBe('needs-lowered');
  await window.getByRole('button', { name: 'Check again' }).click();
  await window.getByRole('button', { name: 'Lower the bridge: Bridge' }).click();
  await expect(window.getByText('The bridge is raised: nothing passes.')).toHaveCount(0);
  const seen = await doctorVerb();
  expect(['app-running', 'agents-bridge', 'site-koko', 'site-certificate', 'app-folders'].map(seen.outcome)).toEqual([
    'app-running',
    'bridge-ok',
    'koko-ok',
    'certificate-none',
    'folders-ok',
  ]);

  site.expireWebSessions('alice');
  await window.getByRole('button', { name: 'Check again' }).click();
  await expect(check(window, 'site-session')).toContainText('Expired');
  await check(window, 'site-session').getByRole('button', { name: 'Sign in' }).click();
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await expect(window.getByTestId('site-row')).toContainText(/signed in/i);

  await expect(window.getByRole('button', { name: 'Copy the report' })).toBeEnabled();
  await window.getByRole('button', { name: 'Copy the report' }).click();
  await expect(window.getByText('Copied')).toBeVisible();
  const copied = await running.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain('- Session: broken. Expired.');
  for (const { id } of site.webSessions()) expect(copied).not.toContain(id);
});
