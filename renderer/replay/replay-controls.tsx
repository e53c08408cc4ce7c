import { Pause, Play } from 'lucide-react';
import { Slider } from 'radix-ui';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { clockTime } from '../view/time-left.ts';
import type { RecordedSource } from './recorded-source.ts';
import type { ReplayPlayer, ReplayState } from './replay-player.ts';

const speeds = ['0.5', '1', '2', '4', '8'] as const;
/** More ticks than this are a smear. */
const TICKS_AT_MOST = 200;

/** Of the slider, in seconds. */
const STEP = 0.1;

interface ReplayControlsProps {
  readonly player: ReplayPlayer | null;
  readonly source: RecordedSource | null;
  readonly state: ReplayState;
}

/** Play, the place in the recording with a tick at each command, and the speed. */
export function ReplayControls({ player, source, state }: ReplayControlsProps) {
  const { t } = useTranslation();
  const speedId = useId();
  const duration = source?.duration ?? 0;
  const { position, playing, speed } = state;
  const place = t('replay.place', { at: clockTime(position * 1000), of: clockTime(duration * 1000) });
  const commands = source?.commands ?? [];
  return (
    <div className="flex h-12 shrink-0 items-center gap-3 border-t border-line bg-card px-3">
      <Button
        look="primary"
        square
        disabled={player === null}
        aria-label={t(playing ? 'replay.pause' : 'replay.play')}
        title={t(playing ? 'replay.pause' : 'replay.play')}
        onClick={() => player?.toggle()}
      >
        {playing ? <Pause size={14} strokeWidth={2.25} /> : <Play size={14} strokeWidth={2.25} />}
      </Button>
      <span className="shrink-0 text-small text-ink-2 tabular-nums" data-testid="replay-place">
        {place}
      </span>
      <Slider.Root
        className="relative flex h-6 min-w-0 flex-1 touch-none items-center"
        min={0}
        max={Math.max(duration, 0.001)}
        step={STEP}
        value={[position]}
        disabled={player === null}
        onValueChange={([to]) => {
          // The end is seldom a whole step.
          if (to !== undefined) player?.seek(to > duration - STEP ? duration : to);
        }}
      >
        <Slider.Track className="relative h-1 grow rounded-full bg-line-strong">
          <Slider.Range className="absolute h-full rounded-full bg-accent" />
        </Slider.Track>
        {commands.length > TICKS_AT_MOST
          ? null
          : commands.map(({ at }, index) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: two commands may begin at one moment, and none moves
                key={index}
                aria-hidden="true"
                className="pointer-events-none absolute h-2.5 w-px bg-ink-3"
                style={{ left: `${duration > 0 ? (at / duration) * 100 : 0}%` }}
              />
            ))}
        <Slider.Thumb
          aria-label={t('replay.position')}
          aria-valuetext={place}
          className="block size-3.5 rounded-full border border-line-strong bg-accent"
        />
      </Slider.Root>
      <label htmlFor={speedId} className="sr-only">
        {t('replay.speed')}
      </label>
      <Select
        id={speedId}
        value={speeds.find((one) => Number(one) === speed) ?? '1'}
        options={speeds.map((value) => ({ value, text: t('replay.times', { value }) }))}
        disabled={player === null}
        onChoose={(value) => player?.changeSpeed(Number(value))}
      />
    </div>
  );
}
