import { Globe, Server } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../state/use-action.ts';
import { useNow } from '../state/use-now.ts';
import { useApp } from '../state/window-context.tsx';
import { BridgeGlyph } from '../ui/bridge-glyph.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { useUnits } from '../ui/use-units.ts';
import { hostOf } from '../view/host-of.ts';
import { clockTime, duration } from '../view/time-left.ts';
import { TakeOverChoice } from './take-over-choice.tsx';
import { type Probe, useProbe } from './use-probe.ts';

/** Slower than this, waiting says how long it has been (window.md). */
const SLOW_MS = 5000;

export function AddSite() {
  const { t } = useTranslation();
  const [address, setAddress] = useState('');
  const probe = useProbe(address);
  const add = useAction('site.add');
  const found = probe.kind === 'answered' && probe.result.kind === 'jumpserver' ? probe.result : null;
  return (
    <>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (found && !add.busy) void add.run({ url: found.baseUrl });
        }}
      >
        <div>
          <h1>{t('setup.which')}</h1>
          <p className="text-ink-2" id="address-hint">
            {t('setup.whichHint')}
          </p>
        </div>
        <div className="flex h-9 items-center gap-2 rounded-control border border-line-strong bg-inset px-3 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-2 has-[input:focus-visible]:outline-accent">
          <Globe size={16} strokeWidth={2} className="text-ink-3" />
          <input
            type="text"
            // The page has one question; the caret stands in its answer.
            // biome-ignore lint/a11y/noAutofocus: it is the first and only field of the page
            autoFocus
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            aria-label={t('setup.address')}
            aria-describedby="address-hint"
            placeholder={t('setup.placeholder')}
            value={address}
            onChange={(event) => setAddress(event.target.value)}
            className="min-w-0 flex-1 bg-transparent outline-none selectable placeholder:text-ink-3"
          />
          <ProbeWord probe={probe} />
        </div>
        {probe.kind === 'answered' && probe.result.kind === 'problem' ? (
          <div className="rounded-card border border-line bg-card px-4 py-3">
            <ProblemLine problem={probe.result} />
          </div>
        ) : null}
        {found ? (
          <div className="flex items-center gap-3 rounded-card border border-line bg-card p-4">
            <span className="grid size-10 shrink-0 place-items-center rounded-control border border-line bg-inset text-ink-2">
              <Server size={16} strokeWidth={2} />
            </span>
            <div className="min-w-0 flex-1">
              <p className="truncate font-semibold">{found.name}</p>
              <p className="truncate text-ink-2">{hostOf(found.baseUrl)}</p>
            </div>
            <StatePill health={{ shape: 'dot', tone: 'ready' }}>{t('setup.isJumpServer')}</StatePill>
          </div>
        ) : null}
        <ProblemLine problem={add.problem} />
        <div className="flex justify-end">
          <Button type="submit" look="primary" size="large" disabled={!found || add.busy}>
            {t('setup.add')}
          </Button>
        </div>
      </form>
      <TakeOverChoice />
      <PracticeChoice />
    </>
  );
}

function ProbeWord({ probe }: { readonly probe: Probe }) {
  const { t } = useTranslation();
  const units = useUnits();
  const now = useNow(probe.kind === 'looking' ? 1000 : null);
  if (probe.kind === 'looking') {
    const waited = now - probe.since;
    return (
      <span role="status" className="shrink-0 text-small text-ink-3">
        {t('setup.probing')}
        {waited > SLOW_MS ? ` ${clockTime(waited)}` : ''}
      </span>
    );
  }
  if (probe.kind !== 'answered' || probe.result.kind !== 'jumpserver') return null;
  return (
    <span role="status" className="flex shrink-0 items-center gap-1.5 text-small text-ready">
      <StateShape shape="check" tone="ready" small />
      {t('setup.found', { time: duration(probe.tookMs, units) })}
    </span>
  );
}

function PracticeChoice() {
  const { t } = useTranslation();
  const running = useApp((app) => app.practiceRunning);
  const start = useAction('practice.start');
  if (running) return null;
  return (
    <>
      <div className="flex items-center gap-3 py-1 text-small text-ink-3">
        <span className="h-px flex-1 bg-line" />
        {t('setup.or')}
        <span className="h-px flex-1 bg-line" />
      </div>
      <div className="grid gap-2 rounded-card border border-line bg-card p-4">
        <div className="flex items-center gap-3">
          <span className="grid size-8 shrink-0 place-items-center rounded-control border border-line bg-inset text-ink-2">
            <BridgeGlyph position="lowered" />
          </span>
          <div className="min-w-0 flex-1">
            <p className="font-semibold">{t('setup.practice')}</p>
            <p className="text-ink-2">{t('setup.practiceText')}</p>
          </div>
          <Button
            disabled={start.busy}
            aria-label={`${t('setup.practiceDo')}: ${t('setup.practice')}`}
            onClick={() => void start.run({})}
          >
            {t('setup.practiceDo')}
          </Button>
        </div>
        <ProblemLine problem={start.problem} />
      </div>
    </>
  );
}
