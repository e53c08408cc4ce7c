import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { OpenQuestion } from '../../../main/guard/question.ts';
import { signInToPractice } from '../../support/practice-login.ts';
import { Workshop } from '../agents/bridge-process.ts';
import { WorkingAgent } from './working-agent.ts';

let workshop: Workshop;
let folder: string;
let agent: WorkingAgent | undefined;
beforeAll(async () => {
  workshop = await Workshop.open();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dbe-'));
});
afterEach(async () => {
  await agent?.dispose();
  agent = undefined;
});
afterAll(async () => {
  await workshop.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const sessionList = z.object({ results: z.array(z.looseObject({ id: z.string() })) });
const shell = { asset: 'lab-bash', account: 'root' };

/** Every way in which a web session ends (protocol §3.5); disabling the user is below. */
const endings: readonly (readonly [string, (agent: WorkingAgent) => Promise<void> | void])[] = [
  ['runs out', ({ practice }) => void practice.endSessions('alice', 'idle')],
  [
    'is logged out in another tab',
    async ({ practice, transport }) => {
      const cookie = await transport.cookieHeader(practice.url);
      await fetch(`${practice.url}/core/auth/logout/`, { headers: { cookie } });
    },
  ],
  [
    'is ended by an administrator',
    async ({ practice }) => {
      const admin = await signInToPractice(practice.url, practice.users.admin);
      const headers = {
        'content-type': 'application/json',
        'x-csrftoken': await admin.transport.cookieEndingIn('csrftoken'),
      };
      const list = `${practice.url}/api/v1/audits/user-sessions/`;
      const seen = await admin.transport.fetch({ method: 'GET', url: `${list}?limit=100&offset=0`, headers });
      const ids = sessionList.parse(JSON.parse(seen.body)).results.map(({ id }) => id);
      const body = JSON.stringify({ ids });
      await admin.transport.fetch({ method: 'POST', url: `${list}offline/`, headers, body });
    },
  ],
  [
    'gives way to a sign-in elsewhere, where only one machine is allowed',
    async ({ practice }) => {
      practice.setSingleMachine(true);
      await signInToPractice(practice.url, practice.users.alice);
    },
  ],
  ['ends because the password was changed', ({ practice }) => practice.changePassword('alice', 'another-one')],
];

test.each(endings)(
  'the session %s while an agent works: nothing is lost, nothing hangs, one window',
  async (_how, end) => {
    agent = await WorkingAgent.start(workshop);
    const gate = path.join(folder, `gate-${Math.random()}`);
    const slow = agent.call('jms_execute_koko_command', {
      ...shell,
      command: `while [ ! -e ${gate} ]; do sleep 0.05; done; echo through`,
    });
    await agent.practice.whenTerminals(1);
    await end(agent);
    const calls = [
      agent.call('jms_list_assets', { limit: 1 }),
      agent.call('jms_profile'),
      agent.call('jms_execute_koko_command', { ...shell, command: 'echo fresh-one', fresh: true }),
      agent.call('jms_get_asset', { asset: 'lab-bash' }),
      agent.call('jms_list_nodes'),
    ];
    await agent.whenAsked();
    agent.letIn();
    const answers = await Promise.all(calls);
    expect(answers.filter((text) => text.startsWith('ERROR'))).toEqual([]);
    expect(answers[2]).toContain('fresh-one');
    fs.writeFileSync(gate, '');
    expect(await slow).toMatch(/exit code 0[\s\S]*through/);
    expect(agent.prompts).toHaveLength(1);
    expect(agent.site.summary().session.kind).toBe('signed-in');
    const typed = agent.practice.audit().map(({ input }) => input);
    expect(typed.filter((input) => input === 'echo fresh-one')).toHaveLength(1);
    expect(agent.practice.terminals().filter(({ isLive }) => isLive)).toHaveLength(2);
  },
);

test('a disabled user cannot be let in: calls say so, and no second window comes; enabled again, work goes on', async () => {
  agent = await WorkingAgent.start(workshop);
  const { practice } = agent;
  expect(await agent.call('jms_execute_koko_command', { ...shell, command: 'echo before' })).toContain('before');
  practice.setUserActive('alice', false);
  agent.letIn();
  const answers = await Promise.all([agent.call('jms_list_assets'), agent.call('jms_list_nodes')]);
  for (const text of answers) expect(text).toMatch(/^ERROR .*did not succeed/);
  expect(await agent.call('jms_list_assets')).toMatch(/^ERROR .*did not succeed/);
  expect(agent.prompts).toHaveLength(1);
  // What is open goes on: KoKo asks for the session at the handshake only.
  expect(await agent.call('jms_execute_koko_command', { ...shell, command: 'echo still' })).toContain('still');
  practice.setUserActive('alice', true);
  await agent.site.whenSignedIn({ kind: 'person' });
  expect(await agent.call('jms_list_assets', { limit: 1 })).not.toMatch(/^ERROR/);
});

test('a throttled user is told how long to wait, and not to sign in', async () => {
  agent = await WorkingAgent.start(workshop);
  await agent.call('jms_resolve_terminal_target', shell);
  agent.practice.setThrottle(0);
  const text = await agent.call('jms_execute_koko_command', { ...shell, command: 'true', timeout_seconds: 1 });
  expect(text).toMatch(/^ERROR terminal-queued: .*about \d+ s \(JumpServer asked for a pause\)/);
  expect(agent.prompts).toEqual([]);
  expect(agent.site.summary().session.kind).toBe('signed-in');
});

test.each([
  ['the site vouches for the session: one more attempt opens it', 1, /^exit code 0/],
  [
    'the site is throttled itself: its time is waited for',
    2,
    /^ERROR terminal-queued: .*about 4\d s \(JumpServer asked/,
  ],
] as const)('a throttled KoKo answers as if the session were lost, and %s', async (_what, times, said) => {
  agent = await WorkingAgent.start(workshop);
  await agent.call('jms_resolve_terminal_target', shell);
  // KoKo asks core who has come, and is refused first.
  agent.practice.setRestFault({ name: 'throttled-long', path: '/api/v1/users/profile/', times });
  const text = await agent.call('jms_execute_koko_command', { ...shell, command: 'true', timeout_seconds: 4 });
  expect(text).toMatch(said);
  expect(agent.prompts).toEqual([]);
  expect(agent.site.summary().session.kind).toBe('signed-in');
});

test.each([
  ['closes the terminals of the former one', { kind: 'allow' }, 0],
  ['keeps them where the person says so', { kind: 'refuse', reason: '' }, 1],
] as const)('another user who signs in %s', async (_what, answer, kept) => {
  agent = await WorkingAgent.start(workshop);
  await agent.call('jms_execute_koko_command', { ...shell, command: 'true' });
  agent.practice.endSessions('alice', 'idle');
  const asked = new Promise<OpenQuestion>((resolve) => agent?.questions.on('did-ask', resolve));
  agent.letIn('admin');
  expect(await agent.call('jms_profile')).toContain('(admin)');
  const question = await asked;
  expect(question).toMatchObject({ topic: 'change-user', before: 'alice', now: 'admin', terminals: 1 });
  const removed = new Promise((resolve) => agent?.terminals.on('changed', resolve));
  agent.questions.answer(question.id, answer);
  if (kept === 0) await removed;
  const open = agent.terminals.list().filter(({ state }) => state.kind !== 'closed');
  expect(open).toHaveLength(kept);
});
