/** KoKo's risk levels (protocol 7.10). */
export type RiskLevel = 0 | 4 | 5 | 6 | 7 | 8;

/** One recorded command (protocol 8.1; the key names are those of the REST rows). */
export interface AuditRow {
  id: string;
  user: string;
  asset: string;
  account: string;
  input: string;
  /** About the first KiB of what the command printed. */
  output: string;
  session: string;
  risk_level: RiskLevel;
  /** Milliseconds since 1970. */
  timestamp: number;
}

/** More rows than a practice site ever needs; the oldest go first. */
const LIMIT = 20_000;

/** Every recognised command of every terminal, oldest first. */
export class AuditLog {
  readonly #rows: AuditRow[] = [];

  add(row: AuditRow): void {
    this.#rows.push(row);
    if (this.#rows.length > LIMIT) this.#rows.shift();
  }

  all(): AuditRow[] {
    return this.#rows.map((row) => ({ ...row }));
  }

  ofSession(session: string): AuditRow[] {
    return this.all().filter((row) => row.session === session);
  }
}
