import { isUtf8 } from 'node:buffer';
import { LineScreen } from './line-screen.ts';

/** Unparsed output kept for the next look at the screen. The rows near the cursor are all that counts. */
const PENDING_BYTES = 128 * 1024;
const INPUT_BYTES = 256 * 1024;
const CR = 0x0d;
const LF = 0x0a;

/** Prompts whose answer KoKo leaves out of the record (command-engine section E, "audit of answers"). */
const PASSWORD_PROMPTS =
  /(password:\s*$|password for [^:]*:\s*$|'s password:\s*$|enter passphrase for|passphrase for key|请输入密码|密码[:：]\s*$)/i;

/**
 * Finds "the command" as KoKo does (command-engine section 0), mistakes included: the practice site must show a client
 * what a real site would record, and miss what a real site would miss.
 */
export class CommandRecogniser {
  readonly #screen = new LineScreen();
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #input: Buffer[] = [];
  #inputBytes = 0;
  #ps1 = '';
  #isPs1Fresh = false;
  #vim: 'off' | 'alternate' | 'on' = 'off';
  #isBroken = false;
  #tail = '';
  readonly #lineFeedEnds: boolean;

  /** `lineFeedEnds`: on a Linux platform a chunk of more than one byte that ends in LF is an Enter too. */
  constructor(lineFeedEnds = true) {
    this.#lineFeedEnds = lineFeedEnds;
  }

  /** Output of the asset, in whole UTF-8 characters. It is only kept here, and parsed at the next input. */
  output(chunk: Buffer): void {
    this.#watchVim(chunk);
    if (this.#isBroken) return;
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    while (this.#pendingBytes > PENDING_BYTES && this.#pending.length > 1) {
      const dropped = this.#pending.shift();
      this.#pendingBytes -= dropped?.length ?? 0;
      // The screen stops for good at the first invalid byte, also in what it need not draw.
      if (dropped !== undefined && !isUtf8(dropped)) this.#isBroken = true;
    }
  }

  /** One chunk of at most 1024 bytes from the person. The answer is the command when the chunk is an Enter. */
  input(chunk: Buffer): string | undefined {
    this.#draw();
    if (this.#vim === 'on') return undefined;
    this.#remember(chunk);
    const isEnter = chunk.includes(CR) || (this.#lineFeedEnds && chunk.length > 1 && chunk[chunk.length - 1] === LF);
    if (!isEnter) {
      if (!this.#isPs1Fresh) this.#ps1 = this.#screen.cursorRow();
      this.#isPs1Fresh = true;
      return undefined;
    }
    const command = this.#commandAt(chunk);
    this.#input = [];
    this.#inputBytes = 0;
    this.#isPs1Fresh = false;
    return command.trim();
  }

  /** True while a full-screen editor hides everything from the record. */
  get isBlind(): boolean {
    return this.#vim === 'on';
  }

  #commandAt(chunk: Buffer): string {
    const whole = this.#screen.cursorRow();
    if (PASSWORD_PROMPTS.test(whole)) return '';
    const row = (whole.startsWith(this.#ps1) ? whole.slice(this.#ps1.length) : whole).trim();
    if (row === '' && chunk.length > 1) return chunk.toString('utf8');
    const typed = Buffer.concat(this.#input).toString('utf8');
    const lastHalf = row.slice(Math.floor(row.length / 2));
    return isPrintable(typed) && typed.includes(lastHalf) ? typed : row;
  }

  #remember(chunk: Buffer): void {
    this.#input.push(chunk);
    this.#inputBytes += chunk.length;
    while (this.#inputBytes > INPUT_BYTES && this.#input.length > 1)
      this.#inputBytes -= this.#input.shift()?.length ?? 0;
  }

  #draw(): void {
    if (!this.#isBroken) for (const chunk of this.#pending) this.#screen.feed(chunk);
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  /** Vim state: the alternate screen was entered, then `ESC[2;1…` came, and it was not left since. */
  #watchVim(chunk: Buffer): void {
    if (this.#tail === '' && !chunk.includes(0x1b)) return;
    const text = this.#tail + chunk.toString('latin1');
    for (const [mark] of text.matchAll(/\x1b\[(?:\?1049[hl]|2;1)/g)) {
      if (mark.endsWith('l')) this.#vim = 'off';
      else if (mark.endsWith('h')) this.#vim = this.#vim === 'on' ? 'on' : 'alternate';
      else if (this.#vim === 'alternate') this.#vim = 'on';
    }
    const lastEscape = text.lastIndexOf('\x1b');
    this.#tail = lastEscape >= 0 && text.length - lastEscape < 8 ? text.slice(lastEscape) : '';
  }
}

/** Printable as Go's unicode.IsPrint has it, with tab, CR and LF allowed. */
function isPrintable(text: string): boolean {
  return !/[^\P{C}\t\r\n]|(?! )\p{Z}/u.test(text);
}
