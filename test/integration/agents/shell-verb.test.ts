import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { defaultPolicy } from '../../../main/guard/policy/policy.ts';
import type { OpenQuestion, QuestionAnswer } from '../../../main/guard/question.ts';
import type { TerminalSummary } from '../../../main/terminals/terminal-model.ts';
import { WorkingAgent } from '../sites/working-agent.ts';
import { environment, runVerb, Workshop } from './bridge-process.ts';
import { PtyProcess } from './pty-process.ts';

let workshop: Workshop;
let world: WorkingAgent;
const emulators: PtyProcess[] = [];

beforeAll(async () => {
  workshop = await Workshop.open();
});
afterAll(() => workshop.close());
beforeEach(async () => {
  world = await WorkingAgent.start(workshop);
});
afterEach(async () => {
  for (const emulator of emulators.splice(0)) emulator.kill();
  await world.dispose();
});

function start(...args: readonly string[]): PtyProcess {
  const env = { ...environment(world.home), TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  const emulator = new PtyProcess([workshop.bridge, ...args], env);
  emulators.push(emulator);
  return emulator;
}

/** An emulator whose shell waits at its prompt. */
async function shell(asset = 'lab-bash'): Promise<PtyProcess> {
  const emulator = start('shell', asset, 'root');
  await emulator.until('~? for help');
  await settled(({ state }) => state.kind === 'prompt');
  return emulator;
}

const terminal = (): TerminalSummary | undefined => world.terminals.list()[0];

/** Waits until the terminal is as wanted. */
function settled(wanted: (terminal: TerminalSummary) => boolean): Promise<TerminalSummary> {
  return new Promise((resolve) => {
    const look = () => {
      const now = terminal();
      if (!now || !wanted(now)) return;
      off();
      resolve(now);
    };
    const off = world.terminals.on('changed', look);
    look();
  });
}

const editor = 'vi';
const commands = () => world.practice.audit().map(({ input }) => input);
/** Output, and not its echo: bash's line editor says first that it is done. */
const behindEcho = (text: string) => `\x1b[?2004l\r${text}`;

test('what is typed runs there, at the size of this terminal, and the end of the shell is the end', async () => {
  const emulator = await shell();
  emulator.type('stty size\r');
  await emulator.until(behindEcho('30 120'));
  emulator.resize(91, 33);
  await settled(({ size, state }) => size.cols === 91 && size.rows === 33 && state.kind === 'prompt');
  emulator.type('stty size\r');
  await emulator.until(behindEcho('33 91'));
  emulator.type('echo héllo-界\r');
  await emulator.until(behindEcho('héllo-界'));
  await settled(({ state }) => state.kind === 'prompt');
  emulator.type('exit\r');
  expect(await emulator.ended).toBe(0);
  expect(commands().slice(-4)).toEqual(['stty size', 'stty size', 'echo héllo-界', 'exit']);
});

test('Ctrl-C reaches the program ten times out of ten, and its code is seen', async () => {
  const emulator = await shell();
  for (let round = 1; round <= 10; round += 1) {
    emulator.type(`bash -c 'echo up-$((${round} + 20)); exec sleep 1000'\r`);
    await emulator.until(`up-${round + 20}`);
    emulator.type('\x03');
    const { runs } = await settled(({ state, runs: all }) => state.kind === 'prompt' && all.length === round);
    expect(runs.at(-1)).toMatchObject({ by: 'emulator', outcome: { kind: 'done', exitCode: 130 } });
  }
});

test('keys of a line editor work, and JumpServer records what ran', async () => {
  const emulator = await shell();
  emulator.type('echo fist\x1b[D\x1b[Dr\r');
  await emulator.until(behindEcho('first'));
  await settled(({ state }) => state.kind === 'prompt');
  emulator.type('\x1b[A\r');
  await emulator.until(behindEcho('first'));
  const { runs } = await settled(({ state, runs: all }) => state.kind === 'prompt' && all.length === 2);
  expect(runs.map(({ command }) => command)).toEqual(['echo first', 'echo first']);
  expect(commands().slice(-2)).toEqual(['echo first', 'echo first']);
});

test('a program with the whole screen gets each key, and what it left on is put back at the end', async () => {
  const emulator = await shell();
  emulator.type(
    `printf '\\e[?1049h\\e[?25l\\e[2J\\e[5;5Hfull'; IFS= read -rsn1 k; printf '\\e[?1049l\\e[?25h'; echo "key:$k."\r`,
  );
  await emulator.until('\x1b[5;5Hfull');
  // Nobody else needs to do anything about it.
  const { runs } = await settled(({ runs: [run] }) => run?.outcome.kind === 'needs-input');
  expect(runs).toHaveLength(1);
  expect(terminal()?.state.kind).toBe('running');
  emulator.type('q');
  await emulator.until('key:q.');
  await settled(({ state }) => state.kind === 'prompt');
  emulator.type(`printf '\\e[?1049h\\e[?25l\\e[?1006hstays'; read -rs k\r`);
  await emulator.until('\x1b[?1006hstays');
  emulator.type('\r');
  await settled(({ state }) => state.kind === 'prompt');
  emulator.type('~.');
  await emulator.until('\x1b[?25h');
  expect(await emulator.ended).toBe(255);
  expect(emulator.screen).toMatch(/\x1b\[\?1006l[\s\S]*ended here/);
});

test.runIf(spawnSync(editor, ['--version']).status === 0)('vi edits a file', async () => {
  const emulator = await shell();
  emulator.type(`cd "$(mktemp -d)" && ${editor} -u NONE note.txt\r`);
  await emulator.until('\x1b[?1049h');
  await settled(({ state }) => state.kind !== 'prompt');
  emulator.type('ihello from vi\x1b:wq\r');
  await emulator.until('\x1b[?1049l');
  await settled(({ state }) => state.kind === 'prompt');
  emulator.type('cat note.txt\r');
  await emulator.until(behindEcho('hello from vi'));
});

test('output without end is shown as it can be, and Ctrl-C still ends it', async () => {
  const emulator = await shell();
  emulator.type('yes drawbridge\r');
  await emulator.until('drawbridge\r\ndrawbridge\r\ndrawbridge');
  emulator.type('\x03');
  const { runs } = await settled(({ state }) => state.kind === 'prompt');
  expect(runs.at(-1)).toMatchObject({ command: 'yes drawbridge', outcome: { exitCode: 130 } });
  emulator.type('echo alive-$((1+1))\r');
  await emulator.until(behindEcho('alive-2'));
});

test('~ behind Enter is for here: help, a ~ of its own, and the end', async () => {
  const emulator = await shell();
  emulator.type('~?');
  await emulator.until('ends this terminal');
  emulator.type('~~\x7fecho 1~.\r');
  await emulator.until(behindEcho('1~.'));
  emulator.type('~.');
  expect(await emulator.ended).toBe(255);
  await settledClosed();
});

test('a kill leaves nothing behind', async () => {
  const emulator = await shell();
  emulator.kill('SIGTERM');
  expect(await emulator.ended).toBe(255);
  await settledClosed();
});

test("the predecessor's terminal-shell is the same, with its flags", async () => {
  const flags = ['--cols', '90', '--rows', '20', '--read-idle-timeout-seconds', '1.0'];
  const emulator = start('terminal-shell', '--asset-ref', 'lab-bash', '--account-ref', 'root', ...flags);
  await emulator.until('~? for help');
  await settled(({ state }) => state.kind === 'prompt');
  emulator.type('echo here-$((1+1))\r');
  await emulator.until(behindEcho('here-2'));
});

test('what cannot be opened is said, with what there is instead', async () => {
  const emulator = start('shell', 'no-such-asset');
  expect(await emulator.ended).toBe(255);
  expect(emulator.screen).toContain('asset-not-found');
  const piped = await runVerb(workshop.bridge, world.home, ['shell', 'lab-bash', 'root']);
  expect(piped).toMatchObject({ code: 2, err: expect.stringContaining('drawbridge exec') });
});

test('the person takes it over in the window, and gives it back', async () => {
  const emulator = await shell();
  const { id } = await settled(({ state }) => state.kind === 'prompt');
  world.terminals.takeOver(id);
  await emulator.until('drives this terminal in the Drawbridge window');
  emulator.type('echo not-this\r');
  await emulator.until('person');
  world.terminals.type(id, 'echo theirs\r');
  await emulator.until(behindEcho('theirs'));
  await settled(({ state }) => state.kind === 'prompt');
  await world.terminals.handBack(id, 'all yours');
  await emulator.until('handed it back: all yours');
  emulator.type('echo mine\r');
  await emulator.until(behindEcho('mine'));
  const { runs } = await settled(({ state }) => state.kind === 'prompt');
  expect(runs.map(({ command, by }) => [command, by])).toEqual([
    ['echo theirs', 'person'],
    ['echo mine', 'emulator'],
  ]);
  expect(commands().some((input) => input.includes('not-this'))).toBe(false);
});

test('a terminal that the person closes ends here too, with their reason', async () => {
  const emulator = await shell();
  const { id } = await settled(({ state }) => state.kind === 'prompt');
  await world.terminals.close(id, undefined, 'The person closed it.');
  expect(await emulator.ended).toBe(255);
  expect(emulator.screen).toContain('The person closed it.');
});

test('raising the bridge ends it', async () => {
  const emulator = await shell();
  emulator.type('sleep 1000\r');
  await settled(({ state }) => state.kind === 'running');
  await world.killSwitch.raise();
  expect(await emulator.ended).toBe(255);
  expect(emulator.screen).toContain('bridge-raised');
  await settledClosed();
});

async function settledClosed(): Promise<void> {
  await settled(({ state }) => state.kind === 'closed');
}

// ---- on a site where agents are asked about -------------------------------------------------------------------------

/** The next question, answered at once. */
function question(from: WorkingAgent, answer: QuestionAnswer): Promise<OpenQuestion> {
  return new Promise((resolve) => {
    const off = from.asked.on('did-ask', (asked) => {
      off();
      resolve(asked);
      queueMicrotask(() => from.asked.answer(asked.id, answer));
    });
  });
}

test('on a real site the person is asked once, for everything that is typed there', async () => {
  await world.dispose();
  world = await WorkingAgent.start(workshop, {}, true);
  const asked = question(world, { kind: 'allow' });
  const emulator = await shell();
  expect(await asked).toMatchObject({ topic: 'raw-terminal', agent: 'cli', asset: 'lab-bash' });
  emulator.type('rm -f /tmp/nothing-of-the-kind; echo done-$((1+1))\r');
  await emulator.until(behindEcho('done-2'));
  expect(world.asked.open()).toEqual([]);
  // Another one is another question.
  const again = question(world, { kind: 'refuse', reason: 'not now' });
  const second = start('shell', 'lab-bash', 'root');
  await again;
  expect(await second.ended).toBe(254);
  expect(second.screen).toContain('not now');
  expect(world.terminals.list()).toHaveLength(1);
});

test('where only reading is allowed there is no such terminal, and nobody is asked', async () => {
  await world.dispose();
  world = await WorkingAgent.start(workshop, {}, true);
  world.policy = { ...defaultPolicy, mode: 'read-only' };
  const emulator = start('shell', 'lab-bash', 'root');
  expect(await emulator.ended).toBe(255);
  expect(emulator.screen).toContain('refused-by-policy');
  expect(world.terminals.list()).toEqual([]);
  expect(world.asked.open()).toEqual([]);
});

test('a question that nobody answers is withdrawn with Ctrl-C', async () => {
  await world.dispose();
  world = await WorkingAgent.start(workshop, {}, true);
  const asked = new Promise<OpenQuestion>((resolve) => void world.asked.on('did-ask', resolve));
  const withdrawn = new Promise((resolve) => void world.asked.on('did-end', resolve));
  const emulator = start('shell', 'lab-bash', 'root');
  await asked;
  await emulator.until('Waiting for the person');
  emulator.type('\x03');
  await emulator.ended;
  await withdrawn;
  expect(world.terminals.list()).toEqual([]);
});
