import { useTranslation } from 'react-i18next';
import type { QuestionView, TerminalView } from '../../preload/contract.ts';
import { useNow } from '../state/use-now.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { useUnits } from '../ui/use-units.ts';
import { visibleText } from '../view/hidden-characters.ts';
import { numberedLines } from '../view/numbered-lines.ts';
import { ago } from '../view/time-left.ts';
import { Parts } from './exact-text.tsx';
import { useAnswer } from './use-answer.ts';
import { useArmed } from './use-armed.ts';

type Request = Extract<QuestionView, { topic: 'run-command' | 'type-input' }>;

/** What fits on a tile; more is read in the dialog before it can be allowed. */
const SHORT = 160;

/** The request that waits on this terminal, undefined where there is none. */
export function useTileRequest({ questionId }: Pick<TerminalView, 'questionId'>): Request | undefined {
  return useApp((app) => {
    const question = questionId === null ? undefined : app.questions.find(({ id }) => id === questionId);
    return question?.topic === 'run-command' || question?.topic === 'type-input' ? question : undefined;
  });
}

/** What an agent waits for the person with, over the last lines of its tile. */
export function TileRequest({ terminal, height }: { readonly terminal: TerminalView; readonly height: number }) {
  const { t } = useTranslation();
  const request = useTileRequest(terminal);
  const units = useUnits();
  const now = useNow(1_000);
  if (!request) return null;
  const { agent, askedAt } = request;
  const reason = request.topic === 'run-command' ? request.reason : '';
  const asked = t('approvals.askedAgo', { ago: ago(now - askedAt, units) });
  return (
    <div
      data-testid="tile-request"
      className="grid min-h-0 content-start gap-1.5 overflow-hidden bg-term"
      style={{ height }}
    >
      <p className="truncate">
        {t(request.topic === 'run-command' ? 'approvals.wants' : 'approvals.wantsType', { agent: visibleText(agent) })}
      </p>
      <RequestText request={request} />
      <p className="truncate text-small text-ink-2">{reason === '' ? asked : `“${visibleText(reason)}” · ${asked}`}</p>
    </div>
  );
}

function RequestText({ request }: { readonly request: Request }) {
  const { t } = useTranslation();
  const lines = numberedLines(textOf(request));
  return (
    <div className="min-w-0 overflow-hidden rounded-control border border-line-strong bg-inset px-2 py-1">
      <pre className="mono line-clamp-2 whitespace-pre-wrap [overflow-wrap:anywhere]">
        <Parts parts={lines[0] ?? []} />
      </pre>
      {lines.length < 2 ? null : (
        <p className="text-small text-needs">{t('approvals.more', { count: lines.length - 1 })}</p>
      )}
    </div>
  );
}

/** [Refuse…] [Allow once]: where not all of it can be read on the tile, it is read in full first. */
export function TileAnswer({ terminal }: { readonly terminal: TerminalView }) {
  const request = useTileRequest(terminal);
  return request ? <AnswerButtons key={request.id} request={request} /> : null;
}

function AnswerButtons({ request }: { readonly request: Request }) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(request.id);
  const { armed } = useArmed();
  const show = useWindow((state) => state.showQuestion);
  const text = textOf(request);
  const fits = text.length <= SHORT && !text.includes('\n') && visibleText(text) === text;
  // What goes on until a program ends is explained in the dialog.
  const simple = fits && request.topic === 'run-command';
  return (
    <>
      <ProblemLine problem={problem} />
      <Button look="ghost" size="small" disabled={busy} onClick={() => show(request.id)}>
        {t('approvals.refuseMore')}
      </Button>
      {simple ? (
        <Button
          look="primary"
          size="small"
          disabled={busy || !armed}
          title={request.target}
          onClick={() => answer({ kind: 'allow' })}
        >
          {t('question.run.allow')}
        </Button>
      ) : (
        <Button look="primary" size="small" disabled={busy} onClick={() => show(request.id)}>
          {t('approvals.readInFull')}
        </Button>
      )}
    </>
  );
}

const textOf = (request: Request): string => (request.topic === 'run-command' ? request.command : request.input);
