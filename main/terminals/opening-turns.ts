/** Who waits for a turn, in order of arrival. */
export interface Waiting {
  readonly owner: string;
}

/** How fast openings of one site may begin. */
export interface Pace {
  readonly atOnce: number;
  readonly perMinute: number;
}

const minute = 60_000;

/**
 * In which order those who wait have their turn: owners take turns, the one that was served longest ago first, and each
 * owner's own are in order of arrival. So a flood of one agent does not starve another.
 */
export function fairOrder<Entry extends Waiting>(
  waiting: readonly Entry[],
  served: ReadonlyMap<string, number>,
): readonly Entry[] {
  const left = new Map<string, Entry[]>();
  for (const entry of waiting) left.set(entry.owner, [...(left.get(entry.owner) ?? []), entry]);
  const last = new Map(served);
  let turn = Math.max(0, ...last.values());
  const order: Entry[] = [];
  while (left.size > 0) {
    // Ties go to who came first: a Map keeps the order of arrival, and sort is stable.
    const [owner, entries] = [...left].sort(([one], [other]) => (last.get(one) ?? 0) - (last.get(other) ?? 0))[0] ?? [];
    if (owner === undefined || entries === undefined) break;
    order.push(...entries.splice(0, 1));
    if (entries.length === 0) left.delete(owner);
    turn += 1;
    last.set(owner, turn);
  }
  return order;
}

export interface TurnFacts {
  readonly pace: Pace | null;
  readonly now: number;
  /** When the openings of the last minute began, oldest first. */
  readonly begun: readonly number[];
  /** When those under way began. */
  readonly underWay: readonly number[];
  /** JumpServer asked for quiet until then; 0 if not. */
  readonly quietUntil: number;
  /** How long an opening takes as a rule, in ms. */
  readonly usualMs: number;
}

/** Milliseconds until the opening at this place (1 is next) may begin, as far as the pace tells. */
export function timeToTurn(position: number, facts: TurnFacts): number {
  const { pace, now, usualMs } = facts;
  const begun = [...facts.begun];
  let ends = facts.underWay.map((at) => Math.max(now, at + usualMs));
  let at = Math.max(now, facts.quietUntil);
  for (let turn = 0; pace && turn < position; turn += 1) {
    const busy = ends.filter((end) => end > at).sort((one, other) => one - other);
    const free = busy[busy.length - pace.atOnce] ?? at;
    const minuteAgo = begun[begun.length - pace.perMinute];
    at = Math.max(at, free, minuteAgo === undefined ? at : minuteAgo + minute);
    begun.push(at);
    ends = [...busy, at + usualMs];
  }
  return at - now;
}

/** When the pace allows the next opening to begin; null: only when one that is under way is over. */
export function nextBegin(facts: TurnFacts): number | null {
  const { pace, now, begun, quietUntil } = facts;
  if (quietUntil > now) return quietUntil;
  if (!pace) return now;
  if (facts.underWay.length >= pace.atOnce) return null;
  const oldest = begun[begun.length - pace.perMinute];
  return oldest === undefined ? now : Math.max(now, oldest + minute);
}

/** What of the past still counts. */
export const ofLastMinute = (begun: readonly number[], now: number): number[] =>
  begun.filter((at) => now - at < minute);
