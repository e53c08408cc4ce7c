import { z } from 'zod';
import type { CliRequest } from '../../mcp-bridge/wire.ts';
import { toDrawbridgeError } from '../errors/drawbridge-error.ts';
import { explainPolicy, type NamedTarget } from '../guard/policy/explain.ts';
import { type Policy, policySchema, policyText } from '../guard/policy/policy.ts';
import { reasonsOf } from '../guard/policy/policy-errors.ts';
import type { ToolCall } from '../mcp/tool.ts';
import { label } from '../mcp/untrusted-text.ts';

type Test = Extract<CliRequest, { verb: 'policy-test' }>;

interface Answer {
  readonly text: string;
  readonly data: unknown;
  readonly exitCode: number;
}

/** As `drawbridge policy test` ends: what would pass, what is refused, what the person must answer. */
const exitCodes = { allow: 0, refuse: 1, ask: 4 } as const;
const verdicts = { allow: 'passes', refuse: 'is refused', ask: 'asks the person' } as const;
const LOOK_MS = 5_000;

/** What the policy would say of a command; nothing is typed, and nothing changes. */
export async function testPolicy(request: Test, call: ToolCall, policy: Policy): Promise<Answer> {
  const site = call.sites.find(request.site);
  const { name, practice } = site.summary();
  const named: NamedTarget = {
    ...{ site: name, asset: request.asset, account: request.account ?? '', node: request.node ?? '' },
  };
  const known = request.node === undefined ? await nodesOf(call, site.id, request.asset) : null;
  const target = known === null ? named : { ...named, nodes: known.nodes };
  const decision = explainPolicy(policy, target, practice, request.command);
  const entry = decision.entry === null ? null : policy.entries[decision.entry];
  const why = reasonsOf(decision);
  const lines = [
    `${verdicts[decision.verdict]}${why === '' ? '' : `: ${why}`}`,
    `mode ${decision.mode}, ${entry ? `from entry ${(decision.entry ?? 0) + 1} of the policy (${JSON.stringify(entry)})` : practice ? 'as on every practice site that no entry names' : 'the mode of the policy'}`,
    ...(decision.rule === null ? [] : [`rule "${decision.rule.name}" decided`]),
    ...(known?.problem === undefined
      ? []
      : [`The asset's nodes were not looked up: ${known.problem} Name one with --node.`]),
  ];
  return {
    text: lines.map((line) => label(line, 1000)).join('\n'),
    data: { ...decision, rule: decision.rule?.name ?? null, target },
    exitCode: exitCodes[decision.verdict],
  };
}

export function showPolicy(policy: Policy): Answer {
  return { text: policyText(policy).trimEnd(), data: policy, exitCode: 0 };
}

/** For editors. */
export function policyJsonSchema(): Answer {
  const schema = z.toJSONSchema(policySchema, { io: 'input' });
  return { text: JSON.stringify(schema, null, 2), data: schema, exitCode: 0 };
}

async function nodesOf(
  call: ToolCall,
  siteId: string,
  asset: string,
): Promise<{ readonly nodes: readonly string[]; readonly problem?: string }> {
  const site = call.sites.find(siteId);
  if (site.summary().session.kind !== 'signed-in') return { nodes: [], problem: 'nobody is signed in.' };
  try {
    const signal = AbortSignal.any([call.signal, AbortSignal.timeout(LOOK_MS)]);
    return { nodes: (await call.targets.asset(site, asset, signal)).nodes };
  } catch (error) {
    call.signal.throwIfAborted();
    return { nodes: [], problem: toDrawbridgeError(error).message };
  }
}
