export type FtpOperation = 'mkdir' | 'rename' | 'delete' | 'upload' | 'download';

/** One file operation as the audit side keeps it (protocol 8.1). */
export interface FtpRow {
  user: string;
  asset: string;
  account: string;
  operation: FtpOperation;
  filename: string;
  is_success: boolean;
  has_file: boolean;
  session: string;
  /** Milliseconds since 1970. */
  timestamp: number;
}

const LIMIT = 20_000;

/** Every file operation, oldest first. */
export class FtpLog {
  readonly #rows: FtpRow[] = [];

  add(row: FtpRow): void {
    this.#rows.push(row);
    if (this.#rows.length > LIMIT) this.#rows.shift();
  }

  all(): FtpRow[] {
    return this.#rows.map((row) => ({ ...row }));
  }
}
