import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { useLiveTerminal } from '../terminal/live-terminal.tsx';
import { classNames } from '../ui/class-names.ts';
import { MiddleName } from '../ui/middle-name.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { projectName } from '../view/project-name.ts';
import { terminalHealth } from '../view/terminal-health.ts';
import { terminalUser } from '../view/terminal-user.ts';
import { TileFooter } from './tile-footer.tsx';

interface TerminalTileProps {
  readonly terminal: TerminalView;
  /** Whole lines shown. */
  readonly lines: number;
}

/** One terminal on the wall: who and where, its last lines, its state and what can be done. */
export function TerminalTile({ terminal, lines }: TerminalTileProps) {
  const { t } = useTranslation();
  const focus = useWindow((state) => state.focus);
  const project = useApp((app) => app.agents.find(({ id }) => id === terminal.agentId)?.projectFolder);
  const health = terminalHealth(terminal);
  const needs = health.group === 'needs' && health.tone === 'needs';
  const drive = health.tone === 'drive';
  const quiet = health.group === 'ended';
  const who = terminal.agentId === null ? t('terminal.you') : terminal.agentName;
  return (
    <article
      data-testid="terminal-tile"
      data-terminal-id={terminal.id}
      aria-label={`${terminal.asset} · ${terminal.account}`}
      className={classNames(
        'flex min-w-0 flex-col overflow-hidden rounded-card border bg-term',
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
        <span className="ml-auto max-w-[45%] shrink-0 truncate pl-2 text-small text-ink-3">
          {project ? `${who} · ${projectName(project)}` : who}
        </span>
      </header>
      <div className="relative px-3 py-2">
        <TileScreen terminal={terminal} lines={lines} />
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          className="absolute inset-0 cursor-default"
          onClick={() => focus(terminal.id)}
        />
      </div>
      <TileFooter terminal={terminal} health={health} />
    </article>
  );
}

function TileScreen({ terminal, lines }: TerminalTileProps) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const used = useRef(0);
  const [lineHeight, setLineHeight] = useState(18);
  // The last lines stand in the box: it is scrolled, never the terminal made smaller.
  const toEnd = (height: number) => {
    if (host.current) host.current.scrollTop = Math.max(0, used.current - lines) * height;
  };
  const { failure } = useLiveTerminal({
    terminalId: terminal.id,
    cols: terminal.cols,
    rows: terminal.rows,
    look: 'tile',
    host,
    onLines(count, height) {
      used.current = count;
      setLineHeight(height);
      toEnd(height);
    },
  });
  useEffect(() => {
    if (host.current) host.current.scrollTop = Math.max(0, used.current - lines) * lineHeight;
  }, [lines, lineHeight]);
  return (
    <>
      {/* A picture of the terminal: it takes no focus and no keys. */}
      <div
        ref={host}
        inert
        className={classNames(
          'overflow-hidden [mask-image:linear-gradient(to_right,#000_calc(100%-40px),transparent_calc(100%-6px))]',
          terminal.state.kind === 'closed' && '[&_.xterm-cursor]:outline-none!',
        )}
        style={{ height: lines * lineHeight }}
      />
      {failure === null ? null : (
        <p className="absolute inset-0 grid place-items-center bg-term px-3 text-ink-3">
          {terminal.state.kind === 'closed' ? t('terminal.gone') : t('terminal.noView', { why: failure })}
        </p>
      )}
    </>
  );
}
