import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../ui/class-names.ts';
import type { SetupStep } from '../view/setup-step.ts';

const steps = ['site', 'sign-in', 'agent', 'ready'] as const;

export function SetupSteps({ step }: { readonly step: SetupStep }) {
  const { t } = useTranslation();
  const now = steps.indexOf(step);
  const names = {
    site: t('setup.site'),
    'sign-in': t('setup.signIn'),
    agent: t('setup.agent'),
    ready: t('setup.ready'),
  };
  return (
    <ol aria-label={t('setup.steps')} className="flex items-center gap-2 text-small whitespace-nowrap text-ink-3">
      {steps.map((each, index) => (
        <li key={each} aria-current={index === now ? 'step' : undefined} className="flex items-center gap-1.5">
          {index > 0 ? <span aria-hidden="true" className="mr-0.5 h-px w-5 bg-line-strong" /> : null}
          <span
            className={classNames(
              'grid size-4.5 place-items-center rounded-full border leading-none',
              index === now ? 'border-transparent bg-accent font-semibold text-accent-ink' : 'border-line-strong',
            )}
          >
            {index < now ? <Check size={10} strokeWidth={2.5} /> : index + 1}
          </span>
          <span
            className={classNames(
              'max-wide:sr-only',
              index === now && 'font-medium text-ink',
              index < now && 'text-ink-2',
            )}
          >
            {names[each]}
          </span>
        </li>
      ))}
    </ol>
  );
}
