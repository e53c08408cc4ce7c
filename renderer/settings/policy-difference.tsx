import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../ui/class-names.ts';
import { ScrollRegion } from '../ui/scroll-region.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { lineDifference } from '../view/line-difference.ts';
import type { PolicyFault } from './use-policy.ts';

const signs = { same: ' ', gone: '−', new: '+' } as const;

interface PolicyDifferenceProps {
  readonly title: string;
  readonly text: string;
  readonly before: string;
  readonly now: string;
  /** The buttons that decide. */
  readonly children: ReactNode;
}

/** What would hold, against what holds, before it does. */
export function PolicyDifference({ title, text, before, now, children }: PolicyDifferenceProps) {
  const { t } = useTranslation();
  const lines = lineDifference(before, now);
  return (
    <section aria-label={title} className="overflow-hidden rounded-card border border-needs-line bg-card">
      <div className="bg-needs-bg px-4 py-2">
        <h2 className="font-medium">{title}</h2>
        <p className="text-small text-ink-2">{text}</p>
      </div>
      <ScrollRegion
        label={t('policyEditor.difference')}
        className="max-h-72 border-y border-line bg-term py-2 selectable"
      >
        <ol className="mono text-small">
          {lines.map(({ kind, text: line }, at) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one difference never change places
              key={at}
              className={classNames(
                'flex gap-3 px-4',
                kind === 'new' ? 'bg-ready-bg text-ready' : kind === 'gone' ? 'bg-ended-bg text-ended' : 'text-ink-2',
              )}
            >
              <span className="w-3 shrink-0 text-center select-none">{signs[kind]}</span>
              <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">{shown(line)}</span>
            </li>
          ))}
        </ol>
      </ScrollRegion>
      <div className="flex flex-wrap items-center justify-end gap-2 px-4 py-2">{children}</div>
    </section>
  );
}

/** Nothing hidden in it; the indent stays. */
const shown = (line: string): string => `${/^ */.exec(line)?.[0] ?? ''}${visibleText(line.trimStart())}`;

/** What keeps a text from holding, by line. */
export function PolicyFaults({ faults }: { readonly faults: readonly PolicyFault[] }) {
  const { t, i18n } = useTranslation();
  if (faults.length === 0) return null;
  return (
    <ul role="alert" className="grid gap-1 px-4 py-2 text-small text-ended selectable">
      {faults.map(({ line, column, message }) => (
        <li key={`${line}:${column}:${message.en}`}>
          {t('policyEditor.fault', { line, column })} {i18n.language === 'zh-CN' ? message['zh-CN'] : message.en}
        </li>
      ))}
    </ul>
  );
}
