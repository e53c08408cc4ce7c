import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../main/errors/clock.ts';
import { probeSite } from '../../../main/jumpserver/probe.ts';
import { silentLog } from '../../../main/log/log.ts';
import { signInByText } from '../../../main/sign-in/text/text-sign-in.ts';
import { SiteRegistry } from '../../../main/sites/site-registry.ts';
import { readPng } from '../../../mcp-bridge/png.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { memoryKeys } from '../../support/memory-keys.ts';
import { NodeSiteTransport } from '../../support/node-site-transport.ts';
import { AgentSide } from './agent-side.ts';
import { environment, runVerb, Workshop } from './bridge-process.ts';
import { idleWorld } from './idle-world.ts';
import { PtyProcess } from './pty-process.ts';

let workshop: Workshop;
let practice: PracticeSite;
let sites: SiteRegistry;
let side: AgentSide;
let home: string;
const terminals: PtyProcess[] = [];

beforeAll(async () => {
  workshop = await Workshop.open();
});
afterAll(() => workshop.close());

beforeEach(async () => {
  practice = await PracticeSite.start();
  const { pool } = idleWorld();
  sites = new SiteRegistry({
    ...{ clock: systemClock, log: silentLog, stored: () => [], store() {}, defaultSite: () => null, storeDefault() {} },
    vault: { get: async () => undefined, put: async () => {}, delete: async () => {} },
    createTransport: () => new NodeSiteTransport(),
    trust: async () => false,
    forgetTrust: () => {},
    probe: (url) => probeSite(url, () => new NodeSiteTransport()),
    newId: () => 'site_practice',
    signIn: () => Promise.reject(new Error('there is no window')),
    windowless: true,
    keys: memoryKeys(),
    keepAliveWhileIdleMs: () => 0,
  });
  await sites.add({ baseUrl: practice.url, name: 'Practice' });
  home = workshop.home();
  side = await AgentSide.start(home, sites, pool, systemClock, (id, conversation) =>
    sites.find(id).signInBy((site, signal) =>
      signInByText({
        ...{ site: site.settings, transport: site.transport, conversation, clock: systemClock, log: silentLog, signal },
        whoAmI: () => site.arrived(),
      }),
    ),
  );
});

afterEach(async () => {
  for (const terminal of terminals.splice(0)) terminal.kill();
  await side.dispose();
  await sites.dispose();
  await practice.dispose();
});

function atTerminal(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): PtyProcess {
  const terminal = new PtyProcess([workshop.bridge, 'login', '--text', ...args], { ...environment(home), ...env });
  terminals.push(terminal);
  return terminal;
}

