import { useTranslation } from 'react-i18next';
import type { SiteView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

interface RemoveSiteDialogProps {
  readonly site: Pick<SiteView, 'id' | 'name'>;
  readonly open: boolean;
  onClose(): void;
}

export function RemoveSiteDialog({ site, open, onClose }: RemoveSiteDialogProps) {
  const { t } = useTranslation();
  const remove = useAction('site.remove');
  return (
    <ConfirmDialog
      open={open}
      title={t('site.removeAsk', { name: site.name })}
      text={t('site.removeWhat')}
      doText={t('site.removeDo')}
      busy={remove.busy}
      problem={remove.problem}
      onCancel={onClose}
      onDo={async () => {
        if (await remove.run({ siteId: site.id })) onClose();
      }}
    />
  );
}
