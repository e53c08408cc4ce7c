import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { AskingAgent } from './asking-agent.tsx';
import { Actions, Asked, Body, CancelOrSend, Fact, Facts, Field } from './question-parts.tsx';
import { useAnswer } from './use-answer.ts';

type Secret = Extract<QuestionView, { topic: 'terminal-secret' }>;

/** su or sudo asks for a password, because an agent wants to be another user. The prompt is the server's word: data. */
export function TerminalSecretQuestion({ question }: { readonly question: Secret }) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const [secret, setSecret] = useState('');
  const [sure, setSure] = useState(false);
  const { asset, command, recorded, refused } = question;
  const asksAgain = recorded && sure;
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        if (secret === '') return;
        if (recorded && !sure) setSure(true);
        else if (!recorded) answer({ kind: 'terminal-secret', secret, inClear: false });
      }}
    >
      <Body>
        <Asked
          title={t('question.secret.title', { command: visibleText(command), asset: visibleText(asset) })}
          text={t('question.secret.what', { agent: visibleText(question.agent), user: visibleText(question.user) })}
        />
        {refused === '' ? null : (
          <p role="alert" className="text-small text-ended selectable">
            {t('question.secret.refused', { words: visibleText(refused) })}
          </p>
        )}
        <WhatAsks question={question} />
        <Field label={t('question.secret.field')} value={secret} secret first onChange={setSecret} />
        {recorded ? (
          <p role="alert" data-testid="stored-in-clear" className="text-small text-ended">
            {t('question.secret.recorded')}
          </p>
        ) : null}
        <ProblemLine problem={problem} />
      </Body>
      {asksAgain ? (
        <Actions>
          <span className="mr-auto text-small text-ended">{t('question.secret.really')}</span>
          <Button look="ghost" disabled={busy} onClick={() => setSure(false)}>
            {t('question.secret.back')}
          </Button>
          <Button
            look="danger"
            disabled={busy}
            onClick={() => answer({ kind: 'terminal-secret', secret, inClear: true })}
          >
            {t('question.secret.inClear')}
          </Button>
        </Actions>
      ) : (
        <CancelOrSend
          send={t(recorded ? 'question.secret.goOn' : 'question.secret.do')}
          busy={busy}
          ready={secret !== ''}
          onCancel={() => answer({ kind: 'refuse', reason: '' })}
        />
      )}
    </form>
  );
}

/** Enough to know what would get the password. */
function WhatAsks({ question }: { readonly question: Secret }) {
  const { t } = useTranslation();
  const { prompt, from, reason, commandsBefore } = question;
  return (
    <>
      <Facts>
        <Fact name={t('question.secret.prompt')}>
          <span className="mono">{visibleText(prompt)}</span>
        </Fact>
        <Fact name={t('question.secret.from')}>{visibleText(from)}</Fact>
        <Fact name={t('question.secret.terminal')}>{t('question.secret.before', { count: commandsBefore })}</Fact>
      </Facts>
      <AskingAgent {...question} where="" />
      {reason === '' ? null : (
        <p className="text-ink-2 selectable">{t('question.run.reason', { reason: visibleText(reason) })}</p>
      )}
      {commandsBefore === 0 ? null : <p className="text-small text-ink-2">{t('question.secret.trap')}</p>}
    </>
  );
}
