import type { TerminalSummary } from '../terminals/terminal-model.ts';

/**
 * Where a command would run, as far as its meaning depends on it: `rm -rf *` in another directory is another command.
 * A `new` shell is one in which nothing has run.
 */
export type CommandPlace =
  | { readonly kind: 'new' }
  | {
      readonly kind: 'terminal';
      readonly id: string;
      /** Numeric uid and directory as the shell reported them last; null where it does not report. */
      readonly user: string | null;
      readonly userName: string | null;
      readonly cwd: string | null;
      /** Which shell of the terminal: one may have been entered or left. */
      readonly level: number;
      /** The last run, where it reported nothing: any next one may change user and directory unseen. */
      readonly after: string | null;
    };

export function placeOf({ id, runs, shell }: Pick<TerminalSummary, 'id' | 'runs' | 'shell'>): CommandPlace {
  const last = runs.at(-1);
  if (last === undefined) return { kind: 'new' };
  const { user, userName, cwd, level } = shell;
  return { kind: 'terminal', id, user, userName, cwd, level, after: user === null && cwd === null ? last.id : null };
}

export function samePlace(one: CommandPlace, other: CommandPlace): boolean {
  if (one.kind === 'new' || other.kind === 'new') return one.kind === other.kind;
  return (
    one.id === other.id &&
    one.level === other.level &&
    one.user === other.user &&
    one.cwd === other.cwd &&
    one.after === other.after
  );
}
