/** What the app runs with, as far as the next step of an agent or a person depends on it. */
export interface Surroundings {
  /** False without a display: nothing can be shown, and signing in goes by `drawbridge login --text`. */
  readonly display: boolean;
  readonly vault: 'keychain' | 'memory-only' | 'kernel-keyring';
  /** Started with `--allow-commands`: commands on real sites run without asking, because there is no window to ask in. */
  readonly commandsWithoutAsking: boolean;
}

/** What a person or an agent should know of it, one line each; nothing where all is as usual. */
export function surroundingsText({ display, vault, commandsWithoutAsking }: Surroundings): string[] {
  return [
    ...(display ? [] : ['It runs without a display: the person signs in by `drawbridge login --text`.']),
    ...(vault === 'memory-only' ? ['Cookies stay in memory: the person signs in after each start of the app.'] : []),
    ...(vault === 'kernel-keyring' ? ['Cookies are in the kernel keyring: they last until the machine restarts.'] : []),
    ...(commandsWithoutAsking ? ['COMMANDS RUN WITHOUT ASKING on every site (started with --allow-commands).'] : []),
  ];
}
