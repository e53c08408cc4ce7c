import { StringDecoder } from 'node:string_decoder';
import type { LiveShell } from '../shell/live-shell.ts';
import { atPrompt, type ConsoleAnswer, type ConsoleDialog, type ConsoleWait } from './console-dialog.ts';

/** A device answers a little later than it is asked, as over any network. Milliseconds. */
const LATENCY_MS = 2;
/** Between the pieces of a slow answer, milliseconds. */
const PIECE_MS = 120;

export interface ConsoleShellOptions {
  readonly dialog: ConsoleDialog;
  readonly rows: number;
  onOutput(chunk: Buffer): void;
  onExit(): void;
}

/**
 * The line editor and pager of a device: characters are echoed by the device itself, a lone carriage return is Enter, and
 * nothing tells where an answer ends but the next prompt.
 */
export class ConsoleShell implements LiveShell {
  readonly pid = undefined;
  readonly #options: ConsoleShellOptions;
  readonly #decoder = new StringDecoder('utf8');
  #rows: number;
  #isAlive = true;
  #isPaused = false;
  #output = '';
  #outputTimer: NodeJS.Timeout | undefined;
  #pieceTimer: NodeJS.Timeout | undefined;
  #line = '';
  #wait: ConsoleWait = atPrompt;
  /** Lines that the pager holds back, and what follows them. */
  #page: { rest: string[]; answer: ConsoleAnswer } | undefined;
  #slow: { pieces: string[]; next: ConsoleWait } | undefined;

  constructor(options: ConsoleShellOptions) {
    this.#options = options;
    this.#rows = options.rows;
    this.#print(options.dialog.banner + options.dialog.prompt());
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  write(data: Buffer): void {
    for (const character of this.#decoder.write(data)) if (this.#isAlive) this.#key(character);
  }

  resize(_cols: number, rows: number): void {
    this.#rows = rows;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#flushSoon();
  }

  close(): Promise<void> {
    this.#isAlive = false;
    clearTimeout(this.#outputTimer);
    clearTimeout(this.#pieceTimer);
    return Promise.resolve();
  }

  #key(character: string): void {
    if (this.#page) {
      this.#pagerKey(character);
      return;
    }
    if (this.#slow) {
      if (character === '\x03') this.#endSlow('\r\n');
      // Typed ahead while the device works: most devices drop it.
      return;
    }
    switch (character) {
      case '\r':
        this.#enter();
        return;
      case '\x03':
        this.#line = '';
        this.#answer(this.#options.dialog.interrupt());
        return;
      case '\x15':
        this.#wipe(this.#line.length);
        return;
      case '\x7f':
      case '\b':
        this.#wipe(1);
        return;
      default:
    }
    if (character < ' ') return;
    this.#line += character;
    if (!(this.#wait.kind === 'ask' && this.#wait.hidden)) this.#print(character);
  }

  #wipe(count: number): void {
    const gone = Math.min(count, this.#line.length);
    this.#line = this.#line.slice(0, this.#line.length - gone);
    if (!(this.#wait.kind === 'ask' && this.#wait.hidden)) this.#print('\b \b'.repeat(gone));
  }

  #enter(): void {
    const line = this.#line;
    this.#line = '';
    this.#print('\r\n');
    this.#answer(this.#wait.kind === 'ask' ? this.#wait.answer(line) : this.#options.dialog.enter(line));
  }

  #answer(answer: ConsoleAnswer): void {
    if (answer.isPaged && this.#options.dialog.pager) {
      this.#page = { rest: [...answer.lines], answer };
      this.#showPage(this.#rows - 1);
      return;
    }
    for (const line of answer.lines) this.#print(`${line}\r\n`);
    this.#after(answer);
  }

  #showPage(rows: number): void {
    const { pager } = this.#options.dialog;
    if (!this.#page || !pager) return;
    for (const line of this.#page.rest.splice(0, rows)) this.#print(`${line}\r\n`);
    if (this.#page.rest.length > 0) {
      this.#print(pager.text);
      return;
    }
    const { answer } = this.#page;
    this.#page = undefined;
    this.#after(answer);
  }

  #pagerKey(key: string): void {
    const { pager } = this.#options.dialog;
    if (!this.#page || !pager) return;
    this.#print(pager.wipe);
    if (key === ' ') this.#showPage(this.#rows - 1);
    else if (key === '\r') this.#showPage(1);
    else {
      this.#page.rest = [];
      this.#showPage(0);
    }
  }

  #after(answer: ConsoleAnswer): void {
    if (answer.slow && answer.slow.length > 0) {
      this.#slow = { pieces: [...answer.slow], next: answer.next };
      this.#nextPiece();
      return;
    }
    this.#waitFor(answer.next);
  }

  #nextPiece(): void {
    const piece = this.#slow?.pieces.shift();
    if (piece === undefined) {
      this.#endSlow('');
      return;
    }
    this.#print(piece);
    this.#pieceTimer = setTimeout(() => this.#nextPiece(), PIECE_MS);
  }

  #endSlow(text: string): void {
    clearTimeout(this.#pieceTimer);
    const next = this.#slow?.next ?? atPrompt;
    this.#slow = undefined;
    this.#print(text);
    this.#waitFor(next);
  }

  #waitFor(next: ConsoleWait): void {
    this.#wait = next;
    switch (next.kind) {
      case 'prompt':
        this.#print(this.#options.dialog.prompt());
        return;
      case 'ask':
        this.#print(next.text);
        return;
      case 'end':
        this.#flush();
        this.#isAlive = false;
        this.#options.onExit();
        return;
      default:
        next satisfies never;
    }
  }

  #print(text: string): void {
    this.#output += text;
    this.#flushSoon();
  }

  #flushSoon(): void {
    if (!this.#isAlive || this.#isPaused || this.#output === '') return;
    this.#outputTimer ??= setTimeout(() => {
      this.#outputTimer = undefined;
      this.#flush();
    }, LATENCY_MS);
  }

  #flush(): void {
    if (this.#isPaused || this.#output === '') return;
    const chunk = Buffer.from(this.#output);
    this.#output = '';
    this.#options.onOutput(chunk);
  }
}
