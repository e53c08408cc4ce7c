import { randomInt } from 'node:crypto';
import { encodePng } from '../../png.ts';
import { dotsOf, GLYPH_WIDTH } from './captcha-font.ts';

/** The size of the real picture; `@2` has the same one (measured live). */
const WIDTH = 180;
const HEIGHT = 38;
const DOT = 4;
const SPECKLES = 160;

/** The challenge as a PNG: every character a little off its line, with speckles, so that reading it takes looking. */
export function captchaPicture(challenge: string): Buffer {
  const pixels = new Uint8Array(WIDTH * HEIGHT).fill(255);
  for (let n = 0; n < SPECKLES; n += 1) pixels[randomInt(pixels.length)] = 150;
  let left = 8;
  for (const character of challenge) {
    const x = left + randomInt(-2, 3);
    const y = 5 + randomInt(-3, 4);
    for (const [column, row] of dotsOf(character)) fillDot(pixels, x + column * DOT, y + row * DOT);
    left += GLYPH_WIDTH * DOT + 6;
  }
  return encodePng({ width: WIDTH, height: HEIGHT, pixels });
}

function fillDot(pixels: Uint8Array, x: number, y: number): void {
  for (let row = Math.max(0, y); row < Math.min(HEIGHT, y + DOT); row += 1) {
    for (let column = Math.max(0, x); column < Math.min(WIDTH, x + DOT); column += 1) pixels[row * WIDTH + column] = 40;
  }
}
