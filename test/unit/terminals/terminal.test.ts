import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../main/log/log.ts';
import { Terminal } from '../../../main/terminals/terminal.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { integratedBash, type RecordedFrame, RecordedKoko, recording } from '../../support/recorded-koko.ts';
import { agent, someTarget } from '../../support/terminal-target.ts';

async function opened(script: readonly RecordedFrame[]) {
  const clock = new FakeClock();
  const koko = new RecordedKoko(script);
  const terminal = new Terminal({
    id: 'term_1',
    target: someTarget,
    owner: agent('a'),
    clock,
    random: randomBytes,
    cols: 200,
    rows: 50,
    maxOutputBytes: 5_000_000,
  });
  await terminal.open(
    { transport: koko, clock, log: silentLog },
    { kokoUrl: 'wss://jms/koko/ws/terminal/', tokenId: 't' },
  );
  return { clock, koko, terminal };
}

const typed = (script: readonly RecordedFrame[]) =>
  script
    .filter((one) => one.dir === 'C' && one.op === 'text')
    .map((one) => JSON.parse(one.payload ?? '{}'))
    .filter((one) => one.type === 'TERMINAL_DATA')
    .map((one) => String(one.data));

const patient = { patienceMs: 25_000 };

describe('a terminal on a recorded bash', () => {
  it('reports exit codes, user, directory and output of commands', async () => {
    const { terminal, koko } = await opened(recording('bash-integration-uid-cwd-ps2'));
    expect(terminal.state).toEqual({ kind: 'prompt' });
    expect(await terminal.run({ command: 'true', ...patient })).toMatchObject({
      outcome: { kind: 'done', exitCode: 0 },
      user: '1001',
      cwd: '/home/ops',
    });
    expect((await terminal.run({ command: 'false', ...patient })).outcome).toEqual({ kind: 'done', exitCode: 1 });
    const hello = await terminal.run({ command: 'echo hello', ...patient });
    expect(terminal.readOutput(hello.output.start, 100).text).toMatch(/^hello\n/);
    expect(hello.output.end - hello.output.start).toBe('hello\r\n'.length);
    expect((await terminal.run({ command: '(exit 3)', ...patient })).outcome).toEqual({ kind: 'done', exitCode: 3 });
    expect((await terminal.run({ command: 'cd /tmp', ...patient })).cwd).toBe('/tmp');
    const pwd = await terminal.run({ command: 'pwd', ...patient });
    expect(terminal.readOutput(pwd.output.start, pwd.output.end - pwd.output.start).text).toBe('/tmp\n');
    expect(koko.sent.slice(1)).toEqual([
      ['true', '\r'],
      ['false', '\r'],
      ['echo hello', '\r'],
      ['(exit 3)', '\r'],
      ['cd /tmp', '\r'],
      ['pwd', '\r'],
    ]);
  });

  it('hides the integration line from the output and the screen', async () => {
    const { terminal, koko } = await opened(recording('bash-integration-uid-cwd-ps2'));
    expect(koko.markId).toHaveLength(24);
    expect(terminal.readOutput(0, 1e6).text).not.toContain('133');
    expect(terminal.readOutput(0, 1e6).text).not.toContain(koko.markId);
    const { lines, title } = await terminal.readScreen();
    expect(lines.filter((line) => line !== '').at(-1)).toBe('ops@vm:~$');
    expect(title).toBe('ops@vm: ~');
  });

  it('types a here-document line by line at continuation marks', async () => {
    const script = recording('heredoc-line-by-line');
    const { terminal, koko } = await opened(script);
    const run = await terminal.run({ command: 'cat <<EOF2 | wc -l\nline1\nline2\nEOF2', ...patient });
    expect(run.outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(terminal.readOutput(run.output.start, 3).text).toBe('2\n');
    expect(koko.sent.slice(1).flat()).toEqual(typed(script).slice(2, 10));
  });

  it('ends an unbalanced quote with Ctrl-C and cleans the input buffer before the next command', async () => {
    const { terminal, koko } = await opened(recording('unbalanced-quote-ctrl-c').slice(0, -6));
    const running = terminal.run({ command: 'echo "abc', ...patient });
    await settle();
    expect((await running).outcome.kind).toBe('refused');
    expect(koko.sent.slice(1)).toEqual([['echo "abc', '\r'], ['\x03'], ['\r']]);
  });

  it('asks a second time where PROMPT_COMMAND rewrites the prompt', async () => {
    const script = recording('bash-starship-prompt-command');
    const star = script.findIndex((one) => one.payload?.includes('lab/star'));
    // A login shell that has starship from the start: its first prompt, then our first line without an effect.
    const prompt = script[star + 3];
    if (!prompt) throw new Error('recording changed');
    const enter = script.slice(star, star + 2);
    const clock = new FakeClock();
    const koko = new RecordedKoko([...script.slice(0, star - 1), prompt, ...enter, prompt, ...script.slice(star + 4)]);
    const terminal = new Terminal({
      id: 'term_1',
      target: someTarget,
      owner: agent('a'),
      clock,
      random: randomBytes,
      cols: 200,
      rows: 50,
      maxOutputBytes: 5e6,
    });
    const opening = terminal.open({ transport: koko, clock, log: silentLog }, { kokoUrl: 'wss://jms/', tokenId: 't' });
    await settle();
    await clock.advance(3100);
    await opening;
    expect(terminal.summary().marks).toBe(true);
    expect(koko.sent[1]?.[0]).toContain('PROMPT_COMMAND');
    expect((await terminal.run({ command: 'true', ...patient })).outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect((await terminal.run({ command: 'false', ...patient })).outcome).toEqual({ kind: 'done', exitCode: 1 });
  });

  it('returns `closed` with the words of KoKo when an admin kills the session during a run', async () => {
    const { terminal } = await opened([...integratedBash(), ...recording('admin-kill-while-running')]);
    const run = await terminal.run({ command: 'sleep 20', ...patient });
    expect(run.outcome).toEqual({ kind: 'closed', reason: 'Terminated by admin Administrator(admin)' });
    expect(terminal.state).toMatchObject({ kind: 'closed', reason: 'Terminated by admin Administrator(admin)' });
    await expect(terminal.run({ command: 'true', ...patient })).rejects.toMatchObject({ code: 'terminal-closed' });
  });

  it('says that the shell ended after `exit`', async () => {
    const { terminal } = await opened([...integratedBash(), ...recording('output-exit-3')]);
    const run = await terminal.run({ command: 'exit 3', ...patient });
    expect(run.outcome).toEqual({ kind: 'closed', reason: 'The shell ended (logout).' });
  });

  it('refuses input while an admin holds the lock and goes on afterwards', async () => {
    const { terminal, koko } = await opened(integratedBash());
    koko.say('TERMINAL_SESSION_PAUSE', '{"user":"Administrator(admin)"}');
    expect(terminal.state).toEqual({ kind: 'locked', by: 'Administrator(admin)' });
    await expect(terminal.run({ command: 'true', ...patient })).rejects.toMatchObject({ code: 'terminal-paused' });
    koko.say('TERMINAL_SESSION_RESUME', '{"user":"Administrator(admin)"}');
    expect(terminal.state).toEqual({ kind: 'prompt' });
  });

  it('passes on the exit code only of marks with its own id', async () => {
    const { terminal, koko } = await opened(integratedBash());
    const running = terminal.run({ command: 'evil', ...patient });
    koko.print(
      'evil\r\n\x1b[?2004l\r\x1b]133;C;ID\x07\x1b]133;D;0;ffffffffffffffffffffffff;0;/\x07\x1b]133;B;ffffffffffffffffffffffff\x07',
    );
    await settle();
    expect(terminal.state.kind).toBe('running');
    koko.print('\x1b]133;D;7;ID;1001;/x\x07$ \x1b]133;B;ID\x07');
    expect(await running).toMatchObject({ outcome: { kind: 'done', exitCode: 7 }, cwd: '/x' });
  });

  it('takes a redraw of the prompt for no end', async () => {
    const { terminal, koko } = await opened(integratedBash());
    const running = terminal.run({ command: 'sleep 1', ...patient });
    koko.print('\r\x1b[K\x1b]133;D;0;ID;1001;/\x07$ \x1b]133;B;ID\x07sleep 1');
    await settle();
    expect(terminal.state.kind).toBe('running');
    koko.print('\r\n\x1b[?2004l\r\x1b]133;C;ID\x07\x1b[?2004h\x1b]133;D;4;ID;1001;/\x07$ \x1b]133;B;ID\x07');
    expect((await running).outcome).toEqual({ kind: 'done', exitCode: 4 });
  });

  it('takes the prompt of an Enter that KoKo added for no end, and believes one without an echo only after a second', async () => {
    const { terminal, koko, clock } = await opened(integratedBash());
    const running = terminal.run({ command: '# nothing', ...patient });
    koko.print('\r\n\x1b[?2004l\r\x1b[?2004h\x1b]133;D;9;ID;1001;/\x07$ \x1b]133;B;ID\x07');
    await clock.advance(900);
    expect(terminal.state.kind).toBe('running');
    await clock.advance(200);
    expect((await running).outcome).toEqual({ kind: 'done', exitCode: null });
  });

  it('interrupts the command of a call that is cancelled', async () => {
    const { terminal, koko, clock } = await opened(integratedBash());
    const cancel = new AbortController();
    const running = terminal.run({ command: 'sleep 60', patienceMs: 25_000, signal: cancel.signal });
    koko.print('sleep 60\r\n\x1b[?2004l\r\x1b]133;C;ID\x07');
    cancel.abort(new Error('cancelled by the caller'));
    await clock.advance(30);
    expect(koko.sent.at(-1)).toEqual(['\x03']);
    const prompt = '^C\r\n\x1b[?2004h\x1b]133;D;130;ID;1001;/\x07$ \x1b]133;B;ID\x07';
    koko.print(prompt);
    koko.print(prompt);
    await expect(running).rejects.toThrow('cancelled by the caller');
    await clock.advance(10);
    expect(terminal.state.kind).toBe('prompt');
  });

  it('holds Ctrl-C back until the command has begun, or 300 ms have passed', async () => {
    const { terminal, koko, clock } = await opened(integratedBash());
    const running = terminal.run({ command: 'sleep 60', ...patient });
    const interrupted = terminal.interrupt();
    await clock.advance(200);
    expect(koko.sent.at(-1)).toEqual(['sleep 60', '\r']);
    koko.print('sleep 60\r\n\x1b[?2004l\r\x1b]133;C;ID\x07');
    await clock.advance(30);
    expect(koko.sent.at(-1)).toEqual(['\x03']);
    const prompt = '^C\r\n\x1b[?2004h\x1b]133;D;130;ID;1001;/\x07$ \x1b]133;B;ID\x07';
    koko.print(prompt);
    koko.print(prompt);
    expect((await running).outcome).toEqual({ kind: 'done', exitCode: 130 });
    expect(await interrupted).toMatchObject({ stopped: true, run: { outcome: { kind: 'done', exitCode: 130 } } });

    const silent = terminal.run({ command: 'sleep 61', ...patient });
    const again = terminal.interrupt();
    await clock.advance(299);
    expect(koko.sent.at(-1)).toEqual(['sleep 61', '\r']);
    await clock.advance(1);
    expect(koko.sent.at(-1)).toEqual(['\x03']);
    terminal.close('Test over.');
    await clock.advance(1000);
    expect((await silent).outcome.kind).toBe('closed');
    expect((await again).stopped).toBe(false);
  });

  it('types no Ctrl-C behind a command that ended before it could be interrupted', async () => {
    const { terminal, koko, clock } = await opened(integratedBash());
    const running = terminal.run({ command: 'true', ...patient });
    const interrupted = terminal.interrupt();
    await clock.advance(10);
    koko.print('true\r\n\x1b[?2004l\r\x1b]133;C;ID\x07\x1b[?2004h\x1b]133;D;0;ID;1001;/\x07$ \x1b]133;B;ID\x07');
    expect((await running).outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect((await interrupted).stopped).toBe(true);
    expect(koko.sent.at(-1)).toEqual(['true', '\r']);
  });

  it('widens the row for a long line and restores it', async () => {
    const { terminal, koko, clock } = await opened(integratedBash());
    const command = `echo ${'x'.repeat(900)}`;
    const running = terminal.run({ command, ...patient });
    await settle();
    expect(koko.types.at(-1)).toBe('TERMINAL_RESIZE');
    expect(terminal.summary().size.cols).toBeGreaterThan(910);
    koko.print('\r\x1b]133;D;0;ID;1001;/\x07$ \x1b]133;B;ID\x07');
    await settle();
    expect(koko.sent.at(-1)).toEqual([command, '\r']);
    koko.print(`${command}\r\n\x1b[?2004l\r\x1b]133;C;ID\x07xx\r\n\x1b]133;D;0;ID;1001;/\x07$ \x1b]133;B;ID\x07`);
    expect((await running).outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(terminal.summary().size.cols).toBe(200);
    await clock.advance(100);
    const next = terminal.run({ command: 'true', ...patient });
    await settle();
    expect(koko.sent.at(-1)).toEqual(['true', '\r']);
    terminal.close('Test over.');
    expect((await next).outcome.kind).toBe('closed');
  });

  it('types nothing while KoKo takes the terminal for an editor, and says what to do', async () => {
    const { terminal, koko, clock } = await opened(integratedBash());
    const running = terminal.run({ command: 'vim\nreboot', ...patient });
    koko.print('vim\r\n\x1b[?2004l\r\x1b]133;C;ID\x07\x1b[?1049h\x1b[1;1H\x1b[2;1H~');
    koko.print('Killed\r\n\x1b[?2004h\x1b]133;D;137;ID;1001;/\x07$ \x1b]133;B;ID\x07');
    expect(await running).toMatchObject({
      outcome: { kind: 'done', exitCode: 137 },
      note: '1 of its lines were not typed.',
    });
    await clock.advance(100);
    expect(terminal.state.kind).toBe('prompt');
    await expect(terminal.run({ command: 'true', ...patient })).rejects.toMatchObject({
      code: 'write-not-allowed',
      actor: 'agent',
      nextStep: expect.stringContaining('Close this terminal'),
    });
    await expect(terminal.write('agent', { text: 'true\n' }, 1000)).rejects.toMatchObject({
      code: 'write-not-allowed',
    });
    expect(koko.sent.at(-1)).toEqual(['vim', '\r']);

    koko.print('\x1b[?1049l');
    const next = terminal.run({ command: 'true', ...patient });
    await settle();
    expect(koko.sent.at(-1)).toEqual(['true', '\r']);
    terminal.close('Test over.');
    await next;
  });

  it('stops a run that prints too much and says so', async () => {
    const { terminal, koko, clock } = await opened(integratedBash());
    const running = terminal.run({ command: 'yes', ...patient });
    koko.print('yes\r\n\x1b[?2004l\r\x1b]133;C;ID\x07');
    for (let sent = 0; sent < 5_100_000; sent += 100_000) koko.print('y\r\n'.repeat(33_334));
    await clock.advance(30);
    expect(koko.sent.at(-1)).toEqual(['\x03']);
    koko.print('^C\r\n\x1b[?2004h\x1b]133;D;130;ID;1001;/\x07$ \x1b]133;B;ID\x07');
    expect(await running).toMatchObject({
      outcome: { kind: 'done', exitCode: 130 },
      note: expect.stringContaining('5 MB'),
    });
    expect(koko.sent.at(-1)).toEqual(['\r']);
    koko.print('\r\n\x1b]133;D;130;ID;1001;/\x07$ \x1b]133;B;ID\x07');
    await clock.advance(10);
    expect(terminal.state.kind).toBe('prompt');
  });
});
