import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TakenOverView } from '../../preload/contract-take-over.ts';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { inChinese } from '../view/error-sentence.ts';
import { visibleText } from '../view/hidden-characters.ts';
import { hostOf } from '../view/host-of.ts';
import { shownQuestions } from '../view/shown-questions.ts';

/** What became of the predecessor's session, and what is left for the person to delete. */
export function TakenOverDialog() {
  const taken = useApp((app) => app.takenOver);
  const questions = useApp((app) => app.questions);
  const later = useWindow((state) => state.putAway);
  // A question comes first: what is over can wait.
  return taken && shownQuestions(questions, later).length === 0 ? <Taken taken={taken} /> : null;
}

function Taken({ taken }: { readonly taken: TakenOverView }) {
  const { t } = useTranslation();
  const dismiss = useAction('take-over.dismiss');
  const signIn = useAction('site.sign-in');
  const away = () => void dismiss.run({});
  const { site, added, organisation, session, present, key, bearer } = taken;
  const [sessionText, keyText] = useWords(taken);
  const signedIn = present !== '';
  const left = session.kind === 'none' || session.kind === 'ended' || session.kind === 'failed';
  const something = added || session.kind === 'signed-in' || key.kind === 'taken';
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && away()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-20 bg-scrim" />
        <AlertDialog.Content
          data-testid="taken-over"
          className="fixed top-1/2 left-1/2 z-20 flex max-h-[calc(100%-48px)] w-[640px] max-w-[calc(100%-48px)] -translate-1/2 flex-col rounded-window border border-line-strong bg-card shadow-raised"
        >
          <div className="grid min-h-0 auto-rows-max gap-4 scroll-quiet px-6 pt-5 pb-5 selectable">
            <div className="grid gap-1">
              <AlertDialog.Title className="text-title font-semibold">
                {t(something ? 'takeOver.done.title' : 'takeOver.done.nothing')}
              </AlertDialog.Title>
              <AlertDialog.Description className="text-ink-2 [overflow-wrap:anywhere]">
                {t('takeOver.done.what', { site: visibleText(site.name), address: hostOf(site.baseUrl) })}
              </AlertDialog.Description>
            </div>
            <ul className="grid gap-1.5">
              <Line good>
                {t(added ? 'takeOver.done.added' : 'takeOver.done.known')}
                {organisation === 'left' ? ` ${t('takeOver.done.organisationLeft')}` : ''}
              </Line>
              <Line good={!left}>
                {sessionText}
                {left
                  ? ` ${signedIn ? t('takeOver.done.stays', { user: visibleText(present) }) : t('takeOver.done.toSignIn')}`
                  : ''}
              </Line>
              {key.kind === 'none' ? null : <Line good={key.kind === 'taken'}>{keyText}</Line>}
              {bearer ? <Line good={false}>{t('takeOver.done.bearer')}</Line> : null}
            </ul>
            <OldFile taken={taken} />
            <ProblemLine problem={signIn.problem ?? dismiss.problem} />
          </div>
          <div className="flex justify-end gap-2 border-t border-line px-6 py-3">
            <AlertDialog.Cancel asChild>
              <Button look={signedIn ? 'primary' : 'ghost'}>{t('takeOver.done.close')}</Button>
            </AlertDialog.Cancel>
            {signedIn ? null : (
              <Button
                look="primary"
                disabled={signIn.busy}
                onClick={async () => {
                  if (await signIn.run({ siteId: site.id })) away();
                }}
              >
                {t('takeOver.done.signIn')}
              </Button>
            )}
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** By shape and word: done, or left. */
function Line({ good, children }: { readonly good: boolean; readonly children: ReactNode }) {
  return (
    <li className="flex items-start gap-2 [overflow-wrap:anywhere]">
      <span className="mt-1">
        <StateShape shape={good ? 'check' : 'hollow'} tone={good ? 'ready' : 'quiet'} small />
      </span>
      <span className="min-w-0">{children}</span>
    </li>
  );
}

/** Drawbridge never deletes it: the person may not be done with the old program. */
function OldFile({ taken: { removal, file, readableByOthers, key, site } }: { readonly taken: TakenOverView }) {
  const { t } = useTranslation();
  return (
    <section
      aria-label={t('takeOver.done.old')}
      className={`grid gap-2 rounded-card border px-4 py-3 ${readableByOthers ? 'border-needs-line bg-needs-bg' : 'border-line bg-inset'}`}
    >
      <h3 className="font-semibold">{t('takeOver.done.old')}</h3>
      <p className="text-ink-2">
        {readableByOthers ? `${t('takeOver.done.oldOpen')} ` : ''}
        {t(removal === '' ? 'takeOver.done.oldNamed' : 'takeOver.done.oldText')}
      </p>
      <div className="flex items-center gap-3 rounded-control border border-line-strong bg-term py-1.5 pr-1.5 pl-3">
        <code className="mono min-w-0 flex-1 [overflow-wrap:anywhere]">{visibleText(removal || file)}</code>
        {removal === '' ? null : <CopyButton text={removal} what={t('takeOver.done.command')} />}
      </div>
      {key.kind === 'none' || key.kind === 'taken' ? null : (
        <p className="text-small text-ink-2">{t('takeOver.done.keyThere', { site: visibleText(site.name) })}</p>
      )}
    </section>
  );
}

function useWords({ session, key }: TakenOverView): readonly [string, string] {
  const { t, i18n } = useTranslation();
  const why = (text: string) => (i18n.language === 'zh-CN' ? (inChinese(text) ?? text) : text);
  return [
    t(`takeOver.done.session.${session.kind}`, {
      user: 'user' in session ? visibleText(session.user) : '',
      other: session.kind === 'kept' ? visibleText(session.other) : '',
      why: session.kind === 'failed' ? why(session.why) : '',
    }),
    key.kind === 'none'
      ? ''
      : t(`takeOver.done.key.${key.kind}`, {
          user: key.kind === 'other-user' ? visibleText(key.user) : '',
          why: key.kind === 'failed' ? why(key.why) : '',
        }),
  ];
}
