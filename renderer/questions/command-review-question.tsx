import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { AskingAgent } from './asking-agent.tsx';
import { ExactText } from './exact-text.tsx';
import { Asked, Body } from './question-parts.tsx';
import { RefuseOrAllow } from './refuse-or-allow.tsx';
import { useAnswer } from './use-answer.ts';

/** JumpServer itself wants a yes to an agent's command: because it is risky, or before its reviewers are asked. */
export function CommandReviewQuestion({
  question,
}: {
  readonly question: Extract<QuestionView, { topic: 'command-review' }>;
}) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const { agent, asset, command, step, text } = question;
  return (
    <>
      <Body>
        <Asked
          title={t(`question.review.${step}`, { agent: visibleText(agent), asset: visibleText(asset) })}
          text={t(`question.review.${step}What`)}
        />
        <ExactText text={command} />
        <p className="text-ink-2">{t('question.review.says')}</p>
        <ExactText text={text} />
        {agent === '' ? null : <AskingAgent {...question} where="" />}
        <ProblemLine problem={problem} />
      </Body>
      <RefuseOrAllow
        allowText={t(`question.review.${step}Allow`)}
        busy={busy}
        onRefuse={(reason) => answer({ kind: 'refuse', reason })}
        onAllow={() => answer({ kind: 'allow' })}
      />
    </>
  );
}
