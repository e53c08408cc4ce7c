/** A tile without its lines: header 36, footer 32, padding 16, borders 2. */
const CHROME = 86;
const LINE = 18;
const GAP = 12;
const MOST_LINES = 50;
/** From so many on, tiles get smaller: to see all at once is worth more than the beginnings of their lines. */
const MANY = 24;
const few = { narrowest: 380, fewestLines: 5 } as const;
const many = { narrowest: 320, fewestLines: 4 } as const;

/** Columns, and whole terminal lines a tile, so that the tiles fill the wall and no line is cut; the wall scrolls when they cannot. */
export function wallGrid(
  tiles: number,
  box: { readonly width: number; readonly height: number },
): { readonly columns: number; readonly lines: number } {
  const { narrowest, fewestLines } = tiles > MANY ? many : few;
  const room = Math.max(1, Math.floor((box.width + GAP) / (narrowest + GAP)));
  // No more than make a wall about as wide as high: one, 2 × 2, 3 × 3.
  const columns = Math.min(room, Math.max(1, Math.ceil(Math.sqrt(tiles))));
  const rows = Math.max(1, Math.ceil(tiles / columns));
  const height = (box.height - (rows - 1) * GAP) / rows;
  const lines = Math.floor((height - CHROME) / LINE);
  return { columns, lines: Math.min(MOST_LINES, Math.max(fewestLines, lines)) };
}

/** The tile that an arrow key leads to from `index`; null where there is none. */
export function nextTile(key: string, index: number, tiles: number, columns: number): number | null {
  const to = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index - columns,
    ArrowDown: index + columns,
    Home: 0,
    End: tiles - 1,
  }[key];
  if (to === undefined || to < 0) return null;
  // Down from the last whole row ends at the last tile.
  if (to >= tiles) {
    const below = Math.floor((tiles - 1) / columns) > Math.floor(index / columns);
    return key === 'ArrowDown' && below ? tiles - 1 : null;
  }
  return to;
}
