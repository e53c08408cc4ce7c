import { z } from 'zod';

/** The policy as its controls show it. Main has the last word on what is one (main/guard/policy/policy.ts). */
const where = {
  site: z.string().optional(),
  node: z.string().optional(),
  asset: z.string().optional(),
  account: z.string().optional(),
};
export const modes = ['watch', 'ask-on-risk', 'ask-always', 'read-only'] as const;
export const actions = ['ask', 'refuse', 'allow'] as const;

const draft = z.object({
  version: z.literal(1),
  mode: z.enum(modes).default('ask-on-risk'),
  entries: z.array(z.object({ ...where, mode: z.enum(modes) })).default([]),
  rules: z
    .array(
      z.object({
        name: z.string(),
        pattern: z.string(),
        action: z.enum(actions),
        reason: z.string().optional(),
        ...where,
      }),
    )
    .default([]),
});
export type Draft = z.infer<typeof draft>;
export type DraftEntry = Draft['entries'][number];
export type DraftRule = Draft['rules'][number];

/** Undefined where the text has to be mended by hand first. */
export function readDraft(text: string): Draft | undefined {
  try {
    return draft.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Fields that were emptied are left out: an empty pattern would fit nothing. */
export function draftText({ version, mode, entries, rules }: Draft): string {
  const filled = <T extends object>(row: T): object =>
    Object.fromEntries(Object.entries(row).filter(([name, value]) => value !== '' || required.has(name)));
  return `${JSON.stringify({ version, mode, entries: entries.map(filled), rules: rules.map(filled) }, null, 2)}\n`;
}

const required = new Set(['name', 'pattern']);
