import { useTranslation } from 'react-i18next';
import { useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';

/** Stays while the journal cannot be written: agents stand still, and only the person can mend it. */
export function JournalBanner() {
  const { t } = useTranslation();
  const stopped = useApp((app) => app.journalProblem !== null);
  const folder = useAction('folder.open');
  if (!stopped) return null;
  return (
    <Banner shape="octagon" tone="ended" text={t('journal.banner')}>
      <ProblemLine problem={folder.problem} />
      <Button disabled={folder.busy} onClick={() => void folder.run({ which: 'journal' })}>
        {t('journal.folder')}
      </Button>
    </Banner>
  );
}
