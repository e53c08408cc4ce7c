import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { ExactText } from './exact-text.tsx';
import { Asked, Body } from './question-parts.tsx';
import { RefuseOrAllow } from './refuse-or-allow.tsx';
import { useAnswer } from './use-answer.ts';

/** An agent wants to bring files from or to its project folder on this computer, for the first time. */
export function GrantFolderQuestion({
  question,
}: {
  readonly question: Extract<QuestionView, { topic: 'grant-folder' }>;
}) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const { agent, asset, folder, direction } = question;
  const names = { agent: visibleText(agent), asset: visibleText(asset) };
  return (
    <>
      <Body>
        <Asked title={t('files.grant.title', names)} text={t(`files.grant.${direction}`, names)} />
        <ExactText text={folder} />
        <p className="text-ink-2">{t('files.grant.what', names)}</p>
        <ProblemLine problem={problem} />
      </Body>
      <RefuseOrAllow
        allowText={t('files.grant.allow')}
        busy={busy}
        onRefuse={(reason) => answer({ kind: 'refuse', reason })}
        onAllow={() => answer({ kind: 'allow' })}
      />
    </>
  );
}
