/** Where a run stands in the frame: px from its top to the line of the command, and to the end of its output. */
export interface RunPlace {
  readonly id: string;
  readonly top: number;
  readonly bottom: number;
}

interface Frame {
  /** Of a line, in px. */
  readonly lineHeight: number;
  /** The first line that the terminal shows. */
  readonly firstLine: number;
  /** How far the frame is scrolled down in it, in px. */
  readonly scrolled: number;
  readonly height: number;
  /** One after the last line in use. */
  readonly endLine: number;
}

/** The runs that the frame shows, by the lines of their commands; a run ends where the next one begins. */
export function runPlaces(
  runs: readonly { readonly id: string; readonly line: number }[],
  { lineHeight, firstLine, scrolled, height, endLine }: Frame,
): RunPlace[] {
  const sorted = [...runs].sort((a, b) => a.line - b.line);
  const at = (line: number) => Math.round((line - firstLine) * lineHeight - scrolled);
  return sorted
    .map(({ id, line }, index) => ({
      id,
      top: at(line),
      bottom: at(sorted[index + 1]?.line ?? Math.max(endLine, line + 1)),
    }))
    .filter(({ top, bottom }) => bottom > 0 && top < height);
}

/** The run that a step leads to from `current`, of all whose line is known; null where there is none. Newest last. */
export function stepRun(ids: readonly string[], current: string | null, step: 'earlier' | 'later'): string | null {
  const index = current === null ? ids.length : ids.indexOf(current);
  return ids[step === 'earlier' ? index - 1 : index + 1] ?? null;
}
