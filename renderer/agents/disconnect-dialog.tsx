import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../preload/contract-agents.ts';
import { useAction } from '../state/use-action.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

interface DisconnectDialogProps {
  readonly agent: AgentView;
  readonly open: boolean;
  onClose(): void;
}

export function DisconnectDialog({ agent, open, onClose }: DisconnectDialogProps) {
  const { t } = useTranslation();
  const disconnect = useAction('agent.disconnect');
  return (
    <ConfirmDialog
      open={open}
      title={t('agent.disconnectAsk', { name: agent.name })}
      text={t('agent.disconnectWhat')}
      doText={t('agent.disconnectDo')}
      busy={disconnect.busy}
      problem={disconnect.problem}
      onCancel={onClose}
      onDo={async () => {
        if (await disconnect.run({ agentId: agent.id })) onClose();
      }}
    />
  );
}
