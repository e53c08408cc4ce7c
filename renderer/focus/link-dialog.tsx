import { useTranslation } from 'react-i18next';
import { useAction } from '../state/use-action.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { visibleText } from '../view/hidden-characters.ts';

/** A server can print any address: the person sees where it really leads before a browser opens it. */
export function LinkDialog({ address, onClose }: { readonly address: string | null; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const open = useAction('link.open');
  const target = address !== null && URL.canParse(address) ? new URL(address) : null;
  return (
    <ConfirmDialog
      open={address !== null}
      look="primary"
      title={t('focus.linkAsk', { host: target?.host ?? '' })}
      // The address as a browser reads it: letters that look like others are spelt out.
      text={visibleText(target?.href ?? address ?? '')}
      doText={t('focus.linkOpen')}
      busy={open.busy}
      problem={open.problem}
      onCancel={onClose}
      onDo={() => {
        void open.run({ url: address ?? '' }).then((done) => {
          if (done) onClose();
        });
      }}
    />
  );
}
