import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Page } from './state/app-store.ts';
import { useAction } from './state/use-action.ts';
import { useApp, useWindow } from './state/window-context.tsx';
import { BridgeGlyph } from './ui/bridge-glyph.tsx';
import { Button } from './ui/button.tsx';
import { classNames } from './ui/class-names.ts';
import { KeyHint, PALETTE_KEYS } from './ui/key-hint.tsx';
import { ProblemLine } from './ui/problem-line.tsx';
import { StateShape } from './ui/state-shape.tsx';
import { terminalHealth } from './view/terminal-health.ts';

const tabs = ['terminals', 'assets', 'journal'] as const satisfies readonly Page[];

export function TopBar() {
  const { t } = useTranslation();
  const page = useWindow((state) => state.page);
  const go = useWindow((state) => state.go);
  const waiting = useApp((app) => app.terminals.filter((one) => terminalHealth(one).group === 'needs').length);
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-window px-4">
      <nav aria-label={t('nav.pages')} className="-ml-2 flex gap-0.5">
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            aria-current={page === tab ? 'page' : undefined}
            onClick={() => go(tab)}
            className={classNames(
              'flex h-7 items-center gap-1.5 rounded-control px-2.5 font-medium',
              page === tab ? 'bg-hover text-ink' : 'text-ink-2 hover:text-ink',
            )}
          >
            {t(`nav.${tab}`)}
            {tab === 'terminals' && waiting > 0 ? (
              <StateShape shape="triangle" tone="needs" label={t('nav.needYou', { count: waiting })} small />
            ) : null}
          </button>
        ))}
      </nav>
      <span className="min-w-0 flex-1" />
      <SearchButton />
      <BridgeButton />
    </header>
  );
}

/** The palette, for those who do not know its keys yet. */
function SearchButton() {
  const { t } = useTranslation();
  const show = useWindow((state) => state.showPalette);
  return (
    <Button className="max-wide:w-7 max-wide:px-0 wide:w-44" title={t('palette.title')} onClick={() => show(true)}>
      <Search size={16} strokeWidth={2} className="text-ink-3" />
      <span className="flex-1 text-left font-normal text-ink-3 max-wide:sr-only">{t('palette.search')}</span>
      <span className="max-wide:hidden">
        <KeyHint>{PALETTE_KEYS}</KeyHint>
      </span>
    </Button>
  );
}

/** The kill switch: always in sight, one click, no question. Lowering is where it is explained. */
export function BridgeButton() {
  const { t } = useTranslation();
  const raised = useApp((app) => app.raised);
  const raise = useAction('bridge.raise');
  if (raised) {
    return (
      <span className="inline-flex h-7 items-center gap-1.5 rounded-control border border-ended-line bg-ended-bg px-2.5 font-medium text-ended">
        <BridgeGlyph position="raised" />
        {t('bridge.raised')}
      </span>
    );
  }
  return (
    <>
      <ProblemLine problem={raise.problem} />
      <Button disabled={raise.busy} onClick={() => void raise.run({})}>
        <BridgeGlyph position="half" />
        {t('bridge.raise')}
      </Button>
    </>
  );
}
