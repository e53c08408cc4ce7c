import { useTranslation } from 'react-i18next';
import type { ShownChange } from '../../preload/contract-connect.ts';
import { classNames } from '../ui/class-names.ts';
import { ScrollRegion } from '../ui/scroll-region.tsx';
import { visibleText } from '../view/hidden-characters.ts';

const signs = { same: ' ', gone: '−', new: '+' } as const;

const looks = {
  same: 'text-ink-2',
  gone: 'bg-ended-bg text-ended',
  new: 'bg-accent-bg text-ink',
} as const;

/** The changed lines of a file with some around, each with its number. */
export function ChangedLines({ file, hunks }: { readonly file: string; readonly hunks: ShownChange['hunks'] }) {
  const { t } = useTranslation();
  return (
    <ScrollRegion label={t('connect.show.difference', { file })} className="max-h-64 bg-term py-2 selectable">
      <ol className="mono leading-5">
        {hunks.flatMap((hunk, nth) => [
          nth === 0 ? null : (
            <li
              key={`gap ${hunk[0]?.number}`}
              aria-label={t('connect.show.left')}
              className="px-4 text-ink-3 select-none"
            >
              ⋯
            </li>
          ),
          ...hunk.map(({ kind, text, number }) => (
            <li key={`${kind} ${number}`} className={classNames('flex gap-2 px-3', looks[kind])}>
              <span className="w-7 shrink-0 text-right text-ink-3 tabular-nums select-none">{number}</span>
              <span
                className={classNames('w-4 shrink-0 text-center select-none', kind === 'new' ? 'text-accent-text' : '')}
              >
                {signs[kind]}
              </span>
              <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">{shown(text)}</span>
            </li>
          )),
        ])}
      </ol>
    </ScrollRegion>
  );
}

/** Nothing hidden in it; the indent stays, two columns a tab. */
function shown(line: string): string {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  return `${indent.replaceAll('\t', '  ')}${visibleText(line.slice(indent.length))}`;
}
