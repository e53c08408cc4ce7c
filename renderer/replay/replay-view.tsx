import { ChevronLeft } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordingRow } from '../../preload/contract-recordings.ts';
import { useParts, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { ScrollRegion } from '../ui/scroll-region.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { nameOf } from '../view/journal-look.ts';
import type { RecordingEnd } from './recorded-source.ts';
import { ReplayCommands } from './replay-commands.tsx';
import { ReplayControls } from './replay-controls.tsx';
import { useKeepRecording } from './use-keep-recording.ts';
import { useReplay } from './use-replay.ts';
import { useReplayKeys } from './use-replay-keys.ts';

/** What a terminal printed, played again. */
export function ReplayView({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const recording = useWindow(({ recorded }) => recorded?.find((one) => one.id === id));
  const leave = useWindow((state) => state.replay);
  const stage = useRef<HTMLElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const spoken = useRef<HTMLPreElement>(null);
  const { source, state, player, failure } = useReplay(id, host, stage, spoken);
  useReplayKeys({ player, state, commands: source?.commands ?? [], onLeave: () => leave(null) });
  const title = recording ? `${recording.asset} · ${recording.account}` : id;
  return (
    <section data-testid="replay" aria-label={t('replay.of', { name: title })} className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-12 shrink-0 items-center gap-3 border-b border-line bg-card pr-4 pl-2">
        <Button look="ghost" square aria-label={t('nav.back')} title={t('nav.back')} onClick={() => leave(null)}>
          <ChevronLeft size={16} strokeWidth={2} />
        </Button>
        {recording ? <About recording={recording} /> : <span className="flex-1" />}
        {source ? <End end={source.end} /> : null}
        <Keep id={id} live={recording?.live ?? false} onGone={() => leave(null)} />
      </div>
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_240px]">
        <div className="m-3 mr-0 flex min-h-0 min-w-0 flex-col overflow-hidden rounded-card border border-line bg-term">
          <ScrollRegion ref={stage} label={t('replay.screen')} className="m-3 min-h-0 flex-1 overflow-auto">
            {failure ? (
              <p role="alert" className="text-ink-2 selectable">
                {failure.message} {failure.nextStep}
              </p>
            ) : null}
            <div ref={host} className="w-max [&_.xterm-cursor]:outline-none!" />
          </ScrollRegion>
          <pre ref={spoken} data-testid="replay-text" className="sr-only" />
          <ReplayControls player={player} source={source} state={state} />
        </div>
        <ReplayCommands
          commands={source?.commands ?? []}
          position={state.position}
          onChoose={(at) => player?.seek(at)}
        />
      </div>
    </section>
  );
}

function About({ recording }: { readonly recording: RecordingRow }) {
  const { t, i18n } = useTranslation();
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const facts = [
    recording.account,
    recording.who === 'person' ? t('journal.person') : nameOf(recording.who),
    when.format(recording.startedAt),
  ];
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2 overflow-hidden whitespace-nowrap">
      <h1 className="max-w-64 truncate text-body leading-5 font-semibold">{recording.asset}</h1>
      {facts.map((fact) => (
        <span key={fact} className="flex min-w-0 gap-2 text-ink-2">
          <span aria-hidden="true" className="text-line-strong">
            ·
          </span>
          <span className="truncate">{fact}</span>
        </span>
      ))}
    </div>
  );
}

/** Said only where the recording is not whole. */
function End({ end }: { readonly end: RecordingEnd }) {
  const { t } = useTranslation();
  if (end === 'complete') return null;
  return <StatePill health={looks[end]}>{t(`replay.end.${end}`)}</StatePill>;
}

const looks = {
  live: { shape: 'play', tone: 'accent' },
  torn: { shape: 'triangle', tone: 'needs' },
  tampered: { shape: 'octagon', tone: 'ended' },
} as const;

interface KeepProps {
  readonly id: string;
  readonly live: boolean;
  onGone(): void;
}

function Keep({ id, live, onGone }: KeepProps) {
  const { t } = useTranslation();
  const { api } = useParts();
  const { busy, problem, saved, save, remove } = useKeepRecording(api, id);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <span role="status" className="text-small text-ink-3">
        {saved ? t('replay.saved') : (problem?.message ?? '')}
      </span>
      <Button look="ghost" disabled={busy} onClick={() => void save()}>
        {t('replay.save')}
      </Button>
      {live ? null : (
        <Button look="ghost" disabled={busy} onClick={() => setAsking(true)}>
          {t('replay.delete')}
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        title={t('replay.deleteAsk')}
        text={t('replay.deleteWhat')}
        doText={t('replay.delete')}
        busy={busy}
        problem={problem}
        onCancel={() => setAsking(false)}
        onDo={() => void remove().then((gone) => gone && onGone())}
      />
    </>
  );
}
