import { describe, expect, it } from 'vitest';
import { CommandRecogniser } from '../../../practice/audit/recogniser.ts';
import { recording } from '../../support/recorded-koko.ts';

interface Replay {
  /** What was typed up to each Enter. */
  typed: string;
  recognised: string;
}

/** Plays a recording of a real KoKo: its output and the client's input, in the recorded order. */
function replay(name: string): Replay[] {
  let recogniser = new CommandRecogniser();
  let typed = '';
  const found: Replay[] = [];
  for (const { dir, payload, payload_b64 } of recording(name)) {
    const bytes = payload_b64 === undefined ? undefined : Buffer.from(payload_b64, 'base64');
    const message = payload === undefined ? undefined : JSON.parse(payload);
    if (dir === 'S') {
      if (bytes !== undefined) recogniser.output(bytes);
      if (message?.type !== 'CONNECT') continue;
      recogniser = new CommandRecogniser();
      typed = '';
      continue;
    }
    const input = bytes ?? (message?.type === 'TERMINAL_DATA' ? Buffer.from(message.data) : Buffer.alloc(0));
    for (let at = 0; at < input.length; at += 1024) {
      const chunk = input.subarray(at, at + 1024);
      typed += chunk.toString();
      const recognised = recogniser.input(chunk);
      if (recognised === undefined) continue;
      found.push({ typed: typed.trim(), recognised });
      typed = '';
    }
  }
  return found;
}

const differing = (rows: Replay[]) => rows.filter((row) => row.typed !== row.recognised);

describe('the command recogniser, fed with what a real KoKo sent and got', () => {
  it.each([
    'bash-integration-uid-cwd-ps2',
    'bash-starship-prompt-command',
    'heredoc-line-by-line',
    'ctrlc-ignore-int-quit',
    'fish-integration',
    'nested-tmux',
    'heredoc-one-frame-cr-joined',
    'evasion-LF-joined-lines-one-frame-CR',
  ])('%s: every command is the typed one', (name) => {
    const rows = replay(name);
    expect(rows.length).toBeGreaterThan(0);
    expect(differing(rows)).toEqual([]);
  });

  it('takes the prompt for the command when one frame follows a changed prompt', () => {
    expect(differing(replay('evasion-one-frame-after-cd'))).toEqual([{ typed: 'reboot', recognised: 'ops@vm:/tmp$' }]);
  });

  it('sees nothing of a bracketed paste with an immediate Enter', () => {
    expect(differing(replay('evasion-paste-bracketed-immediate-CR')).map((row) => row.recognised)).toEqual(['']);
  });

  it('sees only the last line of a pasted heredoc that was echoed', () => {
    expect(differing(replay('heredoc-bracketed-paste')).map((row) => row.recognised)).toEqual(['EOF2']);
  });

  it('records what the shell made of tabs', () => {
    expect(differing(replay('odd-characters')).map((row) => row.recognised)).toEqual([
      'echo ab',
      'ls /etc/',
      'echo "a       b"',
    ]);
  });
});

describe('the command recogniser by the rules of section 0', () => {
  const PROMPT = 'ops@vm:~$ ';
  const started = (prompt = PROMPT) => {
    const recogniser = new CommandRecogniser();
    recogniser.output(Buffer.from(prompt));
    return recogniser;
  };
  const type = (recogniser: CommandRecogniser, ...chunks: string[]) =>
    chunks.map((chunk) => recogniser.input(Buffer.from(chunk))).at(-1);

  it('trusts the input when text and Enter come back to back', () => {
    expect(type(started(), 'true && reboot', '\r')).toBe('true && reboot');
  });

  it('has the first character cut off when it came alone and unechoed', () => {
    expect(type(started(), 'r', 'eboot -f\r')).toBe('eboot -f');
  });

  it('reads a wrapped line as overlaid rows when the echo was awaited', () => {
    const recogniser = started();
    type(recogniser, 'echo aaaaaaaaaa bbbbbbbbbb reboot');
    recogniser.output(Buffer.from('echo aaaaaaaaaa \r\rbbbbbbbbbb re\rboot'));
    expect(type(recogniser, '\r')).not.toBe('echo aaaaaaaaaa bbbbbbbbbb reboot');
  });

  it('is blind to input that holds a control byte', () => {
    expect(type(started(), 'reboot\x07', '\r')).toBe('');
  });

  it('takes a lone LF for no Enter and a chunk that ends in LF for one', () => {
    expect(type(started(), 'reboot', '\n')).toBeUndefined();
    expect(type(started(), 'x', '\r', 'reboot\n')).toBe('reboot');
  });

  it('takes a line feed for no Enter where the platform is not Linux', () => {
    const recogniser = new CommandRecogniser(false);
    recogniser.output(Buffer.from('sw1#'));
    expect(type(recogniser, 'x', '\r', 'reboot\n')).toBeUndefined();
  });

  it('leaves answers to password prompts out, but not to prompts that KoKo does not know', () => {
    expect(type(started('[sudo] password for ops: '), 'secret', '\r')).toBe('');
    expect(type(started('Secret token: '), 'dummy', '\r')).toBe('dummy');
  });

  it('is bypassed while vim state is on, and only then', () => {
    const recogniser = started();
    recogniser.output(Buffer.from('\x1b[?1049h\x1b[1;1H'));
    expect(type(recogniser, 'a', '\r')).toBe('a');
    recogniser.output(Buffer.from('\x1b[?1049h text \x1b[2;1H'));
    expect(type(recogniser, ':q', '\r')).toBeUndefined();
    recogniser.output(Buffer.from(`\x1b[?10`));
    recogniser.output(Buffer.from(`49l\r\n${PROMPT}`));
    expect(type(recogniser, 'reboot', '\r')).toBe('reboot');
  });

  it('stops drawing at the first invalid byte', () => {
    const recogniser = started();
    recogniser.output(Buffer.of(0xff, 0xfe));
    recogniser.output(Buffer.from(`\r\n${PROMPT}`));
    expect(type(recogniser, 'reboot', '\r')).toBe('reboot');
  });
});
