import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { Asked, Body, CancelOrSend, Field } from './question-parts.tsx';
import { useAnswer } from './use-answer.ts';

/** JumpServer wants the person to prove once more who they are (protocol §4.4). */
export function ConfirmIdentityQuestion({
  question,
}: {
  readonly question: Extract<QuestionView, { topic: 'confirm-identity' }>;
}) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const [chosen, setChosen] = useState(question.methods[0]?.name ?? '');
  const [secret, setSecret] = useState('');
  const method = question.methods.find(({ name }) => name === chosen);
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        if (secret !== '') answer({ kind: 'secret', method: chosen, secret });
      }}
    >
      <Body>
        <Asked title={t('question.identity.title', { site: question.site })} text={t('question.identity.what')} />
        {question.refused === '' ? null : (
          <p role="alert" className="text-small text-ended selectable">
            {t('question.identity.refused', { words: visibleText(question.refused) })}
          </p>
        )}
        {question.methods.length < 2 ? null : (
          <fieldset className="flex flex-wrap gap-4">
            <legend className="sr-only">{t('question.identity.method')}</legend>
            {question.methods.map(({ name, label }) => (
              <label key={name} className="flex items-center gap-2">
                <input
                  type="radio"
                  name="method"
                  checked={name === chosen}
                  onChange={() => setChosen(name)}
                  className="accent-accent"
                />
                {label}
              </label>
            ))}
          </fieldset>
        )}
        <Field
          label={method?.label ?? t('question.proxy.password')}
          placeholder={method?.placeholder ?? ''}
          value={secret}
          secret
          first
          onChange={setSecret}
        />
        <ProblemLine problem={problem} />
      </Body>
      <CancelOrSend
        send={t('question.identity.do')}
        busy={busy}
        ready={secret !== ''}
        onCancel={() => answer({ kind: 'refuse', reason: '' })}
      />
    </form>
  );
}
