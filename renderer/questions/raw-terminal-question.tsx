import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { AskingAgent } from './asking-agent.tsx';
import { Asked, Body, Fact } from './question-parts.tsx';
import { RefuseOrAllow } from './refuse-or-allow.tsx';
import { useAnswer } from './use-answer.ts';
import { WhyAsked } from './why-asked.tsx';

/** The command line wants a whole terminal: one answer for everything that is typed there until it ends. */
export function RawTerminalQuestion({
  question,
}: {
  readonly question: Extract<QuestionView, { topic: 'raw-terminal' }>;
}) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const { agent, asset, why } = question;
  return (
    <>
      <Body>
        <Asked
          title={t('approvals.raw.title', { agent: visibleText(agent), asset: visibleText(asset) })}
          text={t('approvals.raw.what')}
        />
        <p className="rounded-control border border-needs-line bg-needs-bg px-3 py-2">{t('approvals.raw.warning')}</p>
        <AskingAgent {...question} where="">
          <Fact name={t('approvals.why')}>
            <WhyAsked why={why} />
          </Fact>
        </AskingAgent>
        <ProblemLine problem={problem} />
      </Body>
      <RefuseOrAllow
        allowText={t('approvals.raw.allow')}
        busy={busy}
        onRefuse={(reason) => answer({ kind: 'refuse', reason })}
        onAllow={() => answer({ kind: 'allow' })}
      />
    </>
  );
}
