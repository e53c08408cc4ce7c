import { SquareTerminal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView } from '../../preload/contract-connect.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { StatePill } from '../ui/state-pill.tsx';
import { OpenFile } from './open-file.tsx';

export type Wish = { readonly client: ClientView; readonly does: 'connect' | 'disconnect' };

interface ClientRowProps {
  readonly client: ClientView;
  /** The one that the person most likely came for. */
  readonly first: boolean;
  /** What was just done here; null where nothing was. */
  readonly done: { readonly does: Wish['does']; readonly backup: string | null } | null;
  onWish(wish: Wish): void;
  onAgain(): void;
}

/** One client: what it is, where its settings are, how they stand, and the one thing to do about it. */
export function ClientRow({ client, first, done, onWish, onAgain }: ClientRowProps) {
  const { t } = useTranslation();
  const { title, file, state } = client;
  const fact = useFact(client);
  return (
    <ListRow
      id={client.id}
      icon={<SquareTerminal size={16} strokeWidth={2} />}
      title={title}
      tall={fact !== null || done !== null}
      text={
        <>
          <span className="mono">{file}</span>
          {fact === null ? null : <span className="block text-ink-2">{fact}</span>}
          <span aria-live="polite" className="block text-ink-2">
            {done === null ? null : t(done.does === 'connect' ? 'connect.written' : 'connect.gone', { client: title })}
            {done === null || done.backup === null ? null : (
              <span className="block text-ink-3">{t('connect.kept', { file: done.backup })}</span>
            )}
          </span>
        </>
      }
    >
      {state.kind === 'connected' ? (
        <>
          <StatePill health={{ shape: 'dot', tone: 'ready' }}>{t('connect.connected')}</StatePill>
          <Button
            look="ghost"
            aria-label={t('connect.disconnectFrom', { client: title })}
            onClick={() => onWish({ client, does: 'disconnect' })}
          >
            {t('connect.disconnect')}
          </Button>
        </>
      ) : state.kind === 'outdated' ? (
        <>
          <StatePill health={{ shape: 'triangle', tone: 'needs' }}>{t('connect.outdated')}</StatePill>
          <Button
            look="ghost"
            aria-label={t('connect.disconnectFrom', { client: title })}
            onClick={() => onWish({ client, does: 'disconnect' })}
          >
            {t('connect.disconnect')}
          </Button>
          <Button
            look={first ? 'primary' : 'plain'}
            aria-label={t('connect.updateOf', { client: title })}
            onClick={() => onWish({ client, does: 'connect' })}
          >
            {t('connect.update')}
          </Button>
        </>
      ) : state.kind === 'not-connected' ? (
        <Button
          look={first ? 'primary' : 'plain'}
          aria-label={t(state.predecessor === null ? 'connect.connectTo' : 'connect.takeOverIn', { client: title })}
          onClick={() => onWish({ client, does: 'connect' })}
        >
          {t(state.predecessor === null ? 'connect.connect' : 'connect.takeOver')}
        </Button>
      ) : (
        <>
          <StatePill health={{ shape: 'cross', tone: 'ended' }}>
            {t(state.kind === 'broken' ? 'connect.broken' : 'connect.unreadable')}
          </StatePill>
          <OpenFile client={client} />
          <Button aria-label={`${t('connect.again')}: ${title}`} onClick={onAgain}>
            {t('connect.again')}
          </Button>
        </>
      )}
    </ListRow>
  );
}

/** The second line, where there is something to say. */
function useFact({ state, installed }: ClientView): string | null {
  const { t } = useTranslation();
  switch (state.kind) {
    case 'connected':
      return state.name === 'drawbridge' ? null : t('connect.connectedAs', { name: state.name });
    case 'outdated':
      return t('connect.outdatedText', { starts: state.starts });
    case 'not-connected':
      if (state.predecessor !== null) return t('connect.predecessor', { name: state.predecessor });
      return installed ? null : t('connect.notInstalled');
    case 'broken':
      return t('connect.brokenText', { ...state.fault });
    case 'problem':
      return t(`connect.problem.${state.problem}`);
    default:
      return state satisfies never;
  }
}

interface ListRowProps {
  readonly id?: string;
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: ReactNode;
  /** More than two lines: the icon stays beside the first. */
  readonly tall?: boolean;
  readonly children: ReactNode;
}

export function ListRow({ id, icon, title, text, tall = false, children }: ListRowProps) {
  return (
    <li data-client={id} className="flex min-h-16 items-center gap-3 border-line px-4 py-3 not-first:border-t">
      <span
        aria-hidden
        className={classNames(
          'grid size-8 shrink-0 place-items-center rounded-control border border-line bg-inset text-ink-2',
          tall ? 'self-start' : '',
        )}
      >
        {icon}
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-semibold">{title}</h2>
        <p className="text-small text-ink-3 [overflow-wrap:anywhere] selectable">{text}</p>
      </div>
      <span className="flex shrink-0 items-center gap-2">{children}</span>
    </li>
  );
}
