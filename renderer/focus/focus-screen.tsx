import { ArrowDown } from 'lucide-react';
import { ContextMenu } from 'radix-ui';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { SecretOffer } from '../hand/secret-offer.tsx';
import { useDriving } from '../hand/use-driving.tsx';
import { useAction } from '../state/use-action.ts';
import { useLiveTerminal } from '../terminal/live-terminal.tsx';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { useBoxSize } from '../ui/use-box-size.ts';
import { LinkDialog } from './link-dialog.tsx';
import { RunGutter } from './run-gutter.tsx';
import { SearchBar } from './search-bar.tsx';
import { useFocusKeys } from './use-focus-keys.ts';
import { useFrame } from './use-frame.ts';

/** Closer to the end than this many px counts as following it. */
const AT_END = 4;

interface FocusScreenProps {
  readonly terminal: TerminalView;
  /** The run that the person jumped to last; a new object is a new jump. */
  readonly chosen: { readonly runId: string } | null;
  /** The one that is marked. */
  readonly current: string | null;
  onChoose(runId: string): void;
}

/** The terminal at reading size. It is scrolled in its frame and never resized; new lines are followed unless the person scrolled up. */
export function FocusScreen({ terminal, chosen, current, onChoose }: FocusScreenProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const spoken = useRef<HTMLPreElement>(null);
  const follows = useRef(true);
  const [lines, setLines] = useState({ used: 0, height: 20 });
  const [selected, setSelected] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const [searching, setSearching] = useState(false);
  const box = useBoxSize(scroller);
  const copy = useAction('clipboard.write');
  const live = useLiveTerminal({
    terminalId: terminal.id,
    cols: terminal.cols,
    rows: terminal.rows,
    host,
    spoken,
    onLink: setLink,
    onLines: (used, height) =>
      setLines((before) => (before.used === used && before.height === height ? before : { used, height })),
  });
  // It stops at whole lines, so that none is cut at the top edge; what is left over stands below the last line.
  const visible = Math.max(1, Math.floor(box.height / lines.height));
  const below = Math.max(0, box.height - visible * lines.height);
  const wanted = Math.max(0, lines.used - visible) * lines.height;

  useEffect(() => {
    if (follows.current && scroller.current) scroller.current.scrollTop = wanted;
  }, [wanted]);

  // xterm.js would keep the wheel to itself, for a history that is not there; the frame scrolls instead as far as it can.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      const room =
        event.deltaY < 0 ? element.scrollTop > 0 : element.scrollTop + element.clientHeight < element.scrollHeight - 1;
      if (room || Math.abs(event.deltaX) > Math.abs(event.deltaY)) event.stopPropagation();
    };
    element.addEventListener('wheel', onWheel, { capture: true, passive: true });
    return () => element.removeEventListener('wheel', onWheel, { capture: true });
  }, []);

  const driving = useDriving(terminal, live.terminal);
  const runIds = terminal.runs.map(({ id }) => id);
  const frame = useFrame({ ...live, scroller, runIds, lineHeight: lines.height, used: lines.used });
  const { reveal } = frame;
  useEffect(() => {
    const line = chosen === null ? null : (live.marks.current?.line(chosen.runId) ?? null);
    if (line !== null) reveal(line);
  }, [chosen, live.marks, reveal]);
  useFocusKeys({
    driven: driving.driven,
    runIds: () => runIds.filter((id) => (live.marks.current?.line(id) ?? null) !== null),
    current,
    onChoose,
    onSearch: () => setSearching(true),
  });

  const copySelection = () => {
    const text = live.terminal.current?.getSelection() ?? '';
    if (text !== '') void copy.run({ text: text.slice(0, 100_000) });
  };

  return (
    <section
      aria-label={t('terminal.live', { name: terminal.asset })}
      className={classNames(
        'm-3 mr-0 flex min-h-0 min-w-0 flex-col overflow-hidden rounded-card border bg-term',
        driving.driven ? 'border-drive ring-1 ring-drive' : 'border-line',
      )}
    >
      {driving.above}
      <div className="relative min-h-0 flex-1">
        <ContextMenu.Root onOpenChange={() => setSelected(live.terminal.current?.hasSelection() ?? false)}>
          <ContextMenu.Trigger asChild>
            <div
              ref={scroller}
              className="absolute inset-y-3 right-4 left-9 scroll-quiet"
              onScroll={({ currentTarget }) => {
                follows.current = currentTarget.scrollTop >= wanted - AT_END;
                frame.look();
              }}
              onKeyDownCapture={(event) => {
                if (copies(event, driving.driven)) copySelection();
              }}
            >
              <div className="w-max" style={{ paddingBottom: below }}>
                <div ref={host} className={terminal.state.kind === 'closed' ? '[&_.xterm-cursor]:outline-none!' : ''} />
              </div>
            </div>
          </ContextMenu.Trigger>
          <ContextMenu.Portal>
            <ContextMenu.Content
              // The keyboard goes on in the terminal.
              onCloseAutoFocus={(event) => {
                if (!driving.driven) return;
                event.preventDefault();
                live.terminal.current?.focus();
              }}
              className="z-10 grid min-w-40 gap-px rounded-card border border-line-strong bg-card p-1 shadow-raised"
            >
              <MenuItem disabled={!selected} onSelect={copySelection}>
                {t('terminal.copy')}
              </MenuItem>
              {driving.driven ? <MenuItem onSelect={driving.pasteClipboard}>{t('terminal.paste')}</MenuItem> : null}
              <MenuItem onSelect={() => live.terminal.current?.selectAll()}>{t('terminal.selectAll')}</MenuItem>
            </ContextMenu.Content>
          </ContextMenu.Portal>
        </ContextMenu.Root>
        <RunGutter
          runs={terminal.runs}
          places={frame.places}
          lineHeight={lines.height}
          current={current}
          onChoose={onChoose}
        />
        <pre ref={spoken} data-testid="terminal-text" className="sr-only" />
        {searching ? (
          <SearchBar
            search={live.search}
            onFound={() => {
              const at = live.terminal.current?.getSelectionPosition();
              // The bar covers the first lines of the frame.
              if (at) frame.reveal(Math.max(0, at.start.y - 2), at.start.x);
            }}
            onClose={() => {
              setSearching(false);
              if (driving.driven) live.terminal.current?.focus();
            }}
          />
        ) : null}
        {frame.atEnd ? null : (
          <Button size="small" className="absolute right-6 bottom-3 z-1 shadow-raised" onClick={frame.toEnd}>
            <ArrowDown size={14} strokeWidth={2} />
            {t('focus.toEnd')}
          </Button>
        )}
        <LinkDialog address={link} onClose={() => setLink(null)} />
      </div>
      <SecretOffer terminal={terminal} />
      {driving.below}
      {live.failure === null && copy.problem === null ? null : (
        <div className="shrink-0 border-t border-line bg-card px-4 py-2">
          {live.failure === null ? null : t('terminal.noView', { why: live.failure })}
          <ProblemLine problem={copy.problem} />
        </div>
      )}
    </section>
  );
}

/** Ctrl-C itself is the terminal's while the person drives. */
function copies(event: KeyboardEvent, driven: boolean): boolean {
  if (event.key.toLowerCase() !== 'c') return false;
  return event.metaKey || (event.ctrlKey && (event.shiftKey || !driven));
}

interface MenuItemProps {
  readonly children: string;
  readonly disabled?: boolean;
  onSelect(): void;
}

function MenuItem({ children, disabled = false, onSelect }: MenuItemProps) {
  return (
    <ContextMenu.Item
      disabled={disabled}
      onSelect={onSelect}
      className="flex h-7 items-center rounded-control px-2 outline-none data-[disabled]:text-ink-3 data-[highlighted]:bg-hover"
    >
      {children}
    </ContextMenu.Item>
  );
}
