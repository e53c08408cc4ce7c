// How the scripts talk: one line a step on stderr, so that stdout stays free for results.

/** A step that is about to happen or has happened. */
export function say(line) {
  process.stderr.write(`drawbridge: ${line}\n`);
}

/** Ends the process with what went wrong and what to do about it. */
export function stop(problem, advice) {
  process.stderr.write(`drawbridge: ${problem}\n`);
  if (advice) process.stderr.write(`            ${advice}\n`);
  process.exit(1);
}
