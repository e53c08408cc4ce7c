import { Eye } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ScrollRegion } from '../ui/scroll-region.tsx';
import { hiddenCount, type TextPart, textParts } from '../view/hidden-characters.ts';
import { numberedLines } from '../view/numbered-lines.ts';

/** From here on the box says how much there is: what is out of sight must be known of. */
const LONG = 600;
const MANY = 8;

/** The exact bytes, with what nobody would see made visible; several lines are numbered, a long text scrolls. */
export function ExactText({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const lines = numberedLines(text);
  const hidden = hiddenCount(textParts(text));
  const long = lines.length > MANY || text.length > LONG;
  return (
    <div className="min-w-0 overflow-hidden rounded-card border border-line-strong bg-term">
      <ScrollRegion label={t('approvals.command')} className="max-h-52 py-3 selectable">
        {lines.length === 1 ? (
          <pre className="mono px-4 whitespace-pre-wrap [overflow-wrap:anywhere]">
            <Parts parts={lines[0] ?? []} />
          </pre>
        ) : (
          <ol className="mono grid grid-cols-[max-content_minmax(0,1fr)]">
            {lines.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text never change places
              <li key={at} className="contents">
                <span aria-hidden="true" className="pr-3 pl-4 text-right text-ink-3 select-none">
                  {at + 1}
                </span>
                <pre className="border-l border-line pr-4 pl-3 whitespace-pre-wrap [overflow-wrap:anywhere]">
                  <Parts parts={line} />
                  {'\n'}
                </pre>
              </li>
            ))}
          </ol>
        )}
      </ScrollRegion>
      {long ? (
        <p className="border-t border-line px-4 py-1.5 text-small text-ink-2">
          {t('approvals.lines', { count: lines.length })} · {t('approvals.characters', { count: [...text].length })}.{' '}
          {t('approvals.scroll')}
        </p>
      ) : null}
      {hidden === 0 ? null : (
        <p className="flex items-start gap-2 border-t border-needs-line bg-needs-bg px-4 py-2 text-small">
          <Eye size={16} strokeWidth={2} className="mt-0.5 shrink-0 text-needs" />
          <span>
            <b className="font-semibold">{t('question.run.hidden', { count: hidden })}</b>{' '}
            {t('question.run.hiddenWhat')}
          </span>
        </p>
      )}
    </div>
  );
}

/** A text with its hidden characters as marks. */
export function Parts({ parts }: { readonly parts: readonly TextPart[] }) {
  return parts.map((part, at) =>
    part.kind === 'text' ? (
      part.text
    ) : (
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
        key={at}
        className="mx-0.5 rounded-[4px] border border-needs-line bg-needs-bg px-1 text-small text-needs"
      >
        {part.count === 1 ? part.code : `${part.code} ×${part.count}`}
      </span>
    ),
  );
}
