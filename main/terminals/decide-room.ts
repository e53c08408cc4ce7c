/** Caps on open terminals. */
export interface TerminalCaps {
  readonly perAgent: number;
  readonly inAll: number;
}

/** A terminal that takes a place: opening or open, not queued. */
export interface Occupant {
  readonly id: string;
  /** Empty for the person's own. */
  readonly owner: string;
  /** Since when it waits unused at its prompt; null where it must not be closed to make room. */
  readonly idleSince: number | null;
}

export type Room =
  | { readonly kind: 'room' }
  /** There is room once this one, the asker's own and idle for longest, is closed. */
  | { readonly kind: 'close'; readonly id: string }
  | { readonly kind: 'full'; readonly cap: 'agent' | 'all' };

/** Whether an owner may have one terminal more. Another owner's terminal is never closed for it; the person has no cap of their own. */
export function decideRoom(occupants: readonly Occupant[], owner: string, caps: TerminalCaps): Room {
  const own = occupants.filter((one) => one.owner === owner);
  const agentFull = owner !== '' && own.length >= caps.perAgent;
  const allFull = occupants.length >= caps.inAll;
  if (!agentFull && !allFull) return { kind: 'room' };
  let oldest: { readonly id: string; readonly since: number } | null = null;
  for (const { id, idleSince: since } of own)
    if (since !== null && (oldest === null || since < oldest.since)) oldest = { id, since };
  // One closed is enough, unless the caps were lowered meanwhile.
  const enough = (!agentFull || own.length - 1 < caps.perAgent) && (!allFull || occupants.length - 1 < caps.inAll);
  if (oldest !== null && enough) return { kind: 'close', id: oldest.id };
  return { kind: 'full', cap: agentFull ? 'agent' : 'all' };
}
