import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { PtyProcess } from '../integration/agents/pty-process.ts';
import { bridgeCommand } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { everythingAsks } from './support/policy.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let emulator: PtyProcess | undefined;

test.beforeEach(async () => {
  desktop = await startDesktop({ keyring: true });
  site = await PracticeSite.start({ looksReal: true });
});
test.afterEach(async () => {
  emulator?.kill();
  emulator = undefined;
  await desktop.stop();
  await site.dispose();
});

test('a whole terminal is allowed in the window, watched on the wall, taken over, and closed', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  await everythingAsks(window);

  const [command = '', ...args] = bridgeCommand();
  emulator = new PtyProcess(
    [...args, 'shell', 'lab-bash', 'root'],
    { ...desktop.env, TERM: 'xterm-256color' },
    command,
  );
  const dialog = window.getByTestId('question');
  await expect(dialog).toContainText('Open a whole terminal on lab-bash?');
  await expect(dialog.getByRole('button', { name: 'Open the terminal' })).toBeEnabled();
  await dialog.getByRole('button', { name: 'Open the terminal' }).click();
  await emulator.until('~? for help');
  emulator.type('echo from-the-shell-$((20+1))\r');
  await emulator.until('from-the-shell-21\r\n');

  const tile = window.getByTestId('terminal-tile').filter({ hasText: 'lab-bash' });
  await expect(tile).toHaveCount(1);
  await expect(tile).toContainText('from-the-shell-21');
  emulator.resize(70, 20);
  emulator.type('stty size\r');
  await emulator.until('20 70');
  await expect(tile).toContainText('20 70');

  await tile.getByRole('button').first().click();
  await window.getByRole('button', { name: 'Take over' }).click();
  await emulator.until('drives this terminal in the Drawbridge window');
  await window
    .getByRole('button', { name: /Hand back/ })
    .first()
    .click();
});
