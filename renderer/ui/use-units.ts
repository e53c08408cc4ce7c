import { useTranslation } from 'react-i18next';
import type { TimeUnits } from '../view/time-left.ts';

export function useUnits(): TimeUnits {
  const { t } = useTranslation();
  return {
    day: t('unit.day'),
    hour: t('unit.hour'),
    minute: t('unit.minute'),
    minutes: t('unit.minutes'),
    second: t('unit.second'),
  };
}
