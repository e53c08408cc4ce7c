import { type Clock, sleep } from '../errors/clock.ts';
import type { Keyboard } from './keyboard.ts';
import type { Shell } from './shell.ts';
import { pasteNotTyped, tooMuchTyped } from './terminal-errors.ts';
import type { TerminalState } from './terminal-model.ts';
import { controlCharacters, halfCharacters, longestLine, typeableLines } from './typeable.ts';

export interface DrivingPorts {
  readonly clock: Clock;
  readonly shell: Shell;
  readonly keyboard: Keyboard;
  readonly interruptKey: string;
  readonly state: () => TerminalState;
  /** Something of ours is being typed: an integration line, a stop. Resolves when it is over; null when nothing is. */
  readonly ours: () => Promise<unknown> | null;
  /** The person ends a line at our prompt with Enter: a run of theirs, whose text stands there already. */
  readonly entered: (line: string, isWhole: boolean) => void;
  /** Lines to run one after another, of which nothing is typed yet. */
  readonly run: (lines: readonly string[]) => void;
  /** What was typed to a program that asks for a secret. */
  readonly secretTyped: (secret: string) => void;
  readonly asksForSecret: () => boolean;
}

/** Keys that wait while something of ours is being typed; a person types no more in those seconds. */
const mostQueued = 20_000;
/** The echo of a key is over after this silence, and is not waited for any longer than that. In ms. */
const echoQuiet = 40;
const echoWithin = 400;
/** Of the clean-up at a prompt, in ms: two attempts, and the round trips of a slow server. */
const cleanWithin = 8000;

/** A person's keys and pastes into one terminal, in the frames that KoKo's rules want (command-engine §G2, design §5). */
export class Driving {
  readonly #ports: DrivingPorts;
  #queue: string[] = [];
  #typing: Promise<void> | null = null;
  /** What the keys since our prompt make of its line; a completion or a recalled line is not known. */
  #line = { text: '', isKnown: true };
  /** When the last key came, since one that is no text stands in KoKo's buffer; null where none does. */
  #keyAt: number | null = null;
  /** What stands behind a prompt for a secret, as far as keys tell. */
  #secret = '';

  constructor(ports: DrivingPorts) {
    this.#ports = ports;
  }

