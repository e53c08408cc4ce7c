import { useTranslation } from 'react-i18next';
import { useTakeOver } from '../take-over/use-take-over.ts';
import { Button } from '../ui/button.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { hostOf } from '../view/host-of.ts';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

/** Moving from mcp-jumpserver-gui-sucks: the file in its usual place, or another one. */
export function TakeOverSection() {
  const { t } = useTranslation();
  const { found, busy, problem, start } = useTakeOver();
  return (
    <SettingGroup>
      <SettingRow
        testId="take-over"
        title={t('takeOver.offer')}
        text={
          found ? (
            <>
              {t('takeOver.offerText', { address: visibleText(hostOf(found.address)), file: visibleText(found.file) })}
              {found.readableByOthers ? <span className="text-needs"> {t('takeOver.offerOpen')}</span> : null}
            </>
          ) : (
            t('takeOver.chooseText')
          )
        }
        problem={problem}
      >
        {found ? (
          <Button
            disabled={busy}
            aria-label={`${t('takeOver.offerDo')} ${hostOf(found.address)}`}
            onClick={() => void start(false)}
          >
            {t('takeOver.offerDo')}
          </Button>
        ) : null}
        <Button look={found ? 'ghost' : 'plain'} disabled={busy} onClick={() => void start(true)}>
          {t('takeOver.choose')}
        </Button>
      </SettingRow>
    </SettingGroup>
  );
}
