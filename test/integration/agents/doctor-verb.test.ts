import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { doctorReport, type Finding } from '../../../mcp-bridge/wire.ts';
import { AgentSide, APP_VERSION } from './agent-side.ts';
import { runVerb, Workshop } from './bridge-process.ts';
import { idleWorld } from './idle-world.ts';

let workshop: Workshop;
let home: string;
const ended: (() => Promise<void>)[] = [];

beforeAll(async () => {
  workshop = await Workshop.open();
});
afterAll(() => workshop.close());
beforeEach(() => {
  home = workshop.home();
  mkdirSync(home);
});
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

const runFolder = () => path.join(home, 'run');

async function doctor(): Promise<{ code: number | null; findings: Map<string, Finding> }> {
  const { code, out } = await runVerb(workshop.bridge, home, ['doctor', '--json']);
  const { findings } = doctorReport.parse(JSON.parse(out));
  return { code, findings: new Map(findings.map((one) => [one.id, one])) };
}

function leaveBehind(name: 'launch.json' | 'endpoint.json', value: unknown): void {
  mkdirSync(runFolder(), { recursive: true, mode: 0o700 });
  writeFileSync(path.join(runFolder(), name), JSON.stringify(value), { mode: 0o600 });
}

const launch = (over: object = {}) => ({
  command: [process.execPath],
  cwd: home,
  appVersion: '0.0.0-source',
  quitByPerson: false,
  ...over,
});

/** Everything below the home, with times: what a command that only looks leaves as it is. */
function picture(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => `${name} ${statSync(path.join(folder, String(name))).mtimeMs}`)
    .sort();
}

test('without an app it tells what it can, starts nothing and changes nothing', async () => {
  leaveBehind('launch.json', launch());
  const before = picture(home);
  const { code, findings } = await doctor();
  expect(code).toBe(1);
  expect(findings.get('app-running')).toMatchObject({ outcome: 'app-not-running', advice: 'start-app' });
  expect(findings.get('agents-bridge')?.outcome).toBe('bridge-ok');
  expect(findings.get('agents-socket')?.outcome).toBe('socket-ok');
  for (const id of ['sites', 'keychain', 'tray', 'app-folders'])
    expect(findings.get(id)).toMatchObject({ outcome: 'needs-app', state: 'unknown' });
  expect(findings.get('display')).toBeDefined();
  expect(picture(home)).toEqual(before);
});

test('an app that never ran, one that the person quit, and one that ended without a word are told apart', async () => {
  const app = async () => (await doctor()).findings.get('app-running');
  expect(await app()).toMatchObject({ outcome: 'app-never-ran' });
  leaveBehind('launch.json', launch());
  leaveBehind('endpoint.json', {
    wire: 1,
    path: path.join(runFolder(), 'app.sock'),
    token: 'dG9rZW4',
    pid: 4242,
    appVersion: '0.0.0-source',
  });
  expect(await app()).toMatchObject({ outcome: 'app-gone', facts: { pid: 4242 } });
  leaveBehind('launch.json', launch({ quitByPerson: true }));
  expect(await app()).toMatchObject({ outcome: 'app-quit' });
});

test('an app that speaks another version of the local protocol is no app for this bridge', async () => {
  leaveBehind('endpoint.json', { wire: 99, path: '/nowhere', token: '', pid: 1, appVersion: '9.0.0' });
  expect((await doctor()).findings.get('app-running')).toMatchObject({ outcome: 'app-strange', state: 'broken' });
});

test('with the app it tells what the app found, and which of the two is older', async () => {
  const { sites, pool } = idleWorld();
  const side = await AgentSide.start(home, sites, pool);
  ended.push(
    () => side.dispose(),
    () => pool.dispose(),
  );
  leaveBehind('launch.json', launch({ appVersion: APP_VERSION }));
  const { code, findings } = await doctor();
  expect(code).toBe(1);
  expect(findings.get('app-running')).toMatchObject({
    outcome: 'app-other-version',
    facts: { app: APP_VERSION, bridge: '0.0.0-source' },
  });
  expect(findings.get('agents-bridge')?.outcome).toBe('bridge-other-version');
  expect(findings.get('keychain')?.outcome).toBe('keychain-ok');
  expect(findings.get('site-address')).toMatchObject({ outcome: 'address-silent', site: { name: 'Practice' } });
  expect(findings.has('sites')).toBe(false);

  await side.killSwitch.raise();
  const raised = (await doctor()).findings;
  expect(raised.get('app-bridge')).toMatchObject({ outcome: 'bridge-raised', advice: 'lower-bridge' });
  expect(raised.get('site-address')?.outcome).toBe('needs-lowered');
});

