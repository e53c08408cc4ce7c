/** Five dots wide, seven high. Only what arithmetic needs. */
const GLYPHS: Record<string, readonly string[]> = {
  '0': [' ### ', '#   #', '#  ##', '# # #', '##  #', '#   #', ' ### '],
  '1': ['  #  ', ' ##  ', '  #  ', '  #  ', '  #  ', '  #  ', ' ### '],
  '2': [' ### ', '#   #', '    #', '   # ', '  #  ', ' #   ', '#####'],
  '3': ['#####', '   # ', '  #  ', '   # ', '    #', '#   #', ' ### '],
  '4': ['   # ', '  ## ', ' # # ', '#  # ', '#####', '   # ', '   # '],
  '5': ['#####', '#    ', '#### ', '    #', '    #', '#   #', ' ### '],
  '6': ['  ## ', ' #   ', '#    ', '#### ', '#   #', '#   #', ' ### '],
  '7': ['#####', '    #', '   # ', '  #  ', ' #   ', ' #   ', ' #   '],
  '8': [' ### ', '#   #', '#   #', ' ### ', '#   #', '#   #', ' ### '],
  '9': [' ### ', '#   #', '#   #', ' ####', '    #', '   # ', ' ##  '],
  '+': ['     ', '  #  ', '  #  ', '#####', '  #  ', '  #  ', '     '],
  '-': ['     ', '     ', '     ', '#####', '     ', '     ', '     '],
  '*': ['     ', '# # #', ' ### ', '#####', ' ### ', '# # #', '     '],
  '=': ['     ', '     ', '#####', '     ', '#####', '     ', '     '],
};

export const GLYPH_WIDTH = 5;

/** The dots of one character, as column and row from its upper left corner. */
export function dotsOf(character: string): [column: number, row: number][] {
  const rows = GLYPHS[character] ?? [];
  return rows.flatMap((line, row) =>
    [...line].flatMap((dot, column): [number, number][] => (dot === '#' ? [[column, row]] : [])),
  );
}
