import type { Pace } from './opening-turns.ts';

export interface TerminalLimits {
  readonly perAgent: number;
  readonly inAll: number;
  /** Null for the practice site in bench and chaos. */
  readonly pacing: Pace | null;
  /** A terminal without a run for this long is closed, in ms. */
  readonly idleMs: number;
  readonly maxOutputBytes: number;
  /** Of agents' terminals; a person's view scales. */
  readonly cols: number;
  readonly rows: number;
}

export const defaultLimits: TerminalLimits = {
  perAgent: 6,
  inAll: 24,
  pacing: { atOnce: 3, perMinute: 6 },
  // KoKo's own idle limit is 30 min as well (SECURITY_MAX_IDLE_TIME, protocol §7.8).
  idleMs: 30 * 60_000,
  maxOutputBytes: 5_000_000,
  cols: 200,
  rows: 50,
};

/** Limits as a person sets them. */
export interface ChosenLimits {
  readonly 'terminals.perAgent': number;
  readonly 'terminals.inAll': number;
  readonly 'terminals.idleMinutes': number;
  readonly 'openingPacing.atOnce': number;
  readonly 'openingPacing.perMinute': number;
}

export function limitsOf(chosen: ChosenLimits): Pick<TerminalLimits, 'perAgent' | 'inAll' | 'pacing' | 'idleMs'> {
  return {
    perAgent: chosen['terminals.perAgent'],
    inAll: chosen['terminals.inAll'],
    pacing: { atOnce: chosen['openingPacing.atOnce'], perMinute: chosen['openingPacing.perMinute'] },
    idleMs: chosen['terminals.idleMinutes'] * 60_000,
  };
}
