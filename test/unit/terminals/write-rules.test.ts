import { describe, expect, it } from 'vitest';
import { keyBytes, type NamedKey, namedKeys } from '../../../main/terminals/named-keys.ts';
import type { InputKind, ReviewStep, TerminalState } from '../../../main/terminals/terminal-model.ts';
import type { WriteInput } from '../../../main/terminals/terminal-service.ts';
import { decideWrite } from '../../../main/terminals/write-rules.ts';

const asks = (input: InputKind): TerminalState => ({ kind: 'needs-input', runId: 'run_1', input, since: 0 });
const review = (step: ReviewStep): TerminalState => ({ kind: 'awaiting-review', runId: 'run_1', step, text: 'Sure?' });

const states = {
  opening: { kind: 'opening' },
  prompt: { kind: 'prompt' },
  running: { kind: 'running', runId: 'run_1', since: 0 },
  password: asks('password'),
  confirm: asks('confirm'),
  'any-key': asks('any-key'),
  continuation: asks('continuation'),
  pager: asks('pager'),
  repl: asks('repl'),
  fullscreen: asks('fullscreen'),
  'foreign-prompt': asks('foreign-prompt'),
  plain: asks('plain'),
  warning: review('warning'),
  review: review('review'),
  ticket: review('ticket'),
  locked: { kind: 'locked', by: 'Administrator(admin)' },
  closed: { kind: 'closed', reason: 'over', at: 0 },
} as const satisfies Record<string, TerminalState>;

const inputs = {
  text: { text: 'ls' },
  line: { text: 'ls\n' },
  lines: { text: 'ls\npwd\n' },
  control: { text: 'l\x1b[200~s\n' },
  'no enter': { text: 'ls', enter: false },
  long: { text: 'x'.repeat(1_001) },
  enter: { key: 'enter' },
  y: { key: 'y' },
  q: { key: 'q' },
  down: { key: 'down' },
  'ctrl-d': { key: 'ctrl-d' },
  'ctrl-c': { key: 'ctrl-c' },
} as const satisfies Record<string, WriteInput>;

/** `r` refuse, `.` the person may and agents may not, `h` hold, `R` run what was held, `f` forget it, `l` line, `k` key, `i` interrupt. */
const table = {
  //               text line lines control no-enter long enter y q down ctrl-d ctrl-c
  opening: /*   */ 'r r r r r r r r r r r r',
  prompt: /*    */ 'h R R r h h R h h r r f',
  running: /*   */ 'l l r r r r k k k k k i',
  password: /*  */ '. . r r r r . . . . . i',
  confirm: /*   */ 'l l r r r r k k k k k i',
  'any-key': /* */ 'l l r r r r k k k k k i',
  continuation: 'l l r r r r k k k k k i',
  pager: /*     */ 'r r r r r r k k k k k i',
  repl: /*      */ 'r r r r r r k k k k k i',
  fullscreen: /**/ 'r r r r r r k k k k k i',
  'foreign-prompt': 'l l r r r r k k k k k i',
  plain: /*     */ 'l l r r r r k k k k k i',
  warning: /*   */ 'r r r r r r r . r r r i',
  review: /*    */ 'r r r r r r r . r r r i',
  ticket: /*    */ 'r r r r r r r . r r r i',
  locked: /*    */ 'r r r r r r r r r r r r',
  closed: /*    */ 'r r r r r r r r r r r r',
} as const satisfies Record<keyof typeof states, string>;

const letters = {
  refuse: 'r',
  hold: 'h',
  'run-held': 'R',
  'forget-held': 'f',
  line: 'l',
  key: 'k',
  interrupt: 'i',
} as const;

const stateNames = Object.keys(states) as (keyof typeof states)[];
const inputNames = Object.keys(inputs) as (keyof typeof inputs)[];

describe('what may be written in which state', () => {
  it.each(stateNames)('%s', (name) => {
    const row = (owner: 'agent' | 'person') =>
      inputNames.map((input) => letters[decideWrite(states[name], owner, inputs[input]).kind]);
    const wanted = table[name].split(' ');
    expect(row('agent')).toEqual(wanted.map((letter) => (letter === '.' ? 'r' : letter)));
    const person = row('person');
    for (const [at, letter] of wanted.entries())
      if (letter === '.') expect(person[at], inputNames[at]).toMatch(/[kl]/);
      else expect(person[at], inputNames[at]).toBe(letter);
  });

  it.each([
    ['password', 'person'],
    ['warning', 'person'],
    ['review', 'person'],
    ['locked', 'admin'],
    ['pager', 'agent'],
  ] as const)('a refusal in %s names who must act: %s', (name, actor) => {
    expect(decideWrite(states[name], 'agent', inputs.line)).toMatchObject({ kind: 'refuse', error: { actor } });
  });
});

describe('keys', () => {
  const plain = { applicationCursor: false, backspaceAsCtrlH: false };

  it('are what xterm sends, and none twice', () => {
    const bytes = namedKeys.map((key) => keyBytes(key, plain));
    expect(new Set(bytes).size).toBe(namedKeys.length);
    // A name that has no bytes would be typed as it is written.
    expect(bytes.filter((one) => one.length > 1 && !one.startsWith('\x1b'))).toEqual([]);
  });

  it.each([
    ['up', '\x1bOA'],
    ['end', '\x1bOF'],
    ['page-up', '\x1b[5~'],
    ['f5', '\x1b[15~'],
  ] as const)('%s in a program that set application cursor keys', (key: NamedKey, bytes) => {
    expect(keyBytes(key, { ...plain, applicationCursor: true })).toBe(bytes);
  });

  it('Backspace as the asset wants it', () => {
    expect(keyBytes('backspace', { ...plain, backspaceAsCtrlH: true })).toBe('\b');
  });
});
