import { Check, Copy, RotateCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CheckView } from '../../preload/contract.ts';
import { type DoctorWords, doctorWords } from '../i18n/doctor.ts';
import { useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { ScrollRegion } from '../ui/scroll-region.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { toneText } from '../ui/tones.ts';
import {
  checkAdvice,
  checkGroups,
  checkHealth,
  checkSentence,
  reportText,
  wantsAction,
} from '../view/doctor-report.ts';
import { MendButton } from './mend-button.tsx';
import { useDoctor } from './use-doctor.ts';

/** What works, what does not, and the one step that mends it. */
export function DoctorPage() {
  const words = doctorWords[useApp((app) => app.locale)];
  const version = useApp((app) => app.version);
  const { report, busy, problem, again } = useDoctor();
  const todo = report.checks.filter(wantsAction).length;
  const summary = busy || !report.done ? words.looking : todo === 0 ? words.allWell : words.needYou(todo);
  return (
    <ScrollRegion label={words.title} className="min-h-0 flex-1 px-4 py-6">
      <div className="mx-auto grid max-w-[840px] gap-5">
        <header className="flex flex-wrap items-center gap-2">
          <div className="min-w-0 flex-1">
            <h1>{words.title}</h1>
            <p className="text-ink-2" role="status">
              {summary}
            </p>
          </div>
          <ProblemLine problem={problem} />
          <CopyReport words={words} text={() => reportText(report, words, version)} disabled={!report.done} />
          <Button disabled={busy} onClick={again}>
            <RotateCw size={14} strokeWidth={2} />
            {words.again}
          </Button>
        </header>
        {checkGroups(report, words).map(({ key, title, checks }) => (
          <section key={key} aria-label={title}>
            <h2 className="truncate pb-1.5 text-small font-medium text-ink-3">{title}</h2>
            <ul className="rounded-card border border-line bg-card">
              {checks.map((check) => (
                <CheckRow key={check.id} check={check} words={words} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </ScrollRegion>
  );
}

function CheckRow({ check, words }: { readonly check: CheckView; readonly words: DoctorWords }) {
  const health = checkHealth(check.state);
  const advice = checkAdvice(check, words);
  const quiet = check.state === 'not-applicable' || check.state === 'unknown' || check.state === 'looking';
  return (
    <li
      data-testid={`check-${check.id}`}
      data-state={check.state}
      className="grid min-h-11 grid-cols-[16px_minmax(88px,128px)_minmax(0,1fr)_auto] items-center gap-x-3 border-line py-2 pr-2 pl-4 not-first:border-t"
    >
      <StateShape shape={health.shape} tone={health.tone} />
      <span className="truncate font-medium">{words.checks[check.id] ?? check.id}</span>
      <div className="min-w-0 selectable">
        <p className={classNames('[overflow-wrap:anywhere]', quiet && 'text-ink-2')}>
          <span className={classNames(toneText[health.tone], 'font-medium')}>
            {words.states[check.state]}
            {check.state === 'looking' ? '' : ' · '}
          </span>
          {checkSentence(check, words)}
        </p>
        {advice === '' ? null : <p className="text-small text-ink-2">{advice}</p>}
      </div>
      <MendButton check={check} words={words} />
    </li>
  );
}

interface CopyReportProps {
  readonly words: DoctorWords;
  readonly disabled: boolean;
  text(): string;
}

function CopyReport({ words, disabled, text }: CopyReportProps) {
  const { run, problem } = useAction('clipboard.write');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <ProblemLine problem={problem} />
      <Button disabled={disabled} onClick={async () => setCopied(await run({ text: text() }))}>
        {copied ? <Check size={14} strokeWidth={2.25} /> : <Copy size={14} strokeWidth={2} />}
        <span aria-live="polite">{copied ? words.copied : words.copy}</span>
      </Button>
    </>
  );
}
