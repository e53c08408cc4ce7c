import { Eye } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hiddenCount, textParts } from '../view/hidden-characters.ts';

/** The exact bytes, with what nobody would see made visible. */
export function ExactText({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const parts = textParts(text);
  const hidden = hiddenCount(parts);
  return (
    <div className="overflow-hidden rounded-card border border-line-strong bg-term">
      <pre className="mono max-h-52 scroll-quiet px-4 py-3 whitespace-pre-wrap [overflow-wrap:anywhere] selectable">
        {parts.map((part, at) =>
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
        )}
      </pre>
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
