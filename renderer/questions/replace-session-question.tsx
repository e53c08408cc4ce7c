import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { Button } from '../ui/button.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { Actions, Asked, Body, Fact, Facts } from './question-parts.tsx';
import { useAnswer } from './use-answer.ts';

/** The session in the state file is of another user than the one who is signed in. */
export function ReplaceSessionQuestion({
  question,
}: {
  readonly question: Extract<QuestionView, { topic: 'replace-session' }>;
}) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const names = { before: visibleText(question.before), now: visibleText(question.now), site: question.site };
  return (
    <>
      <Body>
        <Asked title={t('takeOver.replace.title', names)} text={t('takeOver.replace.what', names)} />
        <Facts>
          <Fact name={t('takeOver.replace.before')}>{names.before}</Fact>
          <Fact name={t('takeOver.replace.now')}>{names.now}</Fact>
        </Facts>
        <ProblemLine problem={problem} />
      </Body>
      <Actions>
        <Button disabled={busy} data-first onClick={() => answer({ kind: 'refuse', reason: '' })}>
          {t('takeOver.replace.keep', names)}
          <KeyHint>↩</KeyHint>
        </Button>
        <span className="flex-1" />
        <Button look="primary" disabled={busy} onClick={() => answer({ kind: 'allow' })}>
          {t('takeOver.replace.do', names)}
        </Button>
      </Actions>
    </>
  );
}
