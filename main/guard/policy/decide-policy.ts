import { RE2JS } from 're2js';
import { classifyCommand } from './classify-command.ts';
import type { Finding } from './finding.ts';
import { type Policy, type PolicyEntry, type PolicyMode, type PolicyRule, policyModes } from './policy.ts';

/** What entries and rules look at. */
export interface PolicyTarget {
  readonly site: string;
  readonly practice: boolean;
  readonly asset: string;
  readonly address: string;
  /** JumpServer's type of platform: `linux`, `switch`, `mysql`, … */
  readonly type: string;
  readonly nodes: readonly string[];
  readonly account: string;
}

/** What an agent wants typed there. */
export type PolicyAct =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'input' }
  /** All keys of a terminal emulator. */
  | { readonly kind: 'raw-terminal' };

export interface PolicyDecision {
  readonly verdict: 'allow' | 'ask' | 'refuse';
  readonly mode: PolicyMode;
  /** The entry that gave the mode: its place in the list, from 0; null for the policy's own mode, and the practice site's. */
  readonly entry: number | null;
  /** Why it does not simply pass; empty where it does. */
  readonly why: readonly Finding[];
  /** The own rule that decided. */
  readonly rule: PolicyRule | null;
}

/** Types of platform on which a shell reads what is typed. */
const shellTypes = new Set(['linux', 'unix', 'macos', 'general', 'other', '']);

/** Pure: the same for a call, for the window's try-out and for `drawbridge policy test`. */
export function decidePolicy(policy: Policy, target: PolicyTarget, act: PolicyAct): PolicyDecision {
  const { mode, entry } = modeFor(policy, target);
  const decided = (verdict: PolicyDecision['verdict'], why: readonly Finding[], rule: PolicyRule | null = null) => ({
    ...{ verdict, mode, entry, why, rule },
  });
  if (act.kind === 'input') {
    if (mode === 'watch') return decided('allow', []);
    return decided(mode === 'read-only' ? 'refuse' : 'ask', [{ code: 'input', detail: '' }]);
  }
  if (act.kind === 'raw-terminal') {
    const why = [{ code: 'raw-terminal', detail: '' }] as const;
    if (mode === 'read-only') return decided('refuse', why);
    // Rules that would stop a line there cannot be held to keys.
    const held = rules(policy, target).some(({ action }) => action !== 'allow');
    return mode === 'watch' && !held ? decided('allow', []) : decided('ask', why);
  }
  const { command } = act;
  const matching = rules(policy, target).filter((rule) => matches(rule, command));
  const refused = matching.find(({ action }) => action === 'refuse');
  if (refused) return decided('refuse', [ownRule(refused)], refused);
  const findings = shellTypes.has(target.type) ? classifyCommand(command) : [{ code: 'no-shell' as const, detail: '' }];
  const asked = matching.find(({ action }) => action === 'ask');
  if (mode === 'read-only') {
    if (findings.length > 0) return decided('refuse', findings);
    return asked ? decided('ask', [ownRule(asked)], asked) : decided('allow', []);
  }
  if (asked) return decided('ask', [ownRule(asked), ...findings], asked);
  if (mode === 'watch') return decided('allow', []);
  if (mode === 'ask-always') return decided('ask', [{ code: 'ask-always', detail: '' }, ...findings]);
  const allowed = matching.find(({ action }) => action === 'allow');
  // What cannot be seen cannot have been meant.
  const mayAllow = allowed !== undefined && !findings.some(({ code }) => code === 'hidden-characters');
  if (findings.length === 0) return decided('allow', []);
  return mayAllow ? decided('allow', [], allowed) : decided('ask', findings);
}

const rules = (policy: Policy, target: PolicyTarget): readonly PolicyRule[] =>
  policy.rules.filter((rule) => fits(rule, target));

/** The most specific entry that fits: an account says more than an asset, that more than a node, that more than a site. Of equals the strictest. */
export function modeFor(
  policy: Policy,
  target: PolicyTarget,
): { readonly mode: PolicyMode; readonly entry: number | null } {
  let best: { readonly at: number; readonly rank: number; readonly mode: PolicyMode } | null = null;
  for (const [at, entry] of policy.entries.entries()) {
    if (!fits(entry, target)) continue;
    // The practice site is for trying; what is meant for all sites is not meant for it.
    if (target.practice && entry.site === undefined) continue;
    const rank = weightOf(entry) * 10 + policyModes.indexOf(entry.mode);
    if (best === null || rank > best.rank) best = { at, rank, mode: entry.mode };
  }
  if (best) return { mode: best.mode, entry: best.at };
  return { mode: target.practice ? 'watch' : policy.mode, entry: null };
}

/** Whether anything in the policy is meant for a practice site of this name; without that it is watched only. */
export function concernsPractice({ entries, rules }: Policy, name: string): boolean {
  return rules.length > 0 || entries.some(({ site }) => site !== undefined && isLike(site, name));
}

type Where = Pick<PolicyEntry, 'site' | 'node' | 'asset' | 'account'>;

const weightOf = ({ site, node, asset, account }: Where): number =>
  (account === undefined ? 0 : 8) +
  (asset === undefined ? 0 : 4) +
  (node === undefined ? 0 : 2) +
  (site === undefined ? 0 : 1);

function fits({ site, node, asset, account }: Where, target: PolicyTarget): boolean {
  return (
    (site === undefined || isLike(site, target.site)) &&
    (node === undefined || target.nodes.some((name) => isLike(node, name))) &&
    (asset === undefined || isLike(asset, target.asset) || isLike(asset, target.address)) &&
    (account === undefined || isLike(account, target.account))
  );
}

function isLike(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'isu').test(name);
}

/** RE2: linear in the command's length, whatever the pattern. A pattern that allows must match the whole command. */
function matches({ pattern, action }: PolicyRule, command: string): boolean {
  const expression = RE2JS.compile(pattern);
  return action === 'allow' ? expression.matches(command) : expression.matcher(command).find();
}

const ownRule = ({ name, reason }: PolicyRule): Finding => ({
  code: 'own-rule',
  detail: reason === undefined || reason === '' ? name : `${name}: ${reason}`,
});
