import type { z } from 'zod';
import type { PolicyAnswers, policyTarget } from '../../preload/contract-policy.ts';
import { explainPolicy } from '../guard/policy/explain.ts';
import { policyText } from '../guard/policy/policy.ts';
import type { PolicyKeeper } from '../guard/policy/policy-keeper.ts';

export interface PolicyActions {
  readonly keeper: PolicyKeeper;
  readonly file: string;
  /** Whether a site of this name is the practice site. */
  readonly isPractice: (site: string) => boolean;
}

/** The policy as the window shows and changes it: nothing else does. */
export function policyHandlers({ keeper, file, isPractice }: PolicyActions) {
  return {
    'policy.get': async (): Promise<PolicyAnswers['policy.get']> => {
      const difference = keeper.difference();
      return {
        text: policyText(keeper.policy),
        file,
        doubtful: keeper.doubtful,
        difference: difference === null ? null : { file: difference.file, faults: difference.faults },
      };
    },
    'policy.save': async ({ text }: { readonly text: string }): Promise<PolicyAnswers['policy.save']> => ({
      faults: await keeper.save(text),
    }),
    'policy.explain': async (argument: {
      readonly target: z.infer<typeof policyTarget>;
      readonly command: string;
    }): Promise<PolicyAnswers['policy.explain']> => {
      const { target, command } = argument;
      const decision = explainPolicy(keeper.policy, target, isPractice(target.site), command);
      return { ...decision, rule: decision.rule?.name ?? null };
    },
  };
}
