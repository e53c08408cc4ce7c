import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PersonTerminal } from './person-terminal.ts';
import { readPng } from './png.ts';
import { sixel } from './sixel.ts';

/** A terminal answers its own query at once, or not at all. */
const QUERY_MS = 400;
/** Kitty takes at most so much in one escape sequence. */
const KITTY_CHUNK = 4096;
/** Captchas are some 40 px high: twice that is readable on any screen. */
const SCALE = 2;

export type Inline = 'kitty' | 'iterm' | 'sixel' | 'none';

/** A picture for the person: inside the terminal where it can, and always as a file that only they can read. */
export class Picture {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async show(png: Buffer, terminal: PersonTerminal): Promise<Picture> {
    // mkdtemp makes it 0700, so that nobody else sees the file even for a moment.
    const folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-'));
    const file = path.join(folder, 'picture.png');
    writeFileSync(file, png, { mode: 0o600, flag: 'wx' });
    const inline = await inlinePicture(png, await decideInline(process.env, terminal));
    if (inline !== '') terminal.write(`${inline}\n`);
    terminal.write(`Picture: ${file}\n`);
    return new Picture(folder);
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** By the names that terminals give themselves; else the terminal is asked whether it draws sixels (attribute 4 of DA1). */
async function decideInline(
  env: Readonly<Record<string, string | undefined>>,
  terminal: PersonTerminal,
): Promise<Inline> {
  const named = inlineByName(env);
  if (named) return named;
  if (env['TERM'] === 'dumb') return 'none';
  const answer = await terminal.query('\u001b[c', /\u001b\[\?[0-9;]*c/, QUERY_MS);
  return answer?.slice(3, -1).split(';').slice(1).includes('4') ? 'sixel' : 'none';
}

export function inlineByName(env: Readonly<Record<string, string | undefined>>): Inline | undefined {
  const { TERM = '', TERM_PROGRAM = '', LC_TERMINAL = '', KITTY_WINDOW_ID } = env;
  // A multiplexer swallows the others' sequences; it says by DA1 whether it passes sixels on.
  if (/^(screen|tmux)/.test(TERM)) return undefined;
  if (KITTY_WINDOW_ID || TERM === 'xterm-kitty' || TERM === 'xterm-ghostty' || TERM_PROGRAM === 'ghostty')
    return 'kitty';
  if (TERM_PROGRAM === 'iTerm.app' || TERM_PROGRAM === 'WezTerm' || LC_TERMINAL === 'iTerm2') return 'iterm';
  return undefined;
}

/** The escape sequences that draw it; '' where the terminal cannot, or the picture is none that we read. */
export function inlinePicture(png: Buffer, how: Inline): string {
  const base64 = png.toString('base64');
  switch (how) {
    case 'kitty': {
      const chunks = base64.match(new RegExp(`.{1,${KITTY_CHUNK}}`, 'g')) ?? [];
      return chunks
        .map((chunk, at) => {
          const more = at < chunks.length - 1 ? 1 : 0;
          return `\u001b_G${at === 0 ? 'a=T,f=100,q=2,' : ''}m=${more};${chunk}\u001b\\`;
        })
        .join('');
    }
    case 'iterm':
      return `\u001b]1337;File=inline=1;size=${png.length};preserveAspectRatio=1:${base64}\u0007`;
    case 'sixel': {
      const image = readPng(png);
      return image ? sixel(image, SCALE) : '';
    }
    case 'none':
      return '';
    default:
      return how satisfies never;
  }
}
