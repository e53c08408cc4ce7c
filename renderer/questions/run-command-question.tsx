import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { useApp } from '../state/window-context.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { AskingAgent } from './asking-agent.tsx';
import { ExactText } from './exact-text.tsx';
import { Asked, Body, Fact } from './question-parts.tsx';
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
  const { agent, asset, command, reason, place, canStand } = question;
  const session = useApp(
    (app) => app.terminals.find(({ id }) => id === place?.terminalId)?.jumpserverSessionId ?? null,
  );
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
        <AskingAgent {...question} where={where} session={session}>
          <Fact name={t('approvals.why')}>
            <WhyAsked why={question.why} />
          </Fact>
          <Fact name={t('approvals.says', { agent: visibleText(agent) })}>
            {reason === '' ? (
              <span className="text-ink-3">{t('approvals.saysNothing')}</span>
            ) : (
              <span className="block border-l-2 border-line-strong pl-3">{visibleText(reason)}</span>
            )}
          </Fact>
        </AskingAgent>
        <ProblemLine problem={problem} />
      </Body>
      <RefuseOrAllow
        allowText={t('question.run.allow')}
        busy={busy}
        onRefuse={(reason) => answer({ kind: 'refuse', reason })}
        onAllow={() => answer({ kind: 'allow' })}
        {...(canStand ? { onAllowFor: (minutes) => answer({ kind: 'allow', minutes }) } : {})}
      />
    </>
  );
}

function whoText(uid: string, name: string | null, t: TFunction): string {
  const number = t('question.run.uid', { uid: visibleText(uid) });
  return name === null ? number : `${visibleText(name)} (${number})`;
}
