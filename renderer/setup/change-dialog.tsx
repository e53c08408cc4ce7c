import { FileText } from 'lucide-react';
import { AlertDialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../preload/contract.ts';
import type { ClientView, ConnectProblem, ShownChange } from '../../preload/contract-connect.ts';
import { useParts } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { Segments } from '../ui/segments.tsx';
import { ChangedLines } from './changed-lines.tsx';
import type { Wish } from './client-row.tsx';
import { OpenFile } from './open-file.tsx';

interface ChangeDialogProps {
  readonly wish: Wish;
  onClose(): void;
  onWritten(backup: string | null): void;
}

/** What would change in a client's settings, line by line, before it is written. */
export function ChangeDialog({ wish, onClose, onWritten }: ChangeDialogProps) {
  const { t } = useTranslation();
  const { api } = useParts();
  const { client, does } = wish;
  const [beside, setBeside] = useState(false);
  const [shown, setShown] = useState<Answer<'connect.show'> | null>(null);
  const [problem, setProblem] = useState<ConnectProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const [cameFrom] = useState(() => document.activeElement);
  const problemText = useProblemText(problem);
  useEffect(() => {
    let current = true;
    void api.ask('connect.show', { clientId: client.id, does, beside }).then((answer) => {
      if (!current) return;
      setShown(answer);
      setProblem(answer.kind === 'problem' ? answer.problem : null);
    });
    return () => {
      current = false;
    };
  }, [api, client.id, does, beside]);
  const change = shown?.kind === 'change' ? shown.change : null;
  const predecessor = does === 'connect' && client.state.kind === 'not-connected' ? client.state.predecessor : null;
  const title = does === 'disconnect' ? 'disconnect' : client.state.kind === 'outdated' ? 'update' : 'connect';

  async function write({ id }: ShownChange): Promise<void> {
    setBusy(true);
    const answer = await api.ask('connect.write', { changeId: id });
    setBusy(false);
    if (answer.kind === 'written') return onWritten(answer.backup);
    setProblem(answer.problem);
    setShown(null);
  }

  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-20 bg-scrim" />
        <AlertDialog.Content
          data-testid="change-dialog"
          onCloseAutoFocus={(event) => {
            // Radix gives it back to a trigger only, and there is none.
            event.preventDefault();
            if (cameFrom instanceof HTMLElement) cameFrom.focus();
          }}
          className="fixed top-1/2 left-1/2 z-20 flex max-h-[calc(100%-48px)] w-[640px] max-w-[calc(100%-48px)] -translate-1/2 flex-col rounded-window border border-line-strong bg-card shadow-raised"
        >
          <div className="grid min-h-0 gap-3 overflow-y-auto px-6 pt-5 pb-5">
            <div className="grid gap-1">
              <AlertDialog.Title className="text-title font-semibold">
                {t(`connect.show.${title}`, { client: client.title })}
              </AlertDialog.Title>
              <AlertDialog.Description className="text-ink-2 [overflow-wrap:anywhere]">
                {change
                  ? t(`connect.show.${words[change.does]}`, { name: change.name })
                  : shown?.kind === 'nothing'
                    ? t('connect.show.nothing')
                    : client.file}
              </AlertDialog.Description>
            </div>
            {predecessor === null ? null : (
              <div className="flex flex-wrap items-center gap-3">
                <span className="text-ink-2">{t('connect.show.how', { name: predecessor })}</span>
                <Segments
                  label={t('connect.show.how', { name: predecessor })}
                  value={beside ? 'beside' : 'over'}
                  options={[
                    { value: 'over', text: t('connect.show.over') },
                    { value: 'beside', text: t('connect.show.beside') },
                  ]}
                  onChoose={(chosen) => setBeside(chosen === 'beside')}
                />
                {beside ? <span className="text-small text-ink-3">{t('connect.show.besideText')}</span> : null}
              </div>
            )}
            {change ? <ChangeBox client={client} change={change} /> : null}
            {change?.hunks.flat().some(({ text }) => text.includes('"•••"')) ? (
              <p className="text-small text-ink-3">{t('connect.show.secrets')}</p>
            ) : null}
            {problemText === null ? null : <ProblemLine problem={{ message: problemText, nextStep: '' }} />}
          </div>
          <div className="flex items-center gap-2 border-t border-line px-6 py-3">
            <p className="min-w-0 flex-1 text-small text-ink-3">
              {change && !change.makesFile && !change.removesFile ? t('connect.show.backup') : null}
            </p>
            <AlertDialog.Cancel asChild>
              <Button look="ghost">{t(change ? 'dialog.cancel' : 'connect.show.close')}</Button>
            </AlertDialog.Cancel>
            {change ? (
              <Button look="primary" disabled={busy} onClick={() => void write(change)}>
                {t(
                  does === 'disconnect'
                    ? 'connect.disconnect'
                    : title === 'update'
                      ? 'connect.update'
                      : 'connect.connect',
                )}
              </Button>
            ) : null}
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

const words = {
  add: 'add',
  update: 'updates',
  replace: 'replace',
  'take-over': 'takeOver',
  remove: 'remove',
  restore: 'restore',
} as const;

function ChangeBox({ client, change }: { readonly client: ClientView; readonly change: ShownChange }) {
  const { t } = useTranslation();
  const { file } = client;
  const { added, removed, makesFile, removesFile, hunks } = change;
  const facts = [
    ...(makesFile ? [t('connect.show.makesFile')] : []),
    ...(added > 0 ? [t('connect.show.added', { count: added })] : []),
    ...(removed > 0 ? [t('connect.show.removed', { count: removed })] : added > 0 ? [t('connect.show.none')] : []),
    ...(removesFile ? [t('connect.show.removesFile')] : []),
  ];
  return (
    <div className="overflow-hidden rounded-card border border-line-strong">
      <div className="flex min-h-9 flex-wrap items-center gap-x-2 border-b border-line bg-card px-4 py-1.5">
        <FileText size={16} strokeWidth={2} className="shrink-0 text-ink-3" aria-hidden />
        <span className="mono [overflow-wrap:anywhere] selectable">{file}</span>
        <span className="min-w-0 flex-1 text-small text-ink-3">{facts.join(' · ')}</span>
        {makesFile ? null : <OpenFile client={client} />}
      </div>
      <ChangedLines file={file} hunks={hunks} />
    </div>
  );
}

function useProblemText(problem: ConnectProblem | null): string | null {
  const { t } = useTranslation();
  if (problem === null) return null;
  return problem.why === 'broken'
    ? t('connect.problem.broken', { ...problem.fault })
    : t(`connect.problem.${problem.why}`);
}
