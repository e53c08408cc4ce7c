import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenQuestion, QuestionAnswer } from '../../../main/guard/question.ts';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { UnixUser } from '../../support/unix-user.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';

async function call(client: Client, name: string, args: Record<string, unknown>) {
  const result = await client.callTool({ name, arguments: args });
  const content = Array.isArray(result.content) ? result.content : [];
  return content.map((part: { text?: string }) => part.text ?? '').join('\n');
}

type Secret = Extract<OpenQuestion, { topic: 'terminal-secret' }>;

/** Real su and sudo, between two real accounts of this machine; the practice site's shells belong to root. */
describe.runIf(process.getuid?.() === 0)('another user in a terminal', () => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let anna: UnixUser;
  let bert: UnixUser;
  let pool: TerminalPool;
  let side: AgentSide;
  let client: Client;
  let practice: boolean;

  beforeAll(async () => {
    anna = new UnixUser({ mayBecomeRoot: true });
    bert = new UnixUser({ shell: '/bin/dash' });
    workshop = await Workshop.open();
    world = await practiceWorld();
  });
  afterAll(async () => {
    await world.dispose();
    await workshop.close();
    anna.remove();
    bert.remove();
  });
  beforeEach(async () => {
    practice = true;
    await start();
  });
  afterEach(stop);

  async function start() {
    const home = workshop.home();
    const sites = world.sites();
    sites.practice = practice;
    pool = world.pool();
    side = await AgentSide.start(home, sites, pool);
    client = await connectAgent(workshop.bridge, home);
  }
  async function stop() {
    await client.close();
    await side.dispose();
    await pool.dispose();
  }

  const run = (command: string) =>
    call(client, 'jms_execute_koko_command', { asset: 'lab-bash', account: 'root', command });
  const handle = () => pool.list()[0]?.id ?? '';
  const become = (user: string, more: Record<string, unknown> = {}) =>
    call(client, 'jms_switch_terminal_user', {
      session_handle: handle(),
      target_user: user,
      wait_seconds: 60,
      ...more,
    });
  const exit = () => call(client, 'jms_exit_terminal_user', { session_handle: handle() });
  const question = () =>
    new Promise<OpenQuestion>((resolve) => {
      const [open] = side.questions.open();
      if (open !== undefined) return resolve(open);
      const off = side.questions.on('did-ask', (asked) => {
        off();
        resolve(asked);
      });
    });
  /** The person answers the next question. */
  async function answer(value: QuestionAnswer): Promise<OpenQuestion> {
    const asked = await question();
    await new Promise((resolve) => setImmediate(resolve));
    side.questions.answer(asked.id, value);
    return asked;
  }
  const password = async (secret: string): Promise<Secret> => {
    const asked = await answer({ kind: 'terminal-secret', secret, inClear: false });
    if (asked.topic !== 'terminal-secret') throw new Error(`asked about ${asked.topic}`);
    return asked;
  };
  /** All that any reader could find: every terminal's output, and JumpServer's audit. */
  function everything(): string {
    const printed = pool.list().map(({ id, outputEnd }) => pool.readOutput(id, undefined, 0, outputEnd).text);
    return [...printed, ...world.practice.audit().map(({ input, output }) => `${input}\n${output}`)].join('\n');
  }
  const asAnna = async () => {
    await run('true');
    expect(await become(anna.name)).toContain(`run as ${anna.name} (uid ${anna.uid})`);
  };

  it('root becomes anybody without a password, and goes back', async () => {
    await asAnna();
    expect(side.questions.open()).toEqual([]);
    expect(await run('id -un; pwd')).toMatch(new RegExp(`${anna.name} \\(uid ${anna.uid}\\) in /home/${anna.name}`));
    expect(await become(anna.name)).toContain('already');
    expect(await exit()).toContain('run as root (uid 0) again');
    expect(await exit()).toMatch(/^write-not-allowed: This is the login shell/);
    expect(await run('id -un')).toContain('root');
  });

  it('su: the person types the password, and nobody else ever reads it', async () => {
    await asAnna();
    const [switched, asked] = await Promise.all([
      become(bert.name, { method: 'su', reason: 'to read their logs' }),
      password(bert.password),
    ]);
    expect(asked).toMatchObject({
      ...{ command: `su - ${bert.name}`, user: bert.name, from: `${anna.name} (uid ${anna.uid})` },
      ...{ agent: 'test-agent', prompt: 'Password:', recorded: false, refused: '', reason: 'to read their logs' },
    });
    expect(switched).toContain(`now run as ${bert.name} (uid ${bert.uid})`);
    expect(await run('id -un')).toContain(`\n${bert.name}\n`);
    expect(await exit()).toContain(`run as ${anna.name} (uid ${anna.uid}) again`);
    expect(await exit()).toContain('run as root (uid 0) again');
    expect(everything()).not.toContain(bert.password);
    expect(world.practice.audit().map(({ input }) => input)).toContain(`su - ${bert.name}`);
  });

  it('sudo: the own password, then root', async () => {
    await asAnna();
    const [switched, asked] = await Promise.all([become('root'), password(anna.password)]);
    expect(asked).toMatchObject({ command: 'sudo -iu root', recorded: false });
    expect(switched).toContain('now run as root (uid 0)');
    expect(pool.get(handle()).shell.depth).toBe(2);
    expect(everything()).not.toContain(anna.password);
  });

  it.each([
    ['sudo', 'root'],
    ['su', ''],
  ])('%s: a wrong password is asked for again twice, then it is said', async (method, to) => {
    await asAnna();
    const user = to === '' ? bert.name : to;
    const wrong = async () => {
      const asked: Secret[] = [];
      for (let times = 0; times < 3; times += 1) {
        const one = await password(`wrong-${times}-x`);
        asked.push(one);
        while (side.questions.open().some(({ id }) => id === one.id)) await new Promise((r) => setImmediate(r));
      }
      return asked;
    };
    const [failed, asked] = await Promise.all([become(user, { method }), wrong()]);
    expect(asked.map(({ refused }) => refused)).toEqual(['', expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
    expect(failed).toMatch(/^NOT DONE: /);
    expect(failed).toContain(`The terminal runs as ${anna.name}`);
    expect(everything()).not.toMatch(/wrong-\d-x/);
    expect(await run('id -un')).toContain(`\n${anna.name}\n`);
  });

  it('a wrong password and then the right one', async () => {
    await asAnna();
    const both = async () => {
      const { id } = await password('wrong-first');
      while (side.questions.open().some((one) => one.id === id)) await new Promise((r) => setImmediate(r));
      return password(bert.password);
    };
    const [switched, second] = await Promise.all([become(bert.name, { method: 'su' }), both()]);
    expect(second.refused).toMatch(/\S/);
    expect(switched).toContain(`now run as ${bert.name}`);
    expect(everything()).not.toMatch(new RegExp(`wrong-first|${bert.password}`));
  });

  it('says so when the person declines, and leaves the prompt', async () => {
    await asAnna();
    const [failed] = await Promise.all([
      become(bert.name, { method: 'su' }),
      answer({ kind: 'refuse', reason: 'not today' }),
    ]);
    expect(failed).toMatch(/^NOT DONE: The person did not give the password: not today\./);
    expect(pool.get(handle()).state.kind).toBe('prompt');
  });

  it('says so where there is no window to ask in', async () => {
    await asAnna();
    side.windowed = false;
    expect(await become(bert.name, { method: 'su' })).toMatch(
      /^NOT DONE: A password is wanted, and this Drawbridge has no window/,
    );
    expect(pool.get(handle()).state.kind).toBe('prompt');
  });

  it('says what su said about a user that does not exist', async () => {
    await run('true');
    expect(await become('nobody-of-that-name')).toMatch(
      /^NOT DONE: The user was not changed\.[\s\S]*nobody-of-that-name/,
    );
  });

  it('a prompt that JumpServer would record in clear is said to be one, and takes nothing without a second yes', async () => {
    await asAnna();
    // A PAM module asks in its own words.
    await run(`su() { printf 'Secret token: '; IFS= read -r secret; echo "not $secret"; return 1; }`);
    const [refused, asked] = await Promise.all([become(bert.name, { method: 'su' }), password('given-once')]);
    expect(asked.recorded).toBe(true);
    expect(refused).toMatch(/^NOT DONE: The person did not agree that JumpServer stores the password in clear/);
    const [typed] = await Promise.all([
      become(bert.name, { method: 'su' }),
      (async () => {
        await answer({ kind: 'terminal-secret', secret: 'given-twice', inClear: true });
        await new Promise((resolve) => setImmediate(resolve));
        await answer({ kind: 'refuse', reason: '' });
      })(),
    ]);
    expect(typed).toMatch(/^NOT DONE/);
    // JumpServer has it, as was said; but what the program echoed of it is masked here.
    const printed = pool.list().map(({ id, outputEnd }) => pool.readOutput(id, undefined, 0, outputEnd).text);
    expect(printed.join('\n')).not.toContain('given-twice');
    expect(printed.join('\n')).toContain('not ••••••');
    expect(everything()).not.toContain('given-once');
  });

  it('a call whose patience is over is joined by the same call', async () => {
    await asAnna();
    expect(await become(bert.name, { method: 'su', wait_seconds: 4 })).toMatch(/^pending-approval: /);
    const [asked] = side.questions.open();
    expect(asked).toMatchObject({ topic: 'terminal-secret' });
    expect(await become('root', { method: 'su' })).toMatch(/^terminal-busy: Another change/);
    const [switched] = await Promise.all([
      become(bert.name, { method: 'su', wait_seconds: 30 }),
      password(bert.password),
    ]);
    expect(switched).toContain(`now run as ${bert.name}`);
  });

  it('a call whose patience is over is waited for by its id, over all that the person is asked', async () => {
    practice = false;
    await stop();
    await start();
    const [begun] = await Promise.all([run('true'), answer({ kind: 'allow' })]);
    expect(begun).toContain('exit code 0');
    const [became] = await Promise.all([become(anna.name), answer({ kind: 'allow' })]);
    expect(became).toContain(`run as ${anna.name}`);
    const left = await become(bert.name, { method: 'su', wait_seconds: 4 });
    const [, id = ''] = /approval_id (change_[\w-]+)/.exec(left) ?? [];
    const wait = (approvalId: string) => call(client, 'jms_wait_for_approval', { approval_id: approvalId });
    expect(side.questions.open()).toMatchObject([{ topic: 'run-command', command: `su - ${bert.name}` }]);
    const [again] = await Promise.all([wait(id), answer({ kind: 'allow' })]);
    // Allowed meanwhile; now the password is wanted, and the id is the same.
    expect(again).toContain(`approval_id ${id}`);
    const [switched] = await Promise.all([wait(id), password(bert.password)]);
    expect(switched).toContain(`now run as ${bert.name}`);
    expect(await wait('change_nobody')).toMatch(/^bad-argument: /);
  });

  it('ends with the bridge: the question goes, and nothing is typed', async () => {
    await asAnna();
    const waiting = become(bert.name, { method: 'su' });
    expect(await question()).toMatchObject({ topic: 'terminal-secret' });
    await side.killSwitch.raise();
    expect(await waiting).toMatch(/^bridge-raised: /);
    expect(side.questions.open()).toEqual([]);
  });

  it('on a real site the command is asked about first, as any other', async () => {
    await stop();
    practice = false;
    await start();
    const opened = await call(client, 'jms_open_terminal_session', { asset: 'lab-bash', account: 'root' });
    expect(opened).toMatch(/^Opened/);
    const [switched, asked] = await Promise.all([
      become(anna.name, { reason: 'their cron job' }),
      answer({ kind: 'allow' }),
    ]);
    expect(asked).toMatchObject({ topic: 'run-command', command: `su - ${anna.name}`, reason: 'their cron job' });
    expect(switched).toContain(`now run as ${anna.name}`);
    const [left, leaving] = await Promise.all([exit(), answer({ kind: 'allow' })]);
    expect(leaving).toMatchObject({ topic: 'run-command', command: 'exit', place: { userName: anna.name } });
    expect(left).toContain('run as root (uid 0) again');
  });
});
