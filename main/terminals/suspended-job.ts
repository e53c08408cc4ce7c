import { plainString } from './plain-text.ts';

/** 128 (256 in ksh) and the number of SIGTSTP, SIGSTOP, SIGTTIN or SIGTTOU, on Linux, BSD and macOS. */
const stopped = new Set([145, 146, 147, 148, 149, 150, 273, 274, 275, 276, 277, 278]);

/**
 * How `kill` is told of the job that the shell reported as suspended in `said`, its words since Ctrl-Z: `[2]+  Stopped …` of
 * bash, dash, ash and ksh in any language, `Job 2, … has stopped` of fish, `zsh: suspended …`. Null where the program ended
 * instead: then there is nothing to kill.
 */
export function suspendedJob(said: string, exitCode: number | null): string | null {
  const text = plainString(said);
  // fish goes on with code 0, and its kill knows no %1.
  const fish = /fish: Job (\d+), .* stopped/.exec(text);
  if (fish) return `(jobs -p %${fish[1]})`;
  if (exitCode !== null && !stopped.has(exitCode)) return null;
  // dash goes on behind the `^Z` of the terminal; the shell's word is the last one.
  const numbered = [...text.matchAll(/\[(\d+)\]\s*\+\s/g)].at(-1);
  if (numbered) return `%${numbered[1]}`;
  return /\b[Ss]uspended\b/.test(text) ? '%%' : null;
}
