import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { useRaisedWords } from '../hand/use-raised-words.ts';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { BridgeGlyph } from '../ui/bridge-glyph.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { MiddleName } from '../ui/middle-name.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { toneText } from '../ui/tones.ts';
import { raisedHealth, sinceWhen } from '../view/raised-look.ts';
import { wallOrder } from '../view/terminal-health.ts';
import { CloseTerminal } from '../wall/close-terminal.tsx';

/** Everything stopped, said calmly, and the one way back. */
export function RaisedPage() {
  const { t } = useTranslation();
  const terminals = useApp((app) => app.terminals);
  const lower = useAction('bridge.lower');
  return (
    <div className="min-h-0 flex-1 scroll-quiet p-4">
      <section className="flex items-center gap-6 rounded-card border border-ended-line bg-ended-bg px-6 py-5">
        <span className="text-ended">
          <BridgeGlyph position="raised" size={64} />
        </span>
        <div className="min-w-0 flex-1">
          <h1>{t('bridge.title')}</h1>
          <p className="text-ink-2">
            <RaisedSince /> {t('bridge.what')}
          </p>
          <p className="text-ink-2">{t('bridge.stays')}</p>
          <ProblemLine problem={lower.problem} />
        </div>
        <Button look="primary" size="large" disabled={lower.busy} onClick={() => void lower.run({})}>
          {t('bridge.lower')}
        </Button>
      </section>
      {terminals.length > 0 ? <RaisedTerminals terminals={wallOrder(terminals)} /> : null}
      <p className="px-1 py-3 text-small text-ink-3">{t('bridge.told')}</p>
    </div>
  );
}

/** Since when, and by whom. */
function RaisedSince() {
  const { t, i18n } = useTranslation();
  const raise = useApp((app) => app.raise);
  if (raise === null) return null;
  const time = sinceWhen(raise.since, Date.now(), i18n.language);
  return <>{t(raise.why === 'by-person' ? 'hand.raise.since' : 'hand.raise.changedOutside', { time })}</>;
}

function RaisedTerminals({ terminals }: { readonly terminals: readonly TerminalView[] }) {
  const { t } = useTranslation();
  const close = useAction('terminal.close');
  const [asking, setAsking] = useState(false);
  const stopped = useApp((app) => app.raise?.stopped ?? null);
  // What the person drives themselves goes on: each of those is closed by its own button.
  const open = terminals.filter(({ state, hand }) => state.kind !== 'closed' && hand.by !== 'person');
  const survivors = stopped?.filter(({ how }) => how === 'goes-on').length ?? 0;
  const closeAll = async () => {
    const done = await Promise.all(open.map(({ id }) => close.run({ terminalId: id })));
    if (done.every(Boolean)) setAsking(false);
  };
  return (
    <>
      <div className="mt-4 mb-1 flex h-8 items-center gap-2">
        <h2>{t('bridge.happened', { count: terminals.length })}</h2>
        {survivors === 0 ? null : (
          <span className="text-small text-needs">{t('hand.raise.survivors', { count: survivors })}</span>
        )}
        <span className="flex-1" />
        {open.length > 0 ? (
          <Button look="danger" size="small" onClick={() => setAsking(true)}>
            {t('bridge.closeAll', { count: open.length })}
          </Button>
        ) : null}
      </div>
      <ul className="overflow-hidden rounded-card border border-line bg-card">
        {terminals.map((terminal) => (
          <RaisedRow key={terminal.id} terminal={terminal} />
        ))}
      </ul>
      <ConfirmDialog
        open={asking}
        title={t('bridge.closeAllAsk', { count: open.length })}
        text={t('bridge.closeAllWhat')}
        doText={t('bridge.closeAll', { count: open.length })}
        busy={close.busy}
        problem={close.problem}
        onCancel={() => setAsking(false)}
        onDo={() => void closeAll()}
      />
    </>
  );
}

function RaisedRow({ terminal }: { readonly terminal: TerminalView }) {
  const { t } = useTranslation();
  const focus = useWindow((state) => state.focus);
  const report = useApp((app) => app.raise?.stopped?.find(({ terminalId }) => terminalId === terminal.id));
  const health = raisedHealth(terminal, report);
  const { word, fact } = useRaisedWords(terminal, report);
  return (
    <li className="grid min-h-11 grid-cols-[16px_minmax(0,14fr)_minmax(0,9fr)_minmax(0,24fr)_max-content] items-center gap-3 border-line pr-3 pl-4 not-first:border-t">
      <StateShape shape={health.shape} tone={health.tone} />
      <span className="flex min-w-0 items-center gap-2">
        <b className="flex min-w-0 font-semibold">
          <MiddleName name={terminal.asset} />
        </b>
        <span className="shrink-0 text-small text-ink-3">{terminal.account}</span>
      </span>
      <span className="truncate text-ink-2">{terminal.agentId === null ? t('terminal.you') : terminal.agentName}</span>
      <span className="truncate" title={fact}>
        <span className={toneText[health.tone]}>{word}</span> <span className="text-ink-2">{fact}</span>
      </span>
      <span className="flex w-34 justify-end gap-1">
        <Button look="ghost" size="small" onClick={() => focus(terminal.id)}>
          {t('terminal.look')}
        </Button>
        <CloseTerminal terminal={terminal} look="plain" size="small" />
      </span>
    </li>
  );
}
