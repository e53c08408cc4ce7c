import { decidePolicy, type PolicyDecision } from './decide-policy.ts';
import type { Policy } from './policy.ts';

/** A target as a person names it, to try a policy on; '' is none. */
export interface NamedTarget {
  readonly site: string;
  readonly asset: string;
  readonly account: string;
  readonly node: string;
  /** All of its nodes, where they are known. */
  readonly nodes?: readonly string[];
}

/** What the policy would say there, without asking the site: the asset need not exist. */
export function explainPolicy(policy: Policy, target: NamedTarget, practice: boolean, command: string): PolicyDecision {
  const { site, asset, account, node } = target;
  return decidePolicy(
    policy,
    {
      site,
      practice,
      asset,
      address: asset,
      type: 'linux',
      nodes: target.nodes ?? (node === '' ? [] : [node]),
      account,
    },
    { kind: 'command', command },
  );
}
