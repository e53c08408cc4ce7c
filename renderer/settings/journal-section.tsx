import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../preload/contract.ts';
import type { JournalProofView } from '../../preload/contract-journal.ts';
import { type Problem, useAction } from '../state/use-action.ts';
import { useApp, useParts } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { useByteSize } from '../ui/use-byte-size.ts';
import { RecordingsSettings } from './recordings-settings.tsx';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

/** Where the journal is, how large, and whether its chain holds; and the recordings beside it. */
export function JournalSection() {
  const { t } = useTranslation();
  const { api } = useParts();
  const [about, setAbout] = useState<Answer<'journal.about'> | null>(null);
  const open = useAction('folder.open');
  useEffect(() => {
    api.ask('journal.about', {}).then(setAbout, () => setAbout(null));
  }, [api]);
  const bytes = useByteSize();
  const size = t(about?.files === 1 ? 'journal.settings.sizeOne' : 'journal.settings.size', {
    files: about?.files ?? 0,
    size: bytes(about?.bytes ?? 0),
  });
  return (
    <>
      <SettingGroup text={t('journal.settings.text')}>
        <SettingRow
          title={t('journal.settings.place')}
          text={about === null ? '' : `${about.folder} · ${size}`}
          problem={open.problem}
        >
          <Button disabled={open.busy} onClick={() => void open.run({ which: 'journal' })}>
            {t('journal.folder')}
          </Button>
        </SettingRow>
      </SettingGroup>
      <SettingGroup text={t('journal.settings.keep')}>
        <Chain />
      </SettingGroup>
      <RecordingsSettings />
    </>
  );
}

function Chain() {
  const { t } = useTranslation();
  const { api } = useParts();
  const [busy, setBusy] = useState(false);
  const [proof, setProof] = useState<JournalProofView | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const words = useProofWords();
  const verify = async () => {
    setBusy(true);
    setProblem(null);
    const answer = await api.ask('journal.verify', {});
    setBusy(false);
    if (answer.ok) setProof(answer.proof);
    else setProblem(answer);
  };
  return (
    <SettingRow
      title={t('journal.settings.chain')}
      text={<span role="status">{proof === null ? t('journal.settings.chainText') : words(proof)}</span>}
      problem={problem}
    >
      {proof === null ? null : (
        <StatePill health={looks[proof.kind]}>{t(`journal.settings.${proof.kind}Short`)}</StatePill>
      )}
      <Button disabled={busy} onClick={() => void verify()}>
        {t(busy ? 'journal.settings.verifying' : 'journal.settings.verify')}
      </Button>
    </SettingRow>
  );
}

const looks = {
  intact: { shape: 'dot', tone: 'ready' },
  unproven: { shape: 'triangle', tone: 'needs' },
  broken: { shape: 'octagon', tone: 'ended' },
} as const;

function useProofWords(): (proof: JournalProofView) => string {
  const { t, i18n } = useTranslation();
  const durable = useApp((app) => app.vault.state !== 'memory-only');
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return ({ kind, entries, from, to, broken, unproven }) => {
    if (broken) {
      const what = t(`journal.settings.what.${broken.what}`);
      const { file, line } = broken;
      return `${t('journal.settings.broken', { file, line, what })} ${t('journal.settings.brokenText')}`;
    }
    const span = { entries, from: from === null ? '' : date.format(from), to: to === null ? '' : date.format(to) };
    const parts = [kind === 'intact' ? t('journal.settings.intact', span) : t('journal.settings.unproven', span)];
    if (unproven > 0) parts.push(t('journal.settings.unprovenLines', { count: unproven }));
    if (!durable) parts.push(t('journal.settings.noKeychain'));
    return parts.join(' ');
  };
}
