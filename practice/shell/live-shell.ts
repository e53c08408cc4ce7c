/** What a terminal needs of the far end: a real shell in a PTY, or a device that only imitates a command line. */
export interface LiveShell {
  /** Undefined where no process stands behind it. */
  readonly pid: number | undefined;
  readonly isAlive: boolean;
  write(data: Buffer): void;
  resize(cols: number, rows: number): void;
  pause(): void;
  resume(): void;
  /** Resolves when nothing of it is left. */
  close(): Promise<void>;
}
