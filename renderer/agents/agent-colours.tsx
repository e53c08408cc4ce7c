import { RadioGroup } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { AgentColour, AgentView } from '../../preload/contract-agents.ts';
import { useAction } from '../state/use-action.ts';
import { AgentMark } from '../ui/agent-mark.tsx';

const colours = ['blue', 'pink', 'olive', 'copper', 'cyan', 'slate'] as const satisfies readonly AgentColour[];

export function AgentColours({ agent }: { readonly agent: AgentView }) {
  const { t } = useTranslation();
  const paint = useAction('agent.colour');
  return (
    <RadioGroup.Root
      aria-label={t('agentPage.colour')}
      value={agent.colour}
      orientation="horizontal"
      onValueChange={(value) => {
        const colour = colours.find((one) => one === value);
        if (colour) void paint.run({ agentId: agent.id, colour });
      }}
      className="flex gap-1"
    >
      {colours.map((colour) => (
        <RadioGroup.Item
          key={colour}
          value={colour}
          aria-label={t(`agentPage.colours.${colour}`)}
          title={t(`agentPage.colours.${colour}`)}
          className="grid size-7 place-items-center rounded-control border border-transparent hover:bg-hover data-[state=checked]:border-ink-2"
        >
          <AgentMark colour={colour} />
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
