import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classifyQuiet } from '../../../main/terminals/classify.ts';
import { ModeTracker } from '../../../main/terminals/mode-tracker.ts';
import { recording } from '../../support/recorded-koko.ts';

/** What a recorded program had printed when the client touched it for the first time after its Enter. */
function firstScreen(name: string) {
  const frames = recording(name);
  const modes = new ModeTracker();
  let keys = 0;
  let output = Buffer.alloc(0);
  for (const frame of frames) {
    if (frame.dir === 'C') {
      keys += 1;
      if (keys === 3) break;
      continue;
    }
    const bytes = Buffer.from(frame.payload_b64 ?? '', 'base64');
    output = Buffer.concat([output, bytes]);
    // The start mark stands at the end of a frame or in front of the program's first bytes.
    if (bytes.includes('133;C;')) modes.programStarted();
    modes.push(bytes.includes('133;C;') ? bytes.subarray(bytes.indexOf('\x07', bytes.indexOf('133;C;')) + 1) : bytes);
  }
  const text = output.toString('utf8');
  const start = text.indexOf('\x07', text.indexOf('133;C;')) + 1;
  return { tail: text.slice(start).slice(-4096), modes };
}

const expected = {
  'state-apt-yn': 'confirm',
  'state-git-log': 'pager',
  'state-journal-like-less-FRSXMK': 'pager',
  'state-less': 'pager',
  'state-more': 'pager',
  'state-nested-bash-marks-lost': 'foreign-prompt',
  'state-python': 'repl',
  'state-ssh-password': 'password',
  'state-su': 'password',
  'state-sudo': 'password',
  'state-top': 'fullscreen',
  'state-vim': 'fullscreen',
} as const;

describe('what a quiet program waits for', () => {
  it.each(Object.entries(expected))('%s is %s', (name, kind) => {
    const { tail, modes } = firstScreen(name);
    const { alternateScreen, addressing, bracketedPaste } = modes;
    expect(classifyQuiet({ tail, alternateScreen, addressing, bracketedPaste })).toBe(kind);
  });

  it('knows every recording of a state', () => {
    const folder = new URL('../../recordings/', import.meta.url);
    const names = readdirSync(folder)
      .filter((name) => name.startsWith('state-'))
      .map((name) => name.replace('.jsonl', ''));
    expect(names.filter((name) => !(name in expected))).toEqual(['state-progress']);
  });

  const plain = { alternateScreen: false, addressing: false, bracketedPaste: false };
  it.each([
    ['Name: ', 'plain'],
    ['Press any key to continue', 'any-key'],
    ['PIN:', 'password'],
    ['请输入密码：', 'password'],
    ['remove write-protected file? ', 'confirm'],
    ['building 3 of 7', null],
    ['', null],
    ['(gdb) ', 'repl'],
    ['[root@web ~]# ', 'foreign-prompt'],
  ])('%j is %s', (tail, kind) => {
    expect(classifyQuiet({ tail: `first\r\n${tail}`, ...plain })).toBe(kind);
  });
});

describe('whether KoKo still checks and records', () => {
  const enter = '\x1b[?1049h';
  const second = '\x1b[2;1H';
  const leave = '\x1b[?1049l';
  it.each([
    [[enter], false],
    [[second, enter], false],
    [[enter, second], true],
    [[enter, '\x1b[2;15~'], true],
    [[enter, second, enter], true],
    [[enter, second, leave], false],
    [[enter, second, leave, second], false],
    [[enter, second, '\x1b[?25;1049l'], true],
    [['\x1b[?1047h', second], false],
  ])('%j: blind is %s', (sequences, blind) => {
    const text = Buffer.from(sequences.join('text'));
    const whole = new ModeTracker();
    whole.push(text);
    expect(whole.kokoBlind).toBe(blind);
    const split = new ModeTracker();
    for (const byte of text) split.push(Uint8Array.of(byte));
    expect(split.kokoBlind).toBe(blind);
  });
});

describe('words within words', () => {
  const plain = { alternateScreen: false, addressing: false, bracketedPaste: false };
  it.each([
    ['Shipping address: ', 'plain'],
    ['Stopping services: ', 'plain'],
    ['Secretary: ', 'plain'],
    ['Enter OTP: ', 'password'],
    ['API token: ', 'password'],
    ['MyPassword: ', 'password'],
    ["rm：是否删除普通空文件 'x'？", 'confirm'],
    ['--更多--', 'pager'],
    ['请输入名称：', 'plain'],
  ])('%j is %s', (tail, kind) => {
    expect(classifyQuiet({ tail, ...plain })).toBe(kind);
  });
});
