import { useTranslation } from 'react-i18next';
import type { FolderGrantView } from '../../preload/contract-files.ts';
import { useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { MiddleName } from '../ui/middle-name.tsx';
import { NumberSetting } from './setting-controls.tsx';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

/** The folders of this computer that agents got, and the limits of file sessions. */
export function FilesSection() {
  const { t } = useTranslation();
  const grants = useApp((app) => app.folderGrants);
  return (
    <>
      <SettingGroup title={t('files.settings.folders')} text={t('files.settings.text')}>
        {grants.map((grant) => (
          <Grant key={`${grant.client} ${grant.project} ${grant.folder}`} grant={grant} />
        ))}
        {grants.length === 0 ? (
          <SettingRow title={<span className="text-ink-3">{t('files.settings.none')}</span>} />
        ) : null}
      </SettingGroup>
      <SettingGroup title={t('files.settings.sessions')}>
        <NumberSetting name="files.sessions" />
        <NumberSetting name="files.idleMinutes" />
      </SettingGroup>
    </>
  );
}

function Grant({ grant }: { readonly grant: FolderGrantView }) {
  const { t, i18n } = useTranslation();
  const revoke = useAction('folder.revoke');
  const { client, project, folder, since } = grant;
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(since);
  return (
    <SettingRow
      title={<MiddleName name={folder} />}
      text={t('files.settings.who', { client, date })}
      problem={revoke.problem}
    >
      <Button
        look="ghost"
        disabled={revoke.busy}
        aria-label={t('files.settings.revokeNamed', { folder })}
        onClick={() => void revoke.run({ client, project, folder })}
      >
        {t('files.settings.revoke')}
      </Button>
    </SettingRow>
  );
}