test('entries in the settings of agents are found, and whether what they start is there', async () => {
  mkdirSync(path.join(home, '.codex'));
  mkdirSync(path.join(home, '.cursor'));
  const ours = { command: 'node', args: [workshop.bridge, 'mcp'], env: { TOKEN: 'a-secret' } };
  writeFileSync(path.join(home, '.claude.json'), JSON.stringify({ projects: { '/p': { mcpServers: { jms: ours } } } }));
  writeFileSync(
    path.join(home, '.codex', 'config.toml'),
    'model = "x"\n[mcp_servers.drawbridge]\ncommand = "/gone/drawbridge"\nargs = [\n  "mcp", # serve\n]\n',
  );
  writeFileSync(
    path.join(home, '.cursor', 'mcp.json'),
    JSON.stringify({ mcpServers: { other: { command: 'other' } } }),
  );
  const { findings } = await doctor();
  expect(findings.get('agents-claude-code')).toMatchObject({
    outcome: 'client-ok',
    facts: { name: 'jms', path: workshop.bridge },
  });
  expect(findings.get('agents-codex')).toMatchObject({
    outcome: 'client-broken',
    state: 'broken',
    facts: { path: '/gone/drawbridge' },
  });
  expect(findings.get('agents-cursor')).toMatchObject({ outcome: 'client-no-entry', state: 'not-applicable' });
  expect(JSON.stringify([...findings.values()])).not.toContain('a-secret');

  writeFileSync(path.join(home, '.claude.json'), '{ not json');
  expect((await doctor()).findings.get('agents-claude-code')?.outcome).toBe('client-unreadable');
});

test('a state file that the predecessor left is told of, and whether others may read it', async () => {
  const file = path.join(home, '.local/state/mcp-jumpserver-gui-sucks/auth-state.json');
  expect((await doctor()).findings.has('former-state')).toBe(false);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '{}');
  chmodSync(file, 0o600);
  const found = async () => (await doctor()).findings.get('former-state');
  expect(await found()).toMatchObject({ outcome: 'former-state-private', state: 'ok', facts: { file } });
  chmodSync(file, 0o644);
  expect(await found()).toMatchObject({
    ...{ outcome: 'former-state-open', state: 'attention', advice: 'delete-former-state', facts: { mode: '644' } },
  });
});

test('a runtime folder that others can read is broken, one too long for a socket is not', async () => {
  mkdirSync(runFolder());
  chmodSync(runFolder(), 0o755);
  expect((await doctor()).findings.get('agents-socket')).toMatchObject({
    outcome: 'socket-open',
    facts: { mode: '755' },
  });
  const long = mkdtempSync(path.join(tmpdir(), 'dbt-'));
  ended.push(() => rm(long, { recursive: true }));
  const former = home;
  home = path.join(long, 'x'.repeat(90));
  mkdirSync(runFolder(), { recursive: true, mode: 0o700 });
  expect((await doctor()).findings.get('agents-socket')).toMatchObject({ outcome: 'socket-elsewhere', state: 'ok' });
  home = former;
});

test('an app file that is gone is named', async () => {
  leaveBehind('launch.json', launch({ command: ['/opt/gone/drawbridge-app', '--hidden'] }));
  expect((await doctor()).findings.get('agents-bridge')).toMatchObject({
    outcome: 'bridge-missing',
    facts: { path: '/opt/gone/drawbridge-app' },
  });
});

test('a person reads what was found, what to do, and how much it is', async () => {
  const { code, out } = await runVerb(workshop.bridge, home, ['doctor']);
  expect(code).toBe(1);
  expect(out).toContain('attention  App              The app has never run on this account.');
  expect(out).toContain('→ Start Drawbridge.');
  expect(out).toMatch(/\d things need you\.\n$/);
});
