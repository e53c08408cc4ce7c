import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { AskingAgent } from './asking-agent.tsx';
import { ExactText } from './exact-text.tsx';
import { Asked, Body } from './question-parts.tsx';
import { RefuseOrAllow } from './refuse-or-allow.tsx';
import { useAnswer } from './use-answer.ts';

/** An agent wants to type into what runs on a real server. */
export function TypeInputQuestion({ question }: { readonly question: Extract<QuestionView, { topic: 'type-input' }> }) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const { agent, asset, program, input, isKey, lasts } = question;
  return (
    <>
      <Body>
        <Asked
          title={t('question.input.title', { agent: visibleText(agent), asset: visibleText(asset) })}
          text={t(lasts ? 'question.input.lasts' : 'question.input.once')}
        />
        {isKey ? (
          <p>
            {t('question.input.key')} <span className="mono">{input}</span>
          </p>
        ) : (
          <ExactText text={input} />
        )}
        {program === '' ? null : (
          <>
            <p className="text-ink-2">{t('question.input.into')}</p>
            <ExactText text={program} />
          </>
        )}
        <AskingAgent {...question} where="" />
        <ProblemLine problem={problem} />
      </Body>
      <RefuseOrAllow
        allowText={t(lasts ? 'question.input.allowAll' : 'question.run.allow')}
        busy={busy}
        onRefuse={(reason) => answer({ kind: 'refuse', reason })}
        onAllow={() => answer({ kind: 'allow' })}
      />
    </>
  );
}
