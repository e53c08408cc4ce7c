/** Who types and where, as the innermost shell reports it; null where it does not. */
export interface ShellPlace {
  /** Counts the shells of one terminal: another number is another shell. */
  readonly level: number;
  /** Shells that can be left by `exit` before the login shell is reached. */
  readonly depth: number;
  /** Effective uid. */
  readonly user: string | null;
  readonly userName: string | null;
  readonly cwd: string | null;
}

/** One integration of a shell: the marks with this id are its own. */
export interface ShellLevel {
  readonly id: string;
  /** A shell inside the one before; false for the login shell, and for one that was integrated again. */
  readonly inside: boolean;
  /** Whether it prints our start mark; `unknown` until its first run tells (command-engine §A). */
  startMarks: 'unknown' | 'yes' | 'no';
  /** fish keeps a line that it refused in its editor, and continues an open one without a mark. */
  readonly keepsLines: boolean;
  user: string | null;
  userName: string | null;
  cwd: string | null;
}

/** More than a person would nest; also how many ids the parser looks for. */
const mostLevels = 16;

/** The shells of one terminal, the login shell first (command-engine §K10): a mark of an outer one ends those inside it. */
export class ShellLevels {
  #levels: readonly ShellLevel[] = [];
  #count = 0;
  #number = 0;

  get current(): ShellLevel | null {
    return this.#levels.at(-1) ?? null;
  }

  get full(): boolean {
    return this.#levels.length >= mostLevels;
  }

  get place(): ShellPlace {
    const depth = this.#levels.filter(({ inside }) => inside).length;
    const { user = null, userName = null, cwd = null } = this.current ?? {};
    return { level: this.#number, depth, user, userName, cwd };
  }

  /** What the current one's prompt told. */
  at({ user, userName, cwd }: Pick<ShellPlace, 'user' | 'userName' | 'cwd'>): void {
    const level = this.current;
    if (level) Object.assign(level, { user, userName, cwd });
  }

  enter(level: ShellLevel): void {
    this.#levels = [...this.#levels, level];
    this.#count += 1;
    this.#number = this.#count;
  }

  /** True when this id belongs to a shell outside the current one, which is the current one from now on. */
  returnedTo(id: string): boolean {
    const at = this.#levels.findIndex((level) => level.id === id);
    if (at === -1 || at === this.#levels.length - 1) return false;
    this.#levels = this.#levels.slice(0, at + 1);
    this.#count += 1;
    this.#number = this.#count;
    return true;
  }
}
