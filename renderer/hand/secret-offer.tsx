import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { useAnswer } from '../questions/use-answer.ts';
import { useApp } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { offered, type SecretQuestion } from '../view/secret-offer.ts';

/** Below the terminal, while a program there asks for a password. It takes no focus by itself: the person may be typing. */
export function SecretOffer({ terminal }: { readonly terminal: TerminalView }) {
  const question = offered(useApp((app) => app.questions.find((one) => one.id === terminal.questionId)));
  return question === null ? null : <Offer key={question.id} question={question} />;
}

function Offer({ question }: { readonly question: SecretQuestion }) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const [secret, setSecret] = useState('');
  const [sure, setSure] = useState(false);
  const { recorded } = question;
  return (
    <form
      data-testid="secret-offer"
      aria-label={t('hand.secret.title', { asset: visibleText(question.asset) })}
      className="grid shrink-0 gap-2 border-t border-needs-line bg-needs-bg px-3 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (secret === '') return;
        if (recorded && !sure) setSure(true);
        else answer({ kind: 'terminal-secret', secret, inClear: recorded });
      }}
    >
      <div className="flex items-center gap-2">
        <Lock size={16} strokeWidth={2} className="shrink-0 text-needs" />
        <span className="max-w-[40%] min-w-0 truncate mono" title={visibleText(question.prompt)}>
          {visibleText(question.prompt)}
        </span>
        <input
          type="password"
          aria-label={t('question.secret.field')}
          placeholder={t('hand.secret.only')}
          value={secret}
          autoComplete="off"
          spellCheck={false}
          maxLength={1_000}
          onChange={(event) => {
            setSecret(event.target.value);
            setSure(false);
          }}
          className="h-8 min-w-0 flex-1 rounded-control border border-line-strong bg-inset px-2.5 selectable placeholder:text-ink-3"
        />
        <Button type="submit" look={sure ? 'danger' : 'primary'} disabled={busy || secret === ''}>
          {t(sure ? 'question.secret.inClear' : recorded ? 'question.secret.goOn' : 'question.secret.do')}
        </Button>
      </div>
      {question.refused === '' ? null : (
        <p role="alert" className="text-small text-ended">
          {t('hand.secret.again')}
        </p>
      )}
      {recorded ? (
        <p role="alert" data-testid="stored-in-clear" className="text-small text-ended">
          {t(sure ? 'question.secret.really' : 'question.secret.recorded')}
        </p>
      ) : null}
      <ProblemLine problem={problem} />
    </form>
  );
}
