import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { RawTerminal, tokenFor } from './raw-terminal.ts';
import { WebClient } from './web-client.ts';

const ENTER = '\r';
/** Another server than a person's, gone with its terminal; its first prompt is not the last thing on the screen. */
const TMUX: Typed = ['tmux -L sent$$ -f /dev/null new "bash --norc" \\; set destroy-unattached on', /bash-[\d.]+[#$] /];
const SCREEN: Typed = ["echo 'autodetach off' > rc; screen -c rc bash --norc", /bash-[\d.]+[#$] /];
const PASTE = '\x1b[200~';
const PASTE_END = '\x1b[201~';
/** Different words, so that a wrapped line hides what it overlays. */
/** In a locale of single bytes, as in the measured lab, bash wraps what comes at once with CRs; else only what comes by characters. */
const ONE_BYTE = 'export LC_ALL=C';
/** Says that it is there, and stays. */
const SLEEPER = "sh -c 'echo on; exec sleep 60'";
const READER = "bash -c 'echo on; exec cat'";
const words = (bytes: number) =>
  Array.from({ length: bytes }, (_, at) => `w${at}`)
    .join(' ')
    .slice(0, bytes);

/** A line, and what is seen when its prompt is back. */
type Typed = string | readonly [line: string, seen: RegExp];

type Row = readonly [input: string, risk: number];

/** One terminal on which `reboot` is a harmless program that leaves a trace. */
class Lab {
  readonly terminal: RawTerminal;
  readonly #site: PracticeSite;
  readonly #trace: string;
  #seen = 0;
  #rowsBefore = 0;

  constructor(site: PracticeSite, terminal: RawTerminal, trace: string) {
    this.#site = site;
    this.terminal = terminal;
    this.#trace = trace;
  }

  get #session(): string {
    return JSON.parse(this.terminal.frames.find(({ type }) => type === 'TERMINAL_SESSION')?.data ?? '{}').session.id;
  }

  get #pid(): number {
    return this.#site.terminals().find(({ id }) => id === this.#session)?.shellPid ?? 0;
  }

  /** What came since the last wait, without its escape sequences. */
  get text(): string {
    return this.terminal.output
      .slice(this.#seen)
      .replaceAll(/\x1b\][^\x07]*\x07|\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b[=>]|\x1b\(B/g, '');
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.terminal.until(
      () => (typeof text === 'string' ? this.text.includes(text) : text.test(this.text)),
      `${text} in ${JSON.stringify(this.text)}`,
    );
    this.#seen = this.terminal.output.length;
  }

  prompt = () => this.sees(/\$ [\r ]*$/);

  /** Text and Enter as a client should, and the prompt that follows. */
  async run(typed: Typed): Promise<void> {
    const [line, seen] = typeof typed === 'string' ? [typed, /\n[\s\S]*\$ [\r ]*$/] : typed;
    this.#seen = this.terminal.output.length;
    this.terminal.run(line);
    await this.sees(seen);
  }

  type(...frames: readonly string[]): void {
    for (const frame of frames) this.terminal.type(frame);
  }

  binary(...frames: readonly string[]): void {
    for (const frame of frames) this.terminal.socket.send(Buffer.from(frame));
  }

  /** KoKo judges all that `send` sends before the shell can echo any of it. */
  async unechoed(send: () => void): Promise<void> {
    process.kill(this.#pid, 'SIGSTOP');
    send();
    await this.terminal.roundTrip();
    process.kill(this.#pid, 'SIGCONT');
  }

  /** KoKo has seen the echo of `frame` when this resolves: it writes to us what it has parsed. */
  async echoed(frame: string, echo = frame.slice(-6)): Promise<void> {
    this.#seen = this.terminal.output.length;
    this.type(frame);
    await this.sees(echo);
  }

  /** From here on rows count. */
  watch(): void {
    this.#rowsBefore = this.#site.audit(this.#session).length;
  }

  async rows(): Promise<Row[]> {
    await this.terminal.roundTrip();
    return this.#site
      .audit(this.#session)
      .slice(this.#rowsBefore)
      .map(({ input, risk_level }) => [input, risk_level] as const);
  }

  /** Whether the program ran. All that was typed before is over when its fence has come. */
  async hasRun(): Promise<boolean> {
    this.#seen = this.terminal.output.length;
    // The input that was not recognised yet must not cling to the fence.
    this.type(ENTER);
    this.terminal.run(' echo fen""ce-7');
    await this.sees('fence-7');
    const ran = fs.existsSync(this.#trace);
    fs.rmSync(this.#trace, { force: true });
    return ran;
  }
}

interface Way {
  readonly row: string;
  readonly way: string;
  readonly asset?: string;
  readonly cols?: number;
  /** Typed the safe way before it. */
  readonly before?: readonly Typed[];
  send(lab: Lab): void | Promise<void>;
  readonly runs: boolean;
  /** What the audit holds of it; a text that only has to lack the word is told by a function. */
  readonly rows: readonly Row[] | ((rows: readonly Row[]) => void);
}

const refusedAs = (text: string): readonly Row[] => [[text, 5]];
const passedAs = (...texts: readonly string[]): readonly Row[] => texts.map((text) => [text, 0] as const);
const withoutTheWord = (rows: readonly Row[]) => {
  for (const [input] of rows) expect(input).not.toMatch(/\breboot\b/);
};
const safely = (text: string, more: Partial<Way> = {}): Way => ({
  row: '3',
  way: text,
  send: (lab) => lab.unechoed(() => lab.type(text, ENTER)),
  runs: false,
  rows: refusedAs(text),
  ...more,
});

const HOME = 'deploy@lab-bash:~$';
const TMP = 'deploy@lab-bash:/tmp$';

const lengths = [60, 500, 1000, 2000, 8000];
const plain = [80, 200, 4000, 12_000].map((cols) =>
  safely('', {
    ...{ row: '1', way: `lines of ${lengths.join(', ')} bytes at ${cols} columns`, cols },
    async send(lab) {
      for (const bytes of lengths) {
        await lab.unechoed(() => lab.type(`reboot ${words(bytes - 7)}`, ENTER));
        await lab.sees(/forbidden[\s\S]*\$ [\r ]*$/);
      }
    },
    rows: lengths.map((bytes) => [`reboot ${words(bytes - 7)}`, 5] as const),
  }),
);

const ways: readonly Way[] = [
  ...plain,
  safely('reboot', { row: '2', way: 'in zsh', asset: 'lab-zsh', before: ["PS1='zsh$ '"] }),
  safely('reboot', {
    row: '2',
    way: 'in fish',
    asset: 'lab-fish',
    before: ["function fish_prompt; printf 'fish$ '; end"],
  }),
  safely('reboot', { row: '2', way: 'in busybox ash', asset: 'lab-busybox' }),
  safely('reboot', { row: '2', way: 'inside tmux', before: [TMUX] }),
  safely('reboot', { row: '2', way: 'inside screen', before: [SCREEN] }),
  safely('reboot', { way: 'char by char', send: (lab) => lab.type(...'reboot', ENTER) }),
  safely('reboot', { way: 'in binary frames', send: (lab) => lab.unechoed(() => lab.binary('reboot', ENTER)) }),
  safely('reboot', { way: 'after invalid UTF-8', before: ["printf '\\377\\n'"] }),
  safely('reboot', { way: 'after the alternate screen was switched on', before: ["printf '\\033[?1049h'"] }),
  safely('{ reboot; }'),
  safely('true && reboot'),
  safely('echo 日本語 漢字; reboot'),
  ...[
    { way: 'one text frame after cd', send: (lab: Lab) => lab.type('reboot\r') },
    { way: 'one binary frame after cd', send: (lab: Lab) => lab.binary('reboot\r') },
    { way: 'one frame with arguments after cd', send: (lab: Lab) => lab.type('reboot now -f\r') },
  ].map((one): Way => ({ row: '4', before: ['cd /tmp'], runs: true, rows: passedAs(TMP), ...one })),
  {
    ...{ row: '4', way: 'one frame after cd in a shell with marks' },
    before: [`PS1="\\[\\e]133;D;\\$?;k7f3\\a\\]$PS1\\[\\e]133;B;k7f3\\a\\]"`, 'cd /tmp'],
    ...{ send: (lab) => lab.type('reboot\r'), runs: true, rows: passedAs(TMP) },
  },
  {
    ...{ row: '4', way: 'one frame after cd inside tmux' },
    before: [TMUX, ["PS1='in \\w: '", /in [^ ]*: /], ['cd /tmp', /in \/tmp: /]],
    ...{ send: (lab) => lab.type('reboot\r'), runs: true, rows: withoutTheWord },
  },
  safely('reboot', {
    ...{ row: '4', way: 'one frame where the prompt did not change', before: ['true'] },
    send: (lab) => lab.type('reboot\r'),
  }),
  {
    ...{ row: '5', way: 'the first character alone and not echoed yet' },
    send: (lab) => lab.unechoed(() => lab.type('r', 'eboot now\r')),
    ...{ runs: true, rows: passedAs('eboot now') },
  },
  safely('reboot now', {
    ...{ row: '5', way: 'the first character alone and echoed' },
    async send(lab) {
      await lab.echoed('r');
      lab.type('eboot now\r');
    },
  }),
  {
    ...{ row: '6', way: 'bracketed paste, Enter at once' },
    send: (lab) => lab.unechoed(() => lab.type(`${PASTE}reboot ${PASTE_END}`, ENTER)),
    ...{ runs: true, rows: [] },
  },
  {
    ...{ row: '7', way: 'bracketed paste of lines, Enter after the echo: the first line' },
    async send(lab) {
      await lab.echoed(`${PASTE}reboot\ntrue word${PASTE_END}`, 'true word');
      lab.type(ENTER);
    },
    ...{ runs: true, rows: passedAs('true word') },
  },
  safely('reboot word', {
    ...{ row: '7', way: 'bracketed paste of lines, Enter after the echo: the last line' },
    async send(lab) {
      await lab.echoed(`${PASTE}true\nreboot word${PASTE_END}`, 'reboot word');
      lab.type(ENTER);
    },
  }),
  {
    ...{ row: '7', way: 'bracketed paste of a line of 500 bytes, Enter after the echo', before: [ONE_BYTE] },
    async send(lab) {
      await lab.echoed(`${PASTE}reboot ${words(480)} last${PASTE_END}`, 'last');
      lab.type(ENTER);
    },
    ...{ runs: true, rows: withoutTheWord },
  },
  {
    ...{ row: '8', way: 'bracketed paste with its Enter in one frame, after cd', before: ['cd /tmp'] },
    send: (lab) => lab.type(`${PASTE}reboot${PASTE_END}\r`),
    ...{ runs: true, rows: passedAs(TMP) },
  },
  {
    ...{ row: '9', way: 'lines joined by a line feed' },
    send: (lab) => lab.unechoed(() => lab.type('reboot\ntrue', ENTER)),
    ...{ runs: true, rows: refusedAs('reboot\ntrue') },
  },
  ...[
    { way: 'a lone line feed as Enter', enter: '\n' },
    { way: 'CR LF as Enter', enter: '\r\n' },
    { way: 'Ctrl-O as Enter', enter: '\x0f' },
  ].map(
    ({ way, enter }): Way => ({
      ...{ row: '9', way, send: (lab) => lab.unechoed(() => lab.type('reboot', enter)) },
      ...{ runs: true, rows: [] },
    }),
  ),
  ...['true\rreboot', 'reboot\rtrue', 'cd /tmp\rreboot', 'cd /tmp\rreboot\rtrue'].map((text) =>
    safely(text, { row: '10', way: JSON.stringify(text), send: (lab) => lab.type(`${text}\r`) }),
  ),
  {
    ...{ row: '11', way: 'the word cut by the border of a chunk' },
    send: (lab) => lab.unechoed(() => lab.type(`true ${'x'.repeat(1015)}\rreboot\r`)),
    ...{ runs: true, rows: passedAs(`true ${'x'.repeat(1015)}\rreb`, 'oot') },
  },
  ...['\x16\t', '\x16\x07', '\x16\x1b'].map(
    (control): Way => ({
      ...{ row: '12', way: `text with ${JSON.stringify(control)}` },
      send: (lab) => lab.unechoed(() => lab.type(`reboot ${control}`, ENTER)),
      ...{ runs: true, rows: [] },
    }),
  ),
  {
    ...{ row: '13', way: 'Ctrl-C left over from a program' },
    async send(lab) {
      await interrupted(lab);
      await lab.unechoed(() => lab.type('reboot', ENTER));
    },
    ...{ runs: true, rows: passedAs(SLEEPER, HOME) },
  },
  safely('', {
    ...{ row: '13', way: 'Ctrl-C left over from a program, cleaned by a lone Enter' },
    async send(lab) {
      await interrupted(lab);
      lab.type(ENTER);
      await lab.prompt();
      await lab.unechoed(() => lab.type('reboot', ENTER));
    },
    rows: [...passedAs(SLEEPER, HOME), ['reboot', 5]],
  }),
  {
    ...{ row: '13', way: 'Ctrl-C left over at the prompt' },
    async send(lab) {
      lab.type('\x03');
      await lab.sees(/\n.*\$ $/);
      await lab.unechoed(() => lab.type('reboot', ENTER));
    },
    ...{ runs: true, rows: [] },
  },
  {
    ...{ row: '13', way: 'Ctrl-D left over from a program' },
    async send(lab) {
      // As below: before the program speaks, the key is not the end of its input.
      lab.type(READER, ENTER);
      await lab.sees(/\n\r*on\r\n/);
      lab.type('\x04');
      await lab.prompt();
      await lab.unechoed(() => lab.type('reboot', ENTER));
    },
    ...{ runs: true, rows: passedAs(READER, HOME) },
  },
  {
    ...{ row: '13', way: 'Ctrl-U left over' },
    async send(lab) {
      await lab.echoed('junk');
      lab.type('\x15');
      await lab.unechoed(() => lab.type('reboot', ENTER));
    },
    ...{ runs: true, rows: withoutTheWord },
  },
  {
    ...{ row: '13', way: "the answer to busybox's question for the cursor", asset: 'lab-busybox' },
    async send(lab) {
      lab.type('\x1b[5;3R');
      await lab.unechoed(() => lab.type('reboot', ENTER));
    },
    ...{ runs: true, rows: [] },
  },
  {
    ...{ row: '13', way: 'a printable key left over, the command not echoed yet' },
    async send(lab) {
      await answeredByKey(lab);
      await lab.unechoed(() => lab.type('reboot', ENTER));
    },
    ...{ runs: true, rows: withoutTheWord },
  },
  safely('', {
    ...{ row: '13', way: 'a printable key left over, the command echoed' },
    async send(lab) {
      await answeredByKey(lab);
      await lab.echoed('reboot');
      lab.type(ENTER);
    },
    rows: ([, row]) => expect(row).toEqual([expect.stringMatching(/\$ reboot$/), 5]),
  }),
  {
    ...{ row: '13', way: 'a printable key left over glues to a longer command' },
    async send(lab) {
      await answeredByKey(lab);
      await lab.echoed('echo benign and long enough to be known', 'enough to be known');
      lab.type(ENTER);
      await lab.prompt();
    },
    ...{ runs: false, rows: passedAs('read -n1 v', 'yecho benign and long enough to be known') },
  },
  {
    ...{ row: '14', way: 'Enter after the echo of a line that is wider than the terminal', cols: 200 },
    before: [ONE_BYTE],
    async send(lab) {
      await lab.echoed(`reboot ${words(480)} last`, 'last');
      lab.type(ENTER);
    },
    ...{ runs: true, rows: withoutTheWord },
  },
  safely(`reboot ${words(480)} last`, {
    ...{ row: '14', way: 'Enter after the echo of a line that fits', cols: 600 },
    async send(lab) {
      await lab.echoed(`reboot ${words(480)} last`, 'last');
      lab.type(ENTER);
    },
  }),
  {
    ...{ row: '14', way: 'Enter after the echo of a line that was typed char by char, wider than the terminal' },
    async send(lab) {
      for (const [at, character] of [...`reboot ${words(400)}`].entries()) {
        lab.type(character);
        await lab.terminal.until(() => lab.text.replaceAll(/ \r|[\r\n]/g, '').length > at, 'its echo');
      }
      lab.type(ENTER);
    },
    ...{ runs: true, rows: withoutTheWord },
  },
  {
    ...{ row: '15', way: "KoKo's vim state left on", before: ["printf '\\033[?1049h\\033[2;1H\\n'"] },
    send: (lab) => lab.unechoed(() => lab.type('reboot', ENTER)),
    ...{ runs: true, rows: [] },
  },
  {
    ...{ row: '16', way: 'a backslash continues the word over two Enters' },
    async send(lab) {
      lab.type('reb\\', ENTER);
      await lab.sees(/> $/);
      lab.type('oot', ENTER);
    },
    ...{ runs: true, rows: passedAs('reb\\', 'oot') },
  },
  {
    ...{ row: '17', way: 'an escape puts a letter before the word' },
    send: (lab) => lab.unechoed(() => lab.type("eval $'true\\nreboot'", ENTER)),
    ...{ runs: true, rows: passedAs("eval $'true\\nreboot'") },
  },
  ...[['reboot', ENTER], ['reboot\r']].map((frames) =>
    safely('', {
      ...{ row: '18', way: `type-ahead while a command runs, ${frames.length} frames` },
      async send(lab) {
        lab.type('sleep 1', ENTER);
        await lab.sees('sleep 1\r\n');
        lab.type(...frames);
        await lab.prompt();
      },
      rows: [...passedAs('sleep 1'), ['reboot', 5]],
    }),
  ),
];

async function interrupted(lab: Lab): Promise<void> {
  // What the program itself prints: before it is there the shell would swallow the key.
  lab.type(SLEEPER, ENTER);
  await lab.sees(/\n\r*on\r\n/);
  lab.type('\x03');
  await lab.prompt();
}

async function answeredByKey(lab: Lab): Promise<void> {
  lab.type('read -n1 v', ENTER);
  await lab.sees('read -n1 v\r\n');
  lab.type('y');
  await lab.prompt();
}

describe('what the practice KoKo sees of a forbidden command, by the way in which it is sent (command-engine G1)', () => {
  let site: PracticeSite;
  let alice: WebClient;
  let folder: string;
  let lab: Lab | undefined;

  beforeAll(async () => {
    site = await PracticeSite.start({ connectDelayMs: 0 });
    alice = new WebClient(site.url);
    await alice.signIn(site.users.alice);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dbs-'));
    fs.writeFileSync(path.join(folder, 'reboot'), `#!/bin/sh\n: > ${folder}/trace\n`, { mode: 0o755 });
  });
  afterEach(() => {
    lab?.terminal.end();
    lab = undefined;
  });
  afterAll(async () => {
    await site.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function open({ asset = 'lab-bash', cols = 120 }: Way): Promise<Lab> {
    const terminal = new RawTerminal(alice, `/koko/ws/terminal/?token=${await tokenFor(alice, asset)}`);
    await terminal.frame('CONNECT');
    terminal.send('TERMINAL_INIT', JSON.stringify({ cols, rows: 40, code: '' }));
    const opened = new Lab(site, terminal, path.join(folder, 'trace'));
    await opened.sees(/[$%#>] [\r ]*$/);
    const setPath = asset === 'lab-fish' ? `set -gx PATH ${folder} $PATH` : `export PATH=${folder}:$PATH`;
    terminal.run(` ${setPath}; echo rea""dy-1`);
    await opened.sees(/ready-1\r?\n[\s\S]*[$%#>] [\r ]*$/);
    return opened;
  }

  it.each(ways)('row $row, $way: runs $runs', async (way) => {
    lab = await open(way);
    for (const line of way.before ?? []) await lab.run(line);
    lab.watch();
    await way.send(lab);
    const rows = await lab.rows();
    expect(await lab.hasRun(), JSON.stringify(rows)).toBe(way.runs);
    if (typeof way.rows === 'function') way.rows(rows);
    else expect(rows).toEqual(way.rows);
  });
});
