import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { Asked, Body, CancelOrSend, Field } from './question-parts.tsx';
import { useAnswer } from './use-answer.ts';

/** The proxy between this computer and the sites wants to know who is there. */
export function ProxyLoginQuestion({
  question,
}: {
  readonly question: Extract<QuestionView, { topic: 'proxy-login' }>;
}) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { proxy, realm, again } = question;
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        if (username !== '') answer({ kind: 'credentials', username, password });
      }}
    >
      <Body>
        <Asked
          title={t('question.proxy.title', { proxy })}
          text={`${again ? `${t('question.proxy.again')} ` : ''}${t('question.proxy.what')}${realm === '' ? '' : ` ${t('question.proxy.realm', { realm: visibleText(realm) })}`}`}
        />
        <Field label={t('question.proxy.username')} value={username} first onChange={setUsername} />
        <Field label={t('question.proxy.password')} value={password} secret onChange={setPassword} />
        <ProblemLine problem={problem} />
      </Body>
      <CancelOrSend
        send={t('question.proxy.do')}
        busy={busy}
        ready={username !== ''}
        onCancel={() => answer({ kind: 'refuse', reason: '' })}
      />
    </form>
  );
}
