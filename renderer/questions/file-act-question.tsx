import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import type { FindingView } from '../../preload/contract-policy.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { byteText } from '../view/byte-text.ts';
import { visibleText } from '../view/hidden-characters.ts';
import { AskingAgent } from './asking-agent.tsx';
import { ExactText } from './exact-text.tsx';
import { Asked, Body, Fact } from './question-parts.tsx';
import { RefuseOrAllow } from './refuse-or-allow.tsx';
import { useAnswer } from './use-answer.ts';
import { WhyAsked } from './why-asked.tsx';

/** An agent wants something done with a file on a real server. */
export function FileActQuestion({ question }: { readonly question: Extract<QuestionView, { topic: 'file-act' }> }) {
  const { t, i18n } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const { agent, asset, act, path, local, size, newName, content, overwrites, folder, reason, why } = question;
  const names = { agent: visibleText(agent), asset: visibleText(asset) };
  const warning = folder ? t('files.deletesFolder') : overwrites ? t('files.overwrites') : '';
  return (
    <>
      <Body>
        <Asked title={t(`files.title.${act}`, names)} text={t(act === 'script' ? 'files.script' : 'files.what')} />
        <ExactText text={act === 'script' ? (content ?? '') : path} />
        {warning === '' ? null : (
          <p className="rounded-control border border-needs-line bg-needs-bg px-3 py-2">{warning}</p>
        )}
        {act !== 'script' && content !== null ? (
          <>
            <p className="text-ink-2">{t('files.content')}</p>
            <ExactText text={content} />
          </>
        ) : null}
        <AskingAgent {...question} where="">
          {local === null ? null : (
            <Fact name={t(act === 'upload' ? 'files.from' : 'files.to')}>
              <span className="mono">{visibleText(local)}</span>{' '}
              <span className="text-ink-3">· {t('files.onComputer')}</span>
            </Fact>
          )}
          {newName === null ? null : (
            <Fact name={t('files.newName')}>
              <span className="mono">{visibleText(newName)}</span>
            </Fact>
          )}
          {size === null ? null : <Fact name={t('files.size')}>{byteText(size, i18n.language)}</Fact>}
          <Fact name={t('approvals.why')}>
            <WhyAsked why={act === 'script' ? why : why.map(withoutCommand)} />
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
        onRefuse={(why) => answer({ kind: 'refuse', reason: why })}
        onAllow={() => answer({ kind: 'allow' })}
      />
    </>
  );
}

/** It was judged as a command that nobody types: only the reason is of interest, and the name of an own rule. */
const withoutCommand = (finding: FindingView): FindingView =>
  finding.code === 'own-rule' ? finding : { ...finding, detail: '' };
