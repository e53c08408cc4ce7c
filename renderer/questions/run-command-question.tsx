import { Eye } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { hiddenCount, textParts } from '../view/hidden-characters.ts';
import { Actions, Asked, Body, Fact, Facts } from './question-parts.tsx';
import { useAnswer } from './use-answer.ts';

/** An agent wants to run a command on a real server. */
export function RunCommandQuestion({
  question,
}: {
  readonly question: Extract<QuestionView, { topic: 'run-command' }>;
}) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const [reason, setReason] = useState('');
  const { agent, target, site, command } = question;
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        // Enter in the field refuses with what stands there; it never allows.
        event.preventDefault();
        answer({ kind: 'refuse', reason });
      }}
    >
      <Body>
        <Asked title={t('question.run.title', { agent, target })} text={t('question.run.what')} />
        <Command text={command} />
        <Facts>
          <Fact name={t('question.run.agent')}>{agent}</Fact>
          <Fact name={t('question.run.on')}>
            {target} <span className="text-ink-3">· {site}</span>
          </Fact>
        </Facts>
        <ProblemLine problem={problem} />
      </Body>
      <Actions>
        <input
          type="text"
          autoComplete="off"
          maxLength={500}
          aria-label={t('question.run.whyNot')}
          placeholder={t('question.run.whyNot')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className="h-7 w-60 rounded-control border border-line-strong bg-inset px-2.5 selectable placeholder:text-ink-3"
        />
        <Button type="submit" look="danger" disabled={busy}>
          {t('question.refuse')}
        </Button>
        <span className="flex-1" />
        <Button look="primary" disabled={busy} onClick={() => answer({ kind: 'allow' })}>
          {t('question.run.allow')}
        </Button>
      </Actions>
    </form>
  );
}

/** The exact bytes, with what nobody would see made visible. */
function Command({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const parts = textParts(text);
  const hidden = hiddenCount(parts);
  return (
    <div className="overflow-hidden rounded-card border border-line-strong bg-term">
      <pre className="mono max-h-52 scroll-quiet px-4 py-3 whitespace-pre-wrap [overflow-wrap:anywhere] selectable">
        {parts.map((part, at) =>
          part.kind === 'text' ? (
            part.text
          ) : (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
              key={at}
              className="mx-0.5 rounded-sm border border-needs-line bg-needs-bg px-1 text-small text-needs"
            >
              {part.count === 1 ? part.code : `${part.code} ×${part.count}`}
            </span>
          ),
        )}
      </pre>
      {hidden === 0 ? null : (
        <p className="flex items-start gap-2 border-t border-needs-line bg-needs-bg px-4 py-2 text-small">
          <Eye size={16} strokeWidth={2} className="mt-0.5 shrink-0 text-needs" />
          <span>
            <b className="font-semibold">{t('question.run.hidden', { count: hidden })}</b>{' '}
            {t('question.run.hiddenWhat')}
          </span>
        </p>
      )}
    </div>
  );
}
