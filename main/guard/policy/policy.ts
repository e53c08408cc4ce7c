import { RE2JS } from 're2js';
import { z } from 'zod';
import { inBoth, type Said } from '../../errors/said.ts';
import { type Position, readSettingsText } from '../../settings/settings-text.ts';

/** From the freest to the strictest. */
export const policyModes = ['watch', 'ask-on-risk', 'ask-always', 'read-only'] as const;
export type PolicyMode = (typeof policyModes)[number];

/** Names and addresses, with `*` for any characters and `?` for one; case does not matter. */
const pattern = z.string().min(1).max(200);

const where = {
  /** The site's name. */
  site: pattern.optional(),
  /** The name of a node that the asset is on. */
  node: pattern.optional(),
  /** The asset's name or address. */
  asset: pattern.optional(),
  /** The account's user name. */
  account: pattern.optional(),
};

const entry = z.strictObject({ ...where, mode: z.enum(policyModes) });

const rule = z.strictObject({
  name: z.string().min(1).max(80),
  /** RE2 syntax, looked for anywhere in the command; with `allow` it must match all of it. */
  pattern: z.string().min(1).max(1000).refine(isPattern, { error: 'this is no regular expression of RE2' }),
  action: z.enum(['ask', 'refuse', 'allow']),
  /** What the person reads, and the agent where it is refused. */
  reason: z.string().max(500).optional(),
  ...where,
});

/** What agents may type where (docs/technical/policy.md). */
export const policySchema = z.strictObject({
  version: z.literal(1),
  /** Where no entry fits. The practice site is watched only, unless an entry names it. */
  mode: z.enum(policyModes).default('ask-on-risk'),
  entries: z.array(entry).max(500).default([]),
  rules: z.array(rule).max(500).default([]),
});
export type Policy = z.infer<typeof policySchema>;
export type PolicyEntry = Policy['entries'][number];
export type PolicyRule = Policy['rules'][number];

export const defaultPolicy: Policy = policySchema.parse({ version: 1 });
/** Holds where there is a policy that nobody vouches for: every command asks. */
export const cautiousPolicy: Policy = { ...defaultPolicy, mode: 'ask-always' };

export interface PolicyFault extends Position {
  readonly message: Said;
}

export type PolicyReading =
  | { readonly policy: Policy; readonly faults: readonly [] }
  | { readonly policy: null; readonly faults: readonly PolicyFault[] };

/** Reads the text of a policy; where it is none, every fault with its line and column. */
export function readPolicy(text: string): PolicyReading {
  const { value, faults, positionOf } = readSettingsText(text);
  if (faults.length > 0)
    return { policy: null, faults: faults.map(({ where: at, what }) => ({ ...at, message: what })) };
  const parsed = policySchema.safeParse(value);
  if (parsed.success) return { policy: parsed.data, faults: [] };
  return {
    policy: null,
    faults: parsed.error.issues.map(({ path, message }) => {
      const place = path.filter((step): step is string | number => typeof step !== 'symbol');
      return { ...positionOf(place), message: inBoth(place.length === 0 ? message : `${place.join('.')}: ${message}`) };
    }),
  };
}

/** As it is kept and shown. */
export const policyText = (policy: Policy): string => `${JSON.stringify(policy, null, 2)}\n`;

function isPattern(text: string): boolean {
  try {
    RE2JS.compile(text);
    return true;
  } catch {
    return false;
  }
}
