import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startTrayHost } from '../../test/e2e/support/tray-host.ts';
import { sandboxSwitches, startBus, startDisplay } from '../desktop-session.mjs';
import { say } from '../say.mjs';
import { type AgentCommand, DemoAgent } from './demo-agent.ts';
import { Person } from './person.ts';
import { startPractice } from './practice-child.ts';

export interface DemoOptions {
  readonly root: string;
  readonly electron: string;
  readonly json: boolean;
  readonly keep: boolean;
}

const ASSET = 'web-01';
const ACCOUNT = 'deploy';

/** What the agent does, and what must come back. */
const ERRANDS: readonly { readonly command: string; readonly exitCode: number; readonly output: RegExp }[] = [
  { command: 'echo "hello from $(id -un)"', exitCode: 0, output: /^hello from \S+$/ },
  { command: 'uname -sr', exitCode: 0, output: /^Linux \S+$/ },
  { command: 'cd /tmp && pwd', exitCode: 0, output: /^\/tmp$/ },
  { command: 'pwd', exitCode: 0, output: /^\/tmp$/ },
  { command: 'seq 1 5 | tr "\\n" " "', exitCode: 0, output: /^1 2 3 4 5\s*$/ },
  { command: 'ls /nowhere', exitCode: 2, output: /No such file/ },
  { command: 'false', exitCode: 1, output: /^$/ },
];

/** Runs the demo; resolves with the exit code. */
export async function driveDemo(options: DemoOptions): Promise<number> {
  const open: (() => Promise<void>)[] = [];
  const step = (text: string) => say(text);
  // One closing for all who ask: the signal's and the end's must not cut each other short.
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      for (const end of open.reverse()) await end();
    })();
    return closing;
  };
  const onSignal = () => void close().then(() => process.exit(0));
  process.once('SIGTERM', onSignal);
  process.once('SIGINT', onSignal);
  try {
    const ownDisplay = Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
    const env: Record<string, string> = Object.fromEntries(
      Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
    );
    if (!ownDisplay) {
      step('no display here: starting Xvfb and a session bus of our own');
      const display = await startDisplay();
      open.push(() => display.stop());
      Object.assign(env, display.env);
    }
    const busAddress = ownDisplay ? env['DBUS_SESSION_BUS_ADDRESS'] : undefined;
    if (!busAddress) {
      const bus = await startBus();
      open.push(() => bus.stop());
      Object.assign(env, bus.env);
    }
    const host = ownDisplay ? undefined : await startTrayHost(env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
    if (host) open.push(async () => host.stop());

    step('starting the practice site: a JumpServer look-alike on 127.0.0.1 with real shells');
    const practice = await startPractice(path.join(options.root, 'dist/practice/main.mjs'));
    open.push(() => practice.stop());
    step(`practice site at ${practice.url}; its audit at ${practice.controlUrl}`);

    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-demo-'));
    open.push(async () => fs.rmSync(home, { recursive: true, force: true }));
    env['DRAWBRIDGE_HOME'] = home;
    env['LANGUAGE'] = 'en';
    const switches = sandboxSwitches();
    if (switches.length > 0)
      step(`starting the app with ${switches.join(' ')}: root, or a kernel without user namespaces`);
    else step('starting the app');
    const person = await Person.startApp({ electron: options.electron, args: [...switches, options.root], env });
    open.push(() => person.app.close());

    const [alice] = practice.users;
    if (!alice) throw new Error('the practice site has no users');
    step(`signing in as ${alice.username} through the native window`);
    const signInMs = await person.addAndSignIn(practice.url, alice.username, alice.password);
    step(`signed in after ${(signInMs / 1000).toFixed(1)} s`);

    const bridge = [
      'env',
      `DRAWBRIDGE_HOME=${home}`,
      process.execPath,
      path.join(options.root, 'dist/bridge/drawbridge.mjs'),
      'mcp',
    ];
    const agent = new DemoAgent();
    await agent.connect(bridge);
    open.push(() => agent.close());
    const tools = await agent.tools();
    step(`an agent is connected by MCP and sees ${tools.length} tools`);
    const commands: AgentCommand[] = [];
    let right = true;
    for (const errand of ERRANDS) {
      const done = await agent.run(ASSET, ACCOUNT, errand.command);
      const fits = done.exitCode === errand.exitCode && errand.output.test(done.output.trim());
      right &&= fits;
      commands.push(done);
      step(
        `  ${ASSET}$ ${done.command}  → exit ${done.exitCode ?? 'unknown'}, ${done.ms} ms${fits ? '' : '  NOT AS EXPECTED'}`,
      );
    }

    const folder = path.join(options.root, 'demo-results');
    fs.mkdirSync(folder, { recursive: true });
    const window = await person.window();
    await window
      .getByTestId('terminal-tile')
      .getByTestId('tile-lines')
      .filter({ hasText: 'No such file' })
      .first()
      .waitFor();
    const screenshots = [
      await person.screenshot(path.join(folder, 'wall-dark.png'), 'dark'),
      await person.screenshot(path.join(folder, 'wall-light.png'), 'light'),
    ];
    const rows = await practice.auditRows();
    const asked = rows.map(({ input }) => input).filter((input) => ERRANDS.some(({ command }) => command === input));
    const auditOk = asked.length === ERRANDS.length && rows.length === ERRANDS.length + 1;
    step(`JumpServer's audit holds ${rows.length} rows: ${ERRANDS.length} commands and 1 for shell integration`);
    const tray = host ? await (await host.item()).tooltip() : 'shown by your desktop';
    const trayOk = host === undefined || /signed in as alice/.test(tray);
    step(`tray: ${tray.replaceAll('\n', ' · ')}`);
    for (const file of screenshots) step(`screenshot: ${path.relative(options.root, file)}`);
    const ok = right && auditOk && trayOk;
    const result = {
      ok,
      signIn: { ok: true, ms: signInMs },
      agent: { commands },
      terminals: await practice.liveShells(),
      auditRows: rows.map(({ input }) => input),
      tray,
      screenshots,
      bridge,
    };
    if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    if (ok && (options.keep || (ownDisplay && !options.json))) {
      step('the app stays open. Connect your own agent with this command:');
      step(`  ${bridge.join(' ')}`);
      step(`for Claude Code: ${bridge.slice(0, -1).join(' ')} connect claude-code`);
      step(options.keep ? 'end it with SIGTERM or Ctrl-C' : 'quit it from its tray, or press Ctrl-C here');
      await new Promise<void>((resolve) => person.app.once('close', () => resolve()));
    }
    return ok ? 0 : 1;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`the demo did not come through: ${why}`);
    if (options.json) process.stdout.write(`${JSON.stringify({ ok: false, error: why })}\n`);
    return 1;
  } finally {
    await close();
  }
}
