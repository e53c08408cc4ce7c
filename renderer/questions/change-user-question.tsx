import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { Actions, Asked, Body, Fact, Facts } from './question-parts.tsx';
import { useAnswer } from './use-answer.ts';

/** Somebody else than before signed in; what is open still works as the former user. */
export function ChangeUserQuestion({
  question,
}: {
  readonly question: Extract<QuestionView, { topic: 'change-user' }>;
}) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const { before, now, site, terminals } = question;
  return (
    <>
      <Body>
        <Asked
          title={t('question.user.title', { now: visibleText(now), site })}
          text={t('question.user.what', { count: terminals, before: visibleText(before) })}
        />
        <Facts>
          <Fact name={t('question.user.before')}>{visibleText(before)}</Fact>
          <Fact name={t('question.user.now')}>{visibleText(now)}</Fact>
        </Facts>
        <ProblemLine problem={problem} />
      </Body>
      <Actions>
        <Button look="ghost" disabled={busy} onClick={() => answer({ kind: 'refuse', reason: '' })}>
          {t('question.user.keep', { before: visibleText(before) })}
        </Button>
        <Button look="primary" disabled={busy} data-first onClick={() => answer({ kind: 'allow' })}>
          {t('question.user.close', { count: terminals })}
        </Button>
      </Actions>
    </>
  );
}
