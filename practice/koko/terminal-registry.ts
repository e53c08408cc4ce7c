/** What the audit side knows of one terminal session (protocol 8.1). */
export interface TerminalRecord {
  readonly id: string;
  readonly user: string;
  readonly userId: string;
  readonly asset: string;
  readonly assetId: string;
  readonly account: string;
  readonly accountId: string;
  /** Of the token. */
  readonly protocol: string;
  readonly remoteAddr: string;
  readonly startedAt: Date;
  endedAt: Date | undefined;
  isLocked: boolean;
  commands: number;
}

/** What an administrator can do to a terminal that lives. */
export interface LiveTerminal {
  readonly record: TerminalRecord;
  readonly shellPid: number | undefined;
  kill(by: string): void;
  lock(by: string): void;
  unlock(by: string): void;
  /** The permission re-check failed or is good again (protocol 7.9). */
  notifyPermission(isValid: boolean): void;
  /** Ends it without a word, and resolves when no process is left. */
  dispose(): Promise<void>;
}

const REMEMBERED = 2000;

/** All terminal sessions, past and present. */
export class TerminalRegistry {
  readonly records: TerminalRecord[] = [];
  readonly #live = new Map<string, LiveTerminal>();
  readonly #ending = new Set<Promise<void>>();

  add(terminal: LiveTerminal): void {
    this.records.push(terminal.record);
    if (this.records.length > REMEMBERED) this.records.shift();
    this.#live.set(terminal.record.id, terminal);
  }

  remove(terminal: LiveTerminal): void {
    this.#live.delete(terminal.record.id);
  }

  live(id: string): LiveTerminal | undefined {
    return this.#live.get(id);
  }

  allLive(): LiveTerminal[] {
    return [...this.#live.values()];
  }

  /** Shells whose process still runs, those being ended included. */
  shells(): number {
    return this.allLive().filter((terminal) => terminal.shellPid !== undefined).length + this.#ending.size;
  }

  /** Keeps the end of a shell in mind, so that `dispose` can wait for it. */
  ending(end: Promise<void>): void {
    this.#ending.add(end);
    void end.finally(() => this.#ending.delete(end));
  }

  async dispose(): Promise<void> {
    await Promise.all(this.allLive().map((terminal) => terminal.dispose()));
    await Promise.all(this.#ending);
  }
}
