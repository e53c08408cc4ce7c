import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { advertised } from '../../main/mcp/advertised.ts';
import { instructions } from '../../main/mcp/instructions.ts';
import { listedTools } from '../../main/mcp/tool-list.ts';
import { listOf } from './tools-page.ts';

/** What every conversation pays for before anything is done, in tokens of o200k_base. */
export interface TokenCount {
  readonly full: number;
  readonly core: number;
  readonly instructions: number;
  /** Each listed tool by itself, the dearest first. */
  readonly tools: readonly { readonly name: string; readonly tokens: number; readonly core: boolean }[];
}

/** The limits that a test holds (docs/technical/tools-budget.md). */
export const BUDGET = { full: 4_500, core: 1_500 } as const;

export const tokensOf = (text: string): number => countTokens(text);

export function countTools(): TokenCount {
  return {
    full: tokensOf(listOf(listedTools('full'))),
    core: tokensOf(listOf(listedTools('core'))),
    instructions: tokensOf(instructions),
    tools: listedTools('full')
      .map((tool) => ({
        name: tool.name,
        tokens: tokensOf(JSON.stringify(advertised(tool))),
        core: tool.listing === 'core',
      }))
      .sort((one, other) => other.tokens - one.tokens),
  };
}
