import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import type { PolicyAnswers } from '../../preload/contract-policy.ts';
import { bridgeCommand, startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { ask, asked } from './support/questions.ts';
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

const save = async (policy: object) =>
  (await ask(window, 'policy.save', { text: JSON.stringify(policy) })) as PolicyAnswers['policy.save'];

/** The command line, as a person or a script uses it. */
async function drawbridge(...args: string[]): Promise<{ readonly code: number; readonly out: string }> {
  const [command = '', ...before] = bridgeCommand();
  try {
    const { stdout } = await promisify(execFile)(command, [...before, ...args], { env: { ...desktop.env } });
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout + stderr };
  }
}

test('what only reads passes on a real site; what does more asks, with why', async () => {
  expect((await agent.run('cat /etc/os-release | grep -c NAME')).text).toContain('exit code 0');
  const wanted = agent.run('rm -rf /nowhere-at-all');
  const question = await asked(window, 'run-command');
  expect(question.why).toEqual([{ code: 'destructive', detail: 'rm -rf /nowhere-at-all' }]);
  const dialog = window.getByTestId('question');
  await expect(dialog).toContainText('Deletes or overwrites');
  await dialog.getByRole('button', { name: 'Allow once' }).click();
  expect((await wanted).text).toContain('exit code 0');
});

test('where only reading is allowed the rest is refused, with why, and nobody is asked', async () => {
  const entries = [{ site: 'Pro*', asset: 'web-*', mode: 'read-only' }];
  const rules = [{ name: 'no counting', pattern: '\\bwc\\b', action: 'refuse', reason: 'It is counted elsewhere.' }];
  expect((await save({ version: 1, mode: 'watch', entries, rules })).faults).toEqual([]);
  const refused = await agent.run('touch /tmp/x');
  expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('refused-by-policy') });
  expect(refused.text).toContain('it writes files (touch /tmp/x)');
  expect((await agent.run('ls /')).text).toContain('exit code 0');
  expect((await agent.run('ls / | wc -l')).text).toContain('It is counted elsewhere.');
  expect((await agent.run('touch /tmp/drawbridge-watched; rm /tmp/drawbridge-watched', 'db-02')).text).toContain(
    'exit code 0',
  );
});

test('drawbridge policy test explains a decision and changes nothing', async () => {
  expect(await drawbridge('policy', 'test', 'ls -la | head', '--asset', 'web-01')).toMatchObject({ code: 0 });
  const asks = await drawbridge(
    'policy',
    'test',
    'sudo systemctl restart nginx',
    '--asset',
    'web-01',
    '--account',
    'deploy',
  );
  expect(asks).toMatchObject({ code: 4, out: expect.stringContaining('it changes rights or runs as another user') });
  await save({ version: 1, entries: [{ node: 'Web', mode: 'read-only' }] });
  const refused = await drawbridge('policy', 'test', 'rm x', '--asset', 'web-01', '--json');
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.out)).toMatchObject({
    verdict: 'refuse',
    mode: 'read-only',
    entry: 0,
    why: [{ code: 'destructive' }],
  });
  expect((await drawbridge('policy', 'show')).out).toContain('"read-only"');
  expect(JSON.parse((await drawbridge('policy', 'schema')).out)).toMatchObject({ type: 'object' });
  expect((await drawbridge('policy', 'test')).code).toBe(2);
  expect(site.audit()).toHaveLength(0);
});

test('a policy with faults is refused with their lines; a file that another hand changed does nothing', async () => {
  const { faults } = await save({ version: 1, mode: 'everything' });
  expect(faults).toMatchObject([{ line: 1, column: 14, message: { en: expect.stringContaining('mode') } }]);
  await save({ version: 1, mode: 'ask-always' });
  const file = path.join(desktop.home, 'data', 'policy.json');
  fs.writeFileSync(file, '{ "version": 1, "mode": "watch" }');
  const get = async () => (await ask(window, 'policy.get', {})) as PolicyAnswers['policy.get'];
  expect(await get()).toMatchObject({
    doubtful: false,
    difference: { faults: [] },
    text: expect.stringContaining('ask-always'),
  });
  expect((await drawbridge('policy', 'test', 'ls', '--asset', 'web-01')).code).toBe(4);

  // Over a restart too: what was accepted holds, and the file waits for the person.
  await desktop.killAll();
  window = await (await desktop.launch()).window();
  await expect.poll(async () => (await get()).difference).not.toBeNull();
  expect(await get()).toMatchObject({ doubtful: false, text: expect.stringContaining('ask-always') });
});
