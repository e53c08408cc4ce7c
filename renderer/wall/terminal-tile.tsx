import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { TileRequest, useTileRequest } from '../questions/tile-request.tsx';
import { useWindow } from '../state/window-context.tsx';
import { TileScreen } from '../terminal/tile-screen.tsx';
import { classNames } from '../ui/class-names.ts';
import { MiddleName } from '../ui/middle-name.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { terminalHealth } from '../view/terminal-health.ts';
import { terminalUser } from '../view/terminal-user.ts';
import { TerminalOwner } from './terminal-owner.tsx';
import { TileFooter } from './tile-footer.tsx';

interface TerminalTileProps {
  readonly terminal: TerminalView;
  /** Whole lines shown. */
  readonly lines: number;
  /** The one tile that Tab reaches; arrow keys lead to the others. */
  readonly reachable: boolean;
}

/**
 * One terminal on the wall: who and where, its last lines, its state and what can be done. Drawn again only when something
 * about this very terminal has changed (state/keep-identity.ts).
 */
export const TerminalTile = memo(function TerminalTile({ terminal, lines, reachable }: TerminalTileProps) {
  const { t } = useTranslation();
  const focus = useWindow((state) => state.focus);
  const health = terminalHealth(terminal);
  const asks = useTileRequest(terminal) !== undefined;
  const needs = health.group === 'needs' && health.tone === 'needs';
  const drive = health.tone === 'drive';
  const quiet = health.group === 'ended';
  return (
    <article
      data-testid="terminal-tile"
      data-terminal-id={terminal.id}
      aria-label={`${terminal.asset} · ${terminal.account}`}
      className={classNames(
        'relative flex min-w-0 flex-col overflow-hidden rounded-card border bg-term has-[[data-open]:focus-visible]:outline-2 has-[[data-open]:focus-visible]:outline-offset-2 has-[[data-open]:focus-visible]:outline-accent',
        needs ? 'border-needs-line' : drive ? 'border-drive ring-1 ring-drive' : 'border-line',
      )}
    >
      <header
        className={classNames(
          'flex h-9 shrink-0 items-center gap-2 border-b px-3',
          needs ? 'border-needs-line bg-needs-bg' : drive ? 'border-drive-line bg-drive-bg' : 'border-line bg-card',
        )}
      >
        <StateShape shape={health.shape} tone={health.tone} />
        <h3 className={classNames('flex min-w-0', quiet && 'text-ink-2')}>
          <MiddleName name={terminal.asset} />
        </h3>
        <span className="max-w-32 shrink-0 truncate text-small text-ink-3">{terminalUser(terminal)}</span>
        <span className="ml-auto flex max-w-[45%] shrink-0 pl-2 text-small text-ink-2">
          <TerminalOwner terminal={terminal} />
        </span>
      </header>
      <div className={classNames('px-3 py-2', quiet && 'opacity-75')}>
        {asks ? (
          <TileRequest terminal={terminal} height={lines * 18} />
        ) : (
          <TileScreen terminalId={terminal.id} lines={lines} ended={quiet} />
        )}
      </div>
      {/* The whole tile opens it; what else can be done stands above. */}
      <button
        type="button"
        data-open={terminal.id}
        tabIndex={reachable ? 0 : -1}
        aria-label={t('terminal.openNamed', { name: terminal.asset })}
        className="absolute inset-0 cursor-default outline-none"
        onClick={() => focus(terminal.id)}
      />
      <TileFooter terminal={terminal} health={health} />
    </article>
  );
});
