import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { Button } from '../ui/button.tsx';
import { ALLOW_KEYS, KeyHint } from '../ui/key-hint.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { hostOf } from '../view/host-of.ts';
import { relativeTime } from '../view/relative-time.ts';
import { Actions, Asked, Body, Fact, Facts } from './question-parts.tsx';
import { useAnswer } from './use-answer.ts';

type TakeOver = Extract<QuestionView, { topic: 'take-over' }>;

/** What the predecessor's state file says, before anything of it is used. All texts are the file's: data. */
export function TakeOverQuestion({ question }: { readonly question: TakeOver }) {
  const { t } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const [key, setKey] = useState(false);
  const { baseUrl, known, present, organisation, username, file, readableByOthers, keyId, hasKey } = question;
  return (
    <>
      <Body>
        <Asked title={t('takeOver.title', { host: hostOf(baseUrl) })} text={t('takeOver.what')} />
        {readableByOthers ? (
          <p className="rounded-control border border-needs-line bg-needs-bg px-3 py-2">{t('takeOver.open')}</p>
        ) : null}
        <Facts>
          <Fact name={t('takeOver.site')}>
            {visibleText(baseUrl)} <Beside>{t(known ? 'takeOver.isKnown' : 'takeOver.isAdded')}</Beside>
          </Fact>
          {organisation === '' ? null : (
            <Fact name={t('takeOver.organisation')}>
              <span className="mono">{visibleText(organisation)}</span>{' '}
              {known ? <Beside>{t('takeOver.keepsOrganisation')}</Beside> : null}
            </Fact>
          )}
          <Fact name={t('takeOver.user')}>
            {username === '' ? <span className="text-ink-3">{t('takeOver.nobody')}</span> : visibleText(username)}
          </Fact>
          {present === '' ? null : (
            <Fact name={t('takeOver.present')}>{t('takeOver.presentText', { user: visibleText(present) })}</Fact>
          )}
          <Fact name={t('takeOver.session')}>
            <Session question={question} />
          </Fact>
          <Fact name={t('takeOver.file')}>
            <span className="mono">{visibleText(file)}</span>
          </Fact>
        </Facts>
        {keyId === '' ? null : (
          <KeyChoice id={keyId} possible={!hasKey} chosen={key} disabled={busy} onChoose={setKey} />
        )}
        <ProblemLine problem={problem} />
      </Body>
      <Actions>
        <Button disabled={busy} data-first onClick={() => answer({ kind: 'refuse', reason: '' })}>
          {t('takeOver.refuse')}
          <KeyHint>↩</KeyHint>
        </Button>
        <span className="flex-1" />
        <Button look="primary" disabled={busy} data-allow onClick={() => answer({ kind: 'take-over', key })}>
          {t('takeOver.allow')}
          <KeyHint>{ALLOW_KEYS}</KeyHint>
        </Button>
      </Actions>
    </>
  );
}

function Session({ question: { session, savedAt, endsAt, askedAt } }: { readonly question: TakeOver }) {
  const { t, i18n } = useTranslation();
  const time = (at: number) => relativeTime(at, askedAt, i18n.language);
  if (session === 'none') return t('takeOver.sessionNone');
  if (session === 'ended') return t('takeOver.sessionEnded', { time: time(endsAt ?? askedAt) });
  return (
    <>
      {t('takeOver.sessionThere')}
      {savedAt === null ? null : <Beside>{t('takeOver.sessionSaved', { time: time(savedAt) })}</Beside>}
      {endsAt === null ? null : <Beside>{t('takeOver.sessionEnds', { time: time(endsAt) })}</Beside>}
    </>
  );
}

const Beside = ({ children }: { readonly children: ReactNode }) => <span className="text-ink-3"> · {children}</span>;

interface KeyChoiceProps {
  readonly id: string;
  readonly possible: boolean;
  readonly chosen: boolean;
  readonly disabled: boolean;
  onChoose(chosen: boolean): void;
}

/** Off until the person wants it: the key outlives every session. */
function KeyChoice({ id, possible, chosen, disabled, onChoose }: KeyChoiceProps) {
  const { t } = useTranslation();
  const box = useId();
  return (
    <div className="flex gap-3 rounded-card border border-line bg-inset px-4 py-3">
      <input
        id={box}
        type="checkbox"
        checked={chosen}
        disabled={disabled || !possible}
        aria-describedby={`${box}-what`}
        onChange={(event) => onChoose(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <div className="grid min-w-0 gap-0.5">
        <label htmlFor={box} className={possible ? 'font-medium' : 'text-ink-3'}>
          {t('takeOver.takeKey', { id: visibleText(id) })}
        </label>
        <p id={`${box}-what`} className="text-small text-ink-2">
          {t(possible ? 'takeOver.takeKeyText' : 'takeOver.takeKeyHas')}
        </p>
      </div>
    </div>
  );
}
