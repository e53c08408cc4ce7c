import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { ServedBridge } from '../support/served-bridge.ts';
import { bridgeCommand } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let served: ServedBridge | undefined;

test.beforeEach(async () => {
  desktop = await startDesktop();
  site = await PracticeSite.start();
});

test.afterEach(async () => {
  if (served?.child.exitCode === null) await served.stop();
  served = undefined;
  await desktop.stop();
  await site.dispose();
});

test('clients over HTTP are agents of their own in the window, and one that the person disconnects leaves the other alone', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  const http = await ServedBridge.start(bridgeCommand(), desktop.env);
  served = http;
  const [notebook, editor] = [await http.v1('notebook'), await http.v2('auto', 'editor')];
  const call = (command: string) => ({
    ...{ name: 'jms_execute_koko_command', arguments: { asset: 'web-01', account: 'deploy', command } },
  });
  expect(JSON.stringify(await notebook.callTool(call('echo from the notebook')))).toContain('exit code 0');
  expect(JSON.stringify(await editor.callTool(call('echo from the editor')))).toContain('exit code 0');
  for (const name of ['notebook', 'editor'])
    await expect(window.getByTestId('agent-row').filter({ hasText: name })).toHaveCount(1);

  await window.getByTestId('agent-row').filter({ hasText: 'notebook' }).getByRole('button').first().click();
  await window.getByRole('menuitem', { name: 'Details and limits' }).click();
  const main = window.getByRole('main');
  await expect(main).toContainText(`pid ${http.child.pid}`);
  await main.getByRole('button', { name: 'Disconnect…' }).click();
  await window.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect(window.getByTestId('agent-row').filter({ hasText: 'notebook' })).toHaveCount(0);
  expect(JSON.stringify(await notebook.callTool(call('true')))).toContain('The person disconnected this agent');
  expect(JSON.stringify(await editor.callTool(call('echo still')))).toContain('exit code 0');

  await notebook.close();
  await editor.close();
  expect(await http.stop()).toBe(0);
  await expect(window.getByTestId('agent-row').filter({ hasText: 'editor' })).toContainText(/\baway\b/);
});