  /** Throws `write-not-allowed` when too much waits. */
  type(frames: readonly string[]): void {
    if (this.#queue.length + frames.length > mostQueued) throw tooMuchTyped();
    this.#queue.push(...frames);
    // At once where nothing stands in the way: the echo should not wait for a turn.
    while (!this.#typing && this.#queue.length > 0 && this.#isFree() && this.#echoes(this.#queue[0]) <= 0)
      this.#press(this.#queue.shift() ?? '');
    if (this.#queue.length > 0) this.#typing ??= this.#typeWaiting();
  }

  /**
   * Unbracketed. One line stands behind the prompt or goes to the program, without Enter; several are run one after another
   * at our prompt, and typed with Enter anywhere else. Throws `write-not-allowed`, `command-not-typeable`.
   */
  async paste(text: string): Promise<void> {
    const { shell } = this.#ports;
    await this.#typed();
    const lines = pastedLines(text);
    const atPrompt = this.#ports.state().kind === 'prompt';
    const [only = ''] = lines;
    if (lines.length === 1 && (!atPrompt || shell.fits(only))) {
      this.type(only === '' ? [] : [only]);
      return;
    }
    if (!atPrompt) {
      this.type(
        lines.flatMap((line, at) => (at < lines.length - 1 ? [line, '\r'] : [line])).filter((one) => one !== ''),
      );
      return;
    }
    const commands = typeableLines(shell.typedLine().trimStart() + lines.join('\n'));
    if (!(await this.clean())) throw pasteNotTyped();
    // A line that KoKo sees wrapped is another one to its rules (§G1 #14).
    if (!shell.readyFor(commands)) await shell.prepare(commands);
    if (shell.phase !== 'ready') throw pasteNotTyped();
    if (lines.length === 1) this.type(commands);
    else this.#ports.run(commands);
  }

  /**
   * At our prompt: takes away what was typed without Enter, and cleans KoKo's input buffer (§F). False where the prompt did
   * not come back. Anywhere else there is nothing to clean.
   */
  async clean(): Promise<boolean> {
    const { shell, keyboard } = this.#ports;
    await this.#typed();
    if (shell.run || (shell.phase !== 'ready' && shell.phase !== 'tidying')) return true;
    if (!(await shell.readyWithin(cleanWithin))) return false;
    // The echo of the last keys may be on its way.
    const isBlank = shell.typedLine().trim() === '' && this.#line.text.trim() === '' && this.#line.isKnown;
    if (isBlank && !keyboard.dirty) return true;
    shell.cleanPrompt(isBlank ? null : this.#ports.interruptKey);
    this.#lineEnds();
    return shell.readyWithin(cleanWithin);
  }

  /** Keys that wait are dropped. */
  stop(): void {
    this.#queue = [];
    this.#secret = '';
    this.#lineEnds();
  }

  #lineEnds(): void {
    this.#keyAt = null;
    this.#line = { text: '', isKnown: true };
  }

  #isFree(): boolean {
    return this.#ports.ours() === null && this.#ports.shell.phase !== 'tidying';
  }

  async #typed(): Promise<void> {
    while (this.#typing) await this.#typing;
  }

  async #typeWaiting(): Promise<void> {
    const { shell } = this.#ports;
    try {
      while (this.#queue.length > 0) {
        await this.#ports.ours();
        if (shell.phase === 'tidying') await shell.tidied();
        const echoes = this.#echoes(this.#queue[0]);
        if (echoes > 0) await sleep(this.#ports.clock, echoes);
        else if (this.#isFree()) this.#press(this.#queue.shift() ?? '');
      }
    } finally {
      this.#typing = null;
    }
  }

  /**
   * How long Enter waits at our prompt, in ms: behind a key that is no text KoKo takes the command from the row of its screen
   * (§0), so the row must be there in full.
   */
  #echoes(frame: string | undefined): number {
    const { shell, clock } = this.#ports;
    if (frame !== '\r' || shell.phase !== 'ready' || this.#keyAt === null) return 0;
    const settled = shell.lastOutputAt >= this.#keyAt ? shell.lastOutputAt + echoQuiet : this.#keyAt + echoWithin;
    return settled - clock.now();
  }

  #press(frame: string): void {
    const { keyboard, shell } = this.#ports;
    const state = this.#ports.state();
    if (state.kind === 'closed' || state.kind === 'locked' || state.kind === 'opening') {
      this.stop();
      return;
    }
    if (state.kind === 'awaiting-review') {
      // KoKo's questions are answered in a dialog; the wait for its reviewers can be given up (§G3).
      if (state.step === 'ticket' && frame === this.#ports.interruptKey) {
        keyboard.key(frame);
        shell.answered('no-to-koko');
      }
      return;
    }
    const atPrompt = shell.phase === 'ready';
    // readline would run the line, unseen by the rules (§G1 #9).
    if (atPrompt && frame === '\x0f') return;
    const asks = this.#ports.asksForSecret();
    if (frame === '\r') {
      if (asks && this.#secret !== '') this.#ports.secretTyped(this.#secret);
      this.#secret = '';
      this.#enter(atPrompt);
      return;
    }
    this.#secret = asks ? edited(this.#secret, frame) : '';
    if (atPrompt && frame === this.#ports.interruptKey) {
      // The rules would be blind for the next command (§G1 #13): what is typed meanwhile waits.
      this.#lineEnds();
      shell.cleanPrompt(frame);
      return;
    }
    if (atPrompt) {
      this.#line = lineAfter(this.#line, frame);
      if (this.#keyAt !== null || controlCharacters.test(frame)) this.#keyAt = this.#ports.clock.now();
    }
    keyboard.key(frame);
    if (!atPrompt) shell.answered('key');
  }

  #enter(atPrompt: boolean): void {
    const { keyboard, shell, entered } = this.#ports;
    if (atPrompt) {
      const line = shell.typedLine().trim();
      const { text, isKnown } = this.#line;
      this.#lineEnds();
      if (line !== '' || text.trim() !== '' || !isKnown) {
        const isWhole = isKnown && line === text.trim();
        entered(isKnown && text.trim() !== '' && !isWhole ? text.trim() : line, isWhole);
        return;
      }
    }
    const rest = !atPrompt && shell.restEntered();
    keyboard.line('');
    if (!atPrompt && !rest) shell.answered('line');
  }
}

/** Cursor keys, completion and history change it in ways that only the screen shows. */
function lineAfter({ text, isKnown }: { readonly text: string; readonly isKnown: boolean }, key: string) {
  const edits = key === '\x7f' || key === '\b' || key === '\x15';
  return { text: edited(text, key), isKnown: isKnown && (edits || !controlCharacters.test(key)) };
}

/** A line of text goes as it is; nothing that is no text is ever pasted (§G1 #6, #12). */
function pastedLines(text: string): readonly string[] {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').replace(/\t/g, '    ').split('\n');
  for (const line of lines) {
    if (controlCharacters.test(line) || halfCharacters.test(line) || Buffer.byteLength(line) > longestLine)
      throw pasteNotTyped();
  }
  return lines;
}

/** The line that a program without echo has read so far. */
function edited(line: string, key: string): string {
  if (key === '\x7f' || key === '\b') return [...line].slice(0, -1).join('');
  if (key === '\x15' || key === '\x03') return '';
  return controlCharacters.test(key) ? line : line + key;
}
