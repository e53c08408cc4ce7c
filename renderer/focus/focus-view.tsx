import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { AllowedHere } from '../questions/standing-list.tsx';
import { useApp, useParts, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { FocusBar } from './focus-bar.tsx';
import { FocusControls } from './focus-controls.tsx';
import { FocusStage } from './focus-stage.tsx';

/** One terminal in the whole pane, its runs at the right. */
export function FocusView({ terminalId }: { readonly terminalId: string }) {
  const { t } = useTranslation();
  const { api } = useParts();
  const terminal = useApp((app) => app.terminals.find(({ id }) => id === terminalId));
  const focus = useWindow((state) => state.focus);
  // What the tray asked for has been shown; without this the same entry could not be chosen twice.
  useEffect(() => () => void api.ask('focus.clear', {}).catch(() => {}), [api]);
  useAttention(terminalId);
  if (!terminal) {
    return (
      <div className="grid flex-1 place-content-center justify-items-center gap-3 text-ink-2">
        <p>{t('terminal.gone')}</p>
        <Button onClick={() => focus(null)}>{t('nav.back')}</Button>
      </div>
    );
  }
  return (
    <section
      data-testid="focus-terminal"
      data-terminal-id={terminal.id}
      aria-label={`${terminal.asset} · ${terminal.account}`}
      className="flex min-h-0 flex-1 flex-col"
    >
      <FocusBar terminal={terminal} onBack={() => focus(null)}>
        <FocusControls terminal={terminal} />
      </FocusBar>
      <AllowedHere terminalId={terminal.id} />
      <FocusStage key={terminal.id} terminal={terminal} />
    </section>
  );
}

/** While the person has it before them it is not closed for being idle; a hidden window is nobody's. */
function useAttention(terminalId: string): void {
  const { api } = useParts();
  useEffect(() => {
    const attend = (id: string | null) => void api.ask('terminal.attend', { terminalId: id }).catch(() => {});
    const tell = () => attend(document.visibilityState === 'visible' ? terminalId : null);
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => {
      document.removeEventListener('visibilitychange', tell);
      attend(null);
    };
  }, [api, terminalId]);
}
