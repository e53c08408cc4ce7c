import { useTranslation } from 'react-i18next';
import { useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { hostOf } from '../view/host-of.ts';

/** What the command line asks for; only the window changes sites, so the person decides here. */
export function ProposalDialog() {
  const { t } = useTranslation();
  const proposal = useApp((app) => app.proposal);
  const sites = useApp((app) => app.sites);
  const add = useAction('site.add');
  const remove = useAction('site.remove');
  const dismiss = useAction('proposal.dismiss');
  if (!proposal) return null;
  const away = () => void dismiss.run({});
  if (proposal.kind === 'add-site') {
    const name = proposal.name || hostOf(proposal.url);
    const named = proposal.name === '' ? {} : { name: proposal.name };
    return (
      <ConfirmDialog
        open
        look="primary"
        title={t('proposal.addTitle', { name })}
        text={t('proposal.addWhat', { url: proposal.url })}
        doText={t('proposal.add')}
        busy={add.busy}
        problem={add.problem}
        onCancel={away}
        onDo={async () => {
          if (await add.run({ url: proposal.url, ...named })) away();
        }}
      />
    );
  }
  const site = sites.find(({ id }) => id === proposal.siteId);
  if (!site) return null;
  return (
    <ConfirmDialog
      open
      title={t('site.removeAsk', { name: site.name })}
      text={t('site.removeWhat')}
      doText={t('site.removeDo')}
      busy={remove.busy}
      problem={remove.problem}
      onCancel={away}
      onDo={async () => {
        if (await remove.run({ siteId: site.id })) away();
      }}
    />
  );
}
