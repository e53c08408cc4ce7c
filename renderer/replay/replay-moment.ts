import type { JournalRow } from '../../preload/contract-journal.ts';
import type { PlayedCommand } from './recorded-source.ts';

/** A command in the journal, by which its place in the recording is found. */
export interface ReplayMoment {
  readonly command: string;
  /** When it began, in ms since the epoch. */
  readonly at: number;
}

/** The moment that an entry is about; null where it is about the terminal as a whole. */
export function momentOf({ kind, text, at, durationMs }: JournalRow): ReplayMoment | null {
  if (kind === 'run-started') return { command: text, at };
  return kind === 'run-ended' ? { command: text, at: at - (durationMs ?? 0) } : null;
}

/**
 * The second of the play at which that command begins; null where the recording does not have it. By text and time: the head of
 * a recording knows whole seconds only, and the same command may run often.
 */
export function placeOf(commands: readonly PlayedCommand[], startedAt: number, moment: ReplayMoment): number | null {
  const far = ({ recordedAt }: PlayedCommand) => Math.abs(startedAt + recordedAt * 1000 - moment.at);
  // The recording keeps the beginning of a long one.
  const same = commands.filter(({ command }) => moment.command.startsWith(command));
  const [nearest] = same.toSorted((one, other) => far(one) - far(other));
  return nearest?.at ?? null;
}
