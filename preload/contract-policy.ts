import { z } from 'zod';

/** Why a command does not simply pass; renderer/i18n has words for the codes. */
export const findingView = z.object({
  code: z.enum([
    'destructive',
    'privileged',
    'service-control',
    'package',
    'network',
    'data-store',
    'user-management',
    'remote-code',
    'other-host',
    'writes-files',
    'secrets',
    'interpreter',
    'unknown-command',
    'unknown-option',
    'expansion',
    'construct',
    'hidden-characters',
    'unreadable',
    'no-shell',
    'raw-terminal',
    'input',
    'own-rule',
    'ask-always',
  ]),
  /** The part of the command that it is about; '' for all of it. Data from an agent. */
  detail: z.string(),
});
export type FindingView = z.infer<typeof findingView>;

const policyMode = z.enum(['watch', 'ask-on-risk', 'ask-always', 'read-only']);

/** Both count from 1. */
const policyFault = z.object({
  line: z.number(),
  column: z.number(),
  message: z.object({ en: z.string(), 'zh-CN': z.string() }),
});

export const policyView = z.object({
  /** What holds, as JSON. */
  text: z.string(),
  file: z.string(),
  /** Nobody vouches for what was kept: everything asks until the person accepts a policy. */
  doubtful: z.boolean(),
  /** The file, where another hand changed it. */
  difference: z.object({ file: z.string(), faults: z.array(policyFault).readonly() }).nullable(),
});

export const policyTarget = z.object({
  site: z.string().max(200),
  asset: z.string().max(200),
  account: z.string().max(200),
  node: z.string().max(200),
});

/** One decision, explained. */
export const policyDecision = z.object({
  verdict: z.enum(['allow', 'ask', 'refuse']),
  mode: policyMode,
  /** The place of the entry that gave the mode, from 0; null for the policy's own mode. */
  entry: z.number().nullable(),
  why: z.array(findingView).readonly(),
  /** The name of the own rule that decided. */
  rule: z.string().nullable(),
});

export const policyAnswers = {
  'policy.get': policyView,
  /** Empty where it holds now. */
  'policy.save': z.object({ faults: z.array(policyFault).readonly() }),
  'policy.explain': policyDecision,
} as const;

export type PolicyAnswers = { readonly [C in keyof typeof policyAnswers]: z.infer<(typeof policyAnswers)[C]> };
