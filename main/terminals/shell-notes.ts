import type { ShellPlace } from './shell-levels.ts';

/** Who types there: `bob (uid 1002)`. */
export const userText = ({ user, userName }: Pick<ShellPlace, 'user' | 'userName'>): string => {
  if (userName !== null) return user === null ? userName : `${userName} (uid ${user})`;
  return user === null ? 'a user that it does not report' : `uid ${user}`;
};

/** The command opened a shell, which waits. */
export const shellInside = (place: ShellPlace): string =>
  `It opened a shell inside this terminal, which now waits for commands: they run as ${userText(place)}${place.cwd === null ? '' : ` in ${place.cwd}`}. exit, or jms_exit_terminal_user, leaves it.`;

export const marksAgain =
  'It took away the marks by which the shell reports to Drawbridge; they are set up again. How the command ended is not known.';

export const notTaught =
  'The shell that waits there could not be taught to report exit codes. Answer it line by line, or leave it with exit.';
