/** What keys ask of the terminal here, as ssh has it: `~` behind Enter begins it. */
export type ShellKeyEvent = { readonly keys: string } | 'end' | 'help';

/** Finds `~.`, `~?` and `~~` at the beginning of a line; everything else goes on as it is. */
export class ShellEscapes {
  #state: 'line-start' | 'tilde' | 'line' = 'line-start';

  push(text: string): readonly ShellKeyEvent[] {
    const events: ShellKeyEvent[] = [];
    let keys = '';
    const flush = () => {
      if (keys !== '') events.push({ keys });
      keys = '';
    };
    for (const key of text) {
      if (this.#state === 'tilde') {
        this.#state = 'line';
        if (key === '.' || key === '?') {
          flush();
          events.push(key === '.' ? 'end' : 'help');
          this.#state = 'line-start';
          continue;
        }
        keys += key === '~' ? '~' : `~${key}`;
      } else if (this.#state === 'line-start' && key === '~') {
        this.#state = 'tilde';
        continue;
      } else keys += key;
      this.#state = key === '\r' || key === '\n' ? 'line-start' : 'line';
    }
    flush();
    return events;
  }
}
