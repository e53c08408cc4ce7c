import { z } from 'zod';

/** A stretch of a line in one look. `colour` is one of the terminal's 16; without it, the usual one. */
const piece = z.object({
  text: z.string(),
  colour: z.number().int().min(0).max(15).optional(),
  bold: z.literal(true).optional(),
  dim: z.literal(true).optional(),
  inverse: z.literal(true).optional(),
});

/** What a tile shows of its terminal. */
export const tileLines = z.object({
  terminalId: z.string(),
  lines: z.array(z.array(piece)),
  /** Where the cursor stands in `lines`; null where it is above them. */
  cursor: z.object({ line: z.number(), column: z.number() }).nullable(),
});
export type TileLines = z.infer<typeof tileLines>;

/** A command was typed at this offset of the output. */
export const runStart = z.object({ runId: z.string(), offset: z.number() });
export type RunStart = z.infer<typeof runStart>;

/** The rows of a snapshot, from its top, on which commands were typed. */
export const runRow = z.object({ id: z.string(), row: z.number() });

const terminalIds = z.array(z.string().max(100)).max(256);

export const wallChannels = {
  /**
   * The last lines of the tiles that can be seen. Answers when one of them has changed, at most every 150 ms, with those that
   * changed since the answer before; the next question tells that the window is ready for more. A newer question ends an older one.
   */
  'wall.lines': {
    argument: z.object({ terminalIds, lines: z.number().int().min(1).max(60) }),
    answer: z.object({ tiles: z.array(tileLines) }),
  },
} as const;

export const wallArguments = {
  /** Takes ended terminals off the wall; their agents can still read them. */
  'wall.dismiss': z.object({ terminalIds }),
  /** Opens a web address that a terminal showed, in the person's browser; they have confirmed it. */
  'link.open': z.object({ url: z.string().max(4096) }),
} as const;
