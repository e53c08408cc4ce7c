/** A tile without its lines: header 36, footer 32, padding 16, borders 2. */
const CHROME = 86;
const LINE = 18;
const GAP = 12;
const FEWEST_LINES = 5;
const MOST_LINES = 50;

/** Columns, and whole terminal lines a tile, so that the tiles fill the wall and no line is cut; the wall scrolls when they cannot. */
export function wallGrid(
  tiles: number,
  box: { readonly width: number; readonly height: number },
): { readonly columns: number; readonly lines: number } {
  const columns = tiles <= 1 || box.width < 600 ? 1 : box.width >= 1500 && tiles > 4 ? 3 : 2;
  const rows = Math.max(1, Math.ceil(tiles / columns));
  const height = (box.height - (rows - 1) * GAP) / rows;
  const lines = Math.floor((height - CHROME) / LINE);
  return { columns, lines: Math.min(MOST_LINES, Math.max(FEWEST_LINES, lines)) };
}
