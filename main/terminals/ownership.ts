import type { TerminalOwner, TerminalSummary, TerminalTarget } from './terminal-model.ts';

/** `undefined` is the person, who sees all. */
export function mayUse(owner: TerminalOwner, asking: TerminalOwner | undefined): boolean {
  return asking === undefined || sameOwner(owner, asking);
}

export function sameOwner(one: TerminalOwner, other: TerminalOwner): boolean {
  return ownerKey(one) === ownerKey(other);
}

/** Names an owner in a map; the person's is empty. */
export function ownerKey(owner: TerminalOwner): string {
  return owner.kind === 'agent' ? owner.agentId : '';
}

/** It waits at its prompt for its agent. */
export function isIdle({ state, hand }: Pick<TerminalSummary, 'state' | 'hand'>): boolean {
  return state.kind === 'prompt' && hand.by === 'agent' && !hand.attached;
}

export function sameTarget(one: TerminalTarget, other: TerminalTarget): boolean {
  return (
    one.siteId === other.siteId &&
    one.asset.id === other.asset.id &&
    one.account.alias === other.account.alias &&
    one.protocol === other.protocol &&
    one.connectMethod === other.connectMethod
  );
}
