import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { Button } from '../ui/button.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { Fingerprint } from './fingerprint.tsx';
import { Actions, Asked, Body, Fact, Facts } from './question-parts.tsx';
import { useAnswer } from './use-answer.ts';

type TrustQuestion = Extract<QuestionView, { topic: 'trust-certificate' }>;
type Certificate = TrustQuestion['certificate'];

const reasons = {
  ERR_CERT_AUTHORITY_INVALID: 'question.trust.authority',
  ERR_CERT_COMMON_NAME_INVALID: 'question.trust.name',
  ERR_CERT_DATE_INVALID: 'question.trust.date',
} as const;

type Reason = (typeof reasons)[keyof typeof reasons] | 'question.trust.other';

const reasonOf = (problem: string): Reason =>
  problem in reasons ? reasons[problem as keyof typeof reasons] : 'question.trust.other';

/** Chromium names one reason only; an unknown authority hides that the name is another one, or the time over. */
function reasonsOf({ problem, validFrom, validTo, otherName }: Certificate, now: number): readonly Reason[] {
  const elapsed = now < validFrom || now > validTo;
  return [
    ...new Set<Reason>([
      reasonOf(problem),
      ...(otherName ? [reasons.ERR_CERT_COMMON_NAME_INVALID] : []),
      ...(elapsed ? [reasons.ERR_CERT_DATE_INVALID] : []),
    ]),
  ];
}

/** A certificate that this computer does not trust: the person compares the fingerprint, or refuses. */
export function TrustCertificateQuestion({ question }: { readonly question: TrustQuestion }) {
  const { t, i18n } = useTranslation();
  const { answer, busy, problem } = useAnswer(question.id);
  const { host, site, certificate, before } = question;
  const why = reasonsOf(certificate, question.askedAt)
    .map((reason) => t(reason))
    .join(' ');
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' });
  return (
    <>
      <Body>
        <Asked
          title={t(before === null ? 'question.trust.title' : 'question.trust.changed', { host })}
          text={`${why} ${t(before === null ? 'question.trust.what' : 'question.trust.changedWhat')}`}
        />
        <Facts>
          <Fact name={t('question.trust.fingerprint')}>
            <Fingerprint value={certificate.fingerprint} />
          </Fact>
          {before === null ? null : (
            <Fact name={t('question.trust.before')}>
              <Fingerprint value={before} quiet />
            </Fact>
          )}
          <Fact name={t('question.trust.subject')}>{visibleText(certificate.subject)}</Fact>
          <Fact name={t('question.trust.issuer')}>{visibleText(certificate.issuer)}</Fact>
          <Fact name={t('question.trust.valid')}>
            {t('question.trust.dates', {
              from: date.format(certificate.validFrom),
              to: date.format(certificate.validTo),
            })}
          </Fact>
          <Fact name={t('question.trust.site')}>{site}</Fact>
        </Facts>
        <ProblemLine problem={problem} />
      </Body>
      <Actions>
        <Button look="danger" disabled={busy} onClick={() => answer({ kind: 'allow' })}>
          {t('question.trust.allow')}
        </Button>
        <span className="flex-1" />
        <Button disabled={busy} data-first onClick={() => answer({ kind: 'refuse', reason: '' })}>
          {t('question.trust.refuse')}
          <KeyHint>↩</KeyHint>
        </Button>
      </Actions>
    </>
  );
}
