import { useTranslation } from 'react-i18next';
import { useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

const kept = ['sessions', 'keys', 'proxies', 'seals'] as const;

/** Where secrets are, why there, and which they are. */
export function KeychainSection() {
  const { t } = useTranslation();
  const { state, why } = useApp((app) => app.vault);
  const unlock = useAction('vault.unlock');
  const durable = state !== 'memory-only';
  return (
    <>
      <SettingGroup>
        <SettingRow
          title={t(`setting.keychain.${state}`)}
          text={durable ? t(`setting.keychain.${state}Text`) : t(`setting.keychain.why.${why}`)}
          problem={unlock.problem}
        >
          <StatePill health={durable ? { shape: 'dot', tone: 'ready' } : { shape: 'triangle', tone: 'needs' }}>
            {t(durable ? 'setting.keychain.survives' : 'setting.keychain.signInEachTime')}
          </StatePill>
          {why === 'locked' ? (
            <Button look="primary" disabled={unlock.busy} onClick={() => void unlock.run({})}>
              {t('banner.unlock')}
            </Button>
          ) : null}
        </SettingRow>
      </SettingGroup>
      <SettingGroup
        title={t(durable ? 'setting.keychain.keptThere' : 'setting.keychain.keptUntilQuit')}
        text={t('setting.keychain.never')}
      >
        {kept.map((what) => (
          <SettingRow
            key={what}
            title={t(`setting.keychain.kept.${what}`)}
            text={t(`setting.keychain.kept.${what}Text`)}
          />
        ))}
      </SettingGroup>
    </>
  );
}