/** Without a terminal of any kind, as a job has it: setsid takes the controlling one away. */
async function asJob(args: readonly string[], input: string) {
  const child = spawn(process.execPath, [workshop.bridge, 'login', '--text', ...args], {
    env: environment(home),
    detached: true,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes;
  });
  child.stderr.on('data', (bytes: Buffer) => {
    err += bytes;
  });
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

const session = () => sites.list()[0]?.session.kind;

test('a person signs in at a terminal; neither password nor its length is on the screen', async () => {
  const { username, password } = practice.users.bob;
  const terminal = atTerminal();
  await terminal.until('User name for Practice: ');
  terminal.type(`bo\u007fob\r`);
  await terminal.until('Password: ');
  terminal.type(`${password}\r`);
  const shown = await terminal.until('OTP code: ');
  expect(shown.trim()).toBe('OTP code:');
  terminal.type(`${practice.login.codeFor(username, 'otp')}\r`);
  await terminal.until('Practice: signed in as');
  expect(await terminal.ended).toBe(0);
  expect(session()).toBe('signed-in');
  expect(terminal.screen).not.toContain(password);
});

test('a choice is made by number or by Enter', async () => {
  practice.login.setRules('bob', { factors: ['sms'] });
  const terminal = atTerminal(['--username', 'bob']);
  await terminal.until('Password: ');
  terminal.type(`${practice.users.bob.password}\r`);
  await terminal.until('Second factor');
  await terminal.until('1-2: ');
  terminal.type('2\r');
  await terminal.until('A code is on its way');
  await terminal.until('code (Enter alone for another way): ');
  terminal.type('\r');
  await terminal.until('1-2: ');
  terminal.type('\r');
  await terminal.until('code (Enter alone for another way): ');
  terminal.type(`${practice.login.codeFor('bob', 'otp')}\r`);
  expect(await terminal.ended).toBe(0);
});

test('Ctrl-C ends it with 130, and the next one starts afresh', async () => {
  const terminal = atTerminal();
  await terminal.until('User name');
  terminal.type('\u0003');
  expect(await terminal.ended).toBe(130);
  await expect.poll(session).toBe('signed-out');
  const again = atTerminal(['--username', 'alice']);
  await again.until('Password: ');
  again.type(`${practice.users.alice.password}\r`);
  expect(await again.ended).toBe(0);
});

test('Ctrl-C while an approver is waited for withdraws the request', async () => {
  practice.login.setRules('alice', { loginRule: 'review' });
  const terminal = atTerminal(['--username', 'alice']);
  await terminal.until('Password: ');
  terminal.type(`${practice.users.alice.password}\r`);
  await terminal.until('Ctrl-C withdraws');
  const ticket = await practice.login.nextTicket();
  terminal.type('\u0003');
  expect(await terminal.ended).toBe(130);
  await expect.poll(() => practice.login.tickets().find(({ id }) => id === ticket.id)?.state).toBe('closed');
});

test('a second sign-in at the same time is refused, and says so', async () => {
  const terminal = atTerminal();
  await terminal.until('User name');
  const second = await asJob([], '');
  expect(second.code).toBe(4);
  expect(second.err).toContain('sign-in-open');
});

test.each([
  ['kitty', { TERM: 'xterm-kitty' }, '\u001b_Ga=T,f=100,q=2,m='],
  ['iTerm', { TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, '\u001b]1337;File=inline=1;'],
])(
  'a captcha is drawn as %s draws, and lies in a private file only as long as it is asked for',
  async (_, env, start) => {
    practice.login.set({ captcha: 'always' });
    const terminal = atTerminal(['--username', 'alice'], env);
    await terminal.until('Password: ');
    terminal.type(`${practice.users.alice.password}\r`);
    await terminal.until(start);
    const file = await pictureFile(terminal);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(130);
    expect(existsSync(path.dirname(file))).toBe(false);
  },
);

test('a captcha is drawn in sixels where the terminal says that it can', async () => {
  practice.login.set({ captcha: 'always' });
  const terminal = atTerminal(['--username', 'alice'], { TERM: 'xterm-256color' });
  await terminal.until('Password: ');
  terminal.type(`${practice.users.alice.password}\r`);
  await terminal.until('\u001b[c');
  terminal.type('\u001b[?62;4;22c');
  await terminal.until('\u001bPq"1;1;360;76');
  const file = await pictureFile(terminal);
  terminal.type('17\r');
  await terminal.until('Invalid CAPTCHA');
  expect(existsSync(file)).toBe(false);
});

test('a terminal that answers nothing shows the path, and what was typed meanwhile is kept', async () => {
  practice.login.set({ captcha: 'always' });
  const terminal = atTerminal(['--username', 'alice'], { TERM: 'xterm-256color' });
  await terminal.until('Password: ');
  terminal.type(`${practice.users.alice.password}\r`);
  await terminal.until('\u001b[c');
  terminal.type('1');
  await pictureFile(terminal);
  await terminal.until('another one): 1');
});

test('a job gives its answers on standard input', async () => {
  const { password } = practice.users.bob;
  const code = practice.login.codeFor('bob', 'otp');
  const done = await asJob(
    ['--username', 'bob', '--password-stdin', '--otp-stdin', '--json'],
    `${password}\n${code}\n`,
  );
  expect(done).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(done.out)).toEqual({ site: 'site_practice', session: 'signed-in' });
});

test("the predecessor's flags sign in by text, with secrets from files", async () => {
  const { username, password } = practice.users.bob;
  const [secret, codes] = [path.join(home, 'password'), path.join(home, 'codes')];
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  await writeFile(codes, `${practice.login.codeFor('bob', 'otp')}\n`, { mode: 0o600 });
  const flags = ['--username', username, '--base-url', practice.url, '--mfa-type', 'otp', '--allow-ephemeral'];
  const done = await asJob([...flags, '--password', `@${secret}`, '--otp', `@${codes}`, '--json'], '');
  expect(done.code).toBe(0);
  expect(done.err).toMatch(/^drawbridge: --allow-ephemeral: .*\n$/);
  expect(JSON.parse(done.out)).toEqual({ site: 'site_practice', session: 'signed-in' });
});

test('an address that the person has not added is put to them; an open file of secrets is refused', async () => {
  const elsewhere = await asJob(['--base-url', 'https://elsewhere.example', '--username', 'bob'], '');
  expect(elsewhere).toMatchObject({ code: 4, err: expect.stringContaining('Adding https://elsewhere.example') });
  expect(side.proposals).toEqual([expect.stringContaining('https://elsewhere.example')]);
  const open = path.join(home, 'open');
  await writeFile(open, 'hunter2\n', { mode: 0o644 });
  const refused = await asJob(['--username', 'bob', '--password', `@${open}`], '');
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('chmod 600') });
  expect(refused.err).not.toContain('hunter2');
});

test.each([
  ['nothing', [], '', 'User name for Practice'],
  ['no password', ['--username', 'alice'], '', 'Password'],
  ['a wrong password', ['--username', 'alice', '--password-stdin'], 'wrong\n', 'incorrect'],
  ['no code', ['--username', 'bob', '--password-stdin'], 'practice-bob\n', 'code'],
  ['an empty standard input', ['--username', 'alice', '--password-stdin'], '', 'Password'],
])('a job that gives %s does not hang: it ends with 4 and names what was asked', async (_, args, input, named) => {
  const { code, err, out } = await asJob(args, input);
  expect(code).toBe(4);
  expect(out).toBe('');
  expect(err).toContain(named);
  expect(err).toContain('nobody is there to answer');
});

test('a wrong password of a job is not tried again', async () => {
  practice.login.set({ captcha: 'off' });
  await asJob(['--username', 'alice', '--password-stdin'], 'wrong\nwrong\nwrong\n');
  const { err } = await asJob(['--username', 'alice', '--password-stdin'], 'wrong\n');
  expect(err).toContain('can also try 6 times');
});

test('without a window `login` says what to do instead', async () => {
  const { code, err } = await runVerb(workshop.bridge, home, ['login']);
  expect(code).toBe(4);
  expect(err).toContain('drawbridge login --text');
});

test('a raised bridge refuses it', async () => {
  await side.killSwitch.raise();
  expect((await asJob([], '')).err).toContain('bridge-raised');
  side.windowed = false;
  expect((await asJob([], '')).err).toContain('they start it once where there is one and lower it there');
});

/** Waits for the line that names the file; it is a PNG. */
async function pictureFile(terminal: PtyProcess): Promise<string> {
  await terminal.until('Picture: ');
  const file = (await terminal.until('.png')).trim();
  expect(readPng(readFileSync(file))).toMatchObject({ width: 180, height: 38 });
  return file;
}
