import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTakeOver } from '../take-over/use-take-over.ts';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { hostOf } from '../view/host-of.ts';

/** Shown where the predecessor's state file lies in its usual place. */
export function TakeOverChoice() {
  const { t } = useTranslation();
  const { found, busy, problem, start } = useTakeOver();
  if (!found) return null;
  const { address, file, readableByOthers } = found;
  return (
    <div data-testid="take-over" className="grid gap-2 rounded-card border border-line bg-card p-4">
      <div className="flex items-center gap-3">
        <span className="grid size-8 shrink-0 place-items-center rounded-control border border-line bg-inset text-ink-2">
          <KeyRound size={16} strokeWidth={2} />
        </span>
        <div className="min-w-0 flex-1">
          <p className="font-semibold">{t('takeOver.offer')}</p>
          <p className="text-ink-2 [overflow-wrap:anywhere]">
            {t('takeOver.offerText', { address: visibleText(hostOf(address)), file: visibleText(file) })}
            {readableByOthers ? <span className="text-needs"> {t('takeOver.offerOpen')}</span> : null}
          </p>
        </div>
        <Button
          disabled={busy}
          aria-label={`${t('takeOver.offerDo')} ${hostOf(address)}`}
          onClick={() => void start(false)}
        >
          {t('takeOver.offerDo')}
        </Button>
      </div>
      <ProblemLine problem={problem} />
    </div>
  );
}
