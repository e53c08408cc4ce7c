import { useTranslation } from 'react-i18next';
import type { ClientView } from '../../preload/contract-connect.ts';
import { useAction } from '../state/use-action.ts';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';

/** The client's settings in the person's own editor. */
export function OpenFile({ client }: { readonly client: ClientView }) {
  const { t } = useTranslation();
  const { run, busy, problem } = useAction('connect.open');
  return (
    <>
      <Button
        look="ghost"
        size="small"
        disabled={busy}
        aria-label={`${t('connect.open')}: ${client.file}`}
        onClick={() => void run({ clientId: client.id })}
      >
        {t('connect.open')}
      </Button>
      <ProblemLine problem={problem} />
    </>
  );
}
