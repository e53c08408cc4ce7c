import { useTranslation } from 'react-i18next';
import type { FindingView } from '../../preload/contract-policy.ts';
import { visibleText } from '../view/hidden-characters.ts';

/** Why the policy does not let it pass: each reason with the part of the command that it is about. */
export function WhyAsked({ why }: { readonly why: readonly FindingView[] }) {
  const { t } = useTranslation();
  if (why.length === 0) return t('approvals.whyEach');
  return (
    <ul aria-label={t('policy.why')} className="grid gap-1">
      {why.map(({ code, detail }) => (
        <li key={`${code} ${detail}`} className="flex min-w-0 items-baseline gap-2">
          <span className="shrink-0 rounded-[4px] border border-needs-line bg-needs-bg px-1.5 text-small text-needs">
            {t(`policy.codes.${code}`)}
          </span>
          {detail === '' ? null : (
            <span className="min-w-0 truncate mono text-ink-2 selectable" title={visibleText(detail)}>
              {visibleText(detail)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
