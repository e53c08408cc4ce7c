import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { AskingAgent } from './asking-agent.tsx';
import { ExactText } from './exact-text.tsx';
import { Asked, Body } from './question-parts.tsx';
import { RefuseOrAllow } from './refuse-or-allow.tsx';
import { useAnswer } from './use-answer.ts';
import { WhyAsked } from './why-asked.tsx';

/** An agent wants to run a command on a real server. */
export function RunCommandQuestion({
  question,
}: {
  readonly question: Extract<QuestionView, { topic: 'run-command' }>;
}) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const { agent, asset, command, reason, why, place } = question;
  const where =
    place === null
      ? t('question.run.newShell')
      : [
          place.cwd === null ? '' : t('question.run.in', { folder: visibleText(place.cwd) }),
          place.user === null ? '' : whoText(place.user, place.userName, t),
        ]
          .filter((part) => part !== '')
          .join(' · ');
  return (
    <>
      <Body>
        <Asked
          title={t('question.run.title', { agent: visibleText(agent), asset: visibleText(asset) })}
          text={t('question.run.what')}
        />
        <ExactText text={command} />
        <WhyAsked why={why} />
        {reason === '' ? null : (
          <p className="text-ink-2 selectable">{t('question.run.reason', { reason: visibleText(reason) })}</p>
        )}
        <AskingAgent {...question} where={where} />
        <ProblemLine problem={problem} />
      </Body>
      <RefuseOrAllow
        allowText={t('question.run.allow')}
        busy={busy}
        onRefuse={(reason) => answer({ kind: 'refuse', reason })}
        onAllow={() => answer({ kind: 'allow' })}
      />
    </>
  );
}

function whoText(uid: string, name: string | null, t: TFunction): string {
  const number = t('question.run.uid', { uid: visibleText(uid) });
  return name === null ? number : `${visibleText(name)} (${number})`;
}
