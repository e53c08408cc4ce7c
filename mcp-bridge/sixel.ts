import type { Bitmap } from './png.ts';

/** Shades of each of red, green and blue: 6 × 6 × 6 colours are enough for a captcha. */
const SHADES = 6;

/** The bitmap as sixels, `scale` times as large, on white. */
export function sixel({ width, height, pixels }: Bitmap, scale: number): string {
  const wide = width * scale;
  const high = height * scale;
  const colourAt = (x: number, y: number): number => {
    const at = (Math.floor(y / scale) * width + Math.floor(x / scale)) * 4;
    const alpha = (pixels[at + 3] ?? 255) / 255;
    const [r = 0, g = 0, b = 0] = [0, 1, 2].map((each) => {
      const shown = (pixels[at + each] ?? 0) * alpha + 255 * (1 - alpha);
      return Math.round((shown / 255) * (SHADES - 1));
    });
    return (r * SHADES + g) * SHADES + b;
  };
  const used = new Set<number>();
  let body = '';
  for (let top = 0; top < high; top += 6) {
    const rows = Math.min(6, high - top);
    // One pass over the band for each colour in it; a set bit draws that row of the band.
    const bands = new Map<number, Uint8Array>();
    for (let x = 0; x < wide; x += 1) {
      for (let row = 0; row < rows; row += 1) {
        const colour = colourAt(x, top + row);
        const band = bands.get(colour) ?? new Uint8Array(wide);
        bands.set(colour, band);
        band[x] = (band[x] ?? 0) | (1 << row);
      }
    }
    for (const [colour, band] of bands) {
      used.add(colour);
      body += `#${colour}${packed(band)}$`;
    }
    body += '-';
  }
  const percent = (shade: number) => Math.round((shade / (SHADES - 1)) * 100);
  const palette = [...used].map((colour) => {
    const [r, g, b] = [Math.floor(colour / SHADES ** 2), Math.floor(colour / SHADES) % SHADES, colour % SHADES];
    return `#${colour};2;${percent(r)};${percent(g)};${percent(b)}`;
  });
  return `\u001bPq"1;1;${wide};${high}${palette.join('')}${body}\u001b\\`;
}

/** Sixel characters with runs shortened. */
function packed(band: Uint8Array): string {
  let text = '';
  for (let at = 0; at < band.length; ) {
    const bits = band[at] ?? 0;
    let run = 1;
    while (band[at + run] === bits) run += 1;
    const sign = String.fromCharCode(63 + bits);
    text += run > 3 ? `!${run}${sign}` : sign.repeat(run);
    at += run;
  }
  return text;
}
