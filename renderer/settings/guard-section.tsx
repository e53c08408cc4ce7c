import { useTranslation } from 'react-i18next';
import { StandingFacts } from '../questions/standing-list.tsx';
import { useApp } from '../state/window-context.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { PolicyEditor } from './policy-editor.tsx';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

/** What agents may type where, and what they may run without a question now. */
export function GuardSection() {
  const { t } = useTranslation();
  const standing = useApp((app) => app.standing);
  return (
    <>
      <PolicyEditor />
      <SettingGroup title={t('approvals.standing.title')} text={t('approvals.allowForWhat')}>
        {standing.map((one) => (
          <div key={one.id} data-testid="standing" className="grid gap-1 border-line py-2 pr-2 pl-4 not-first:border-t">
            <p className="truncate text-small text-ink-2">{visibleText(one.target)}</p>
            <div className="flex min-w-0 items-center gap-2 text-small">
              <StandingFacts standing={one} />
            </div>
          </div>
        ))}
        {standing.length === 0 ? (
          <SettingRow title={<span className="text-ink-3">{t('approvals.standing.none')}</span>} />
        ) : null}
      </SettingGroup>
    </>
  );
}
