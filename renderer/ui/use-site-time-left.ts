import { useTranslation } from 'react-i18next';
import { useNow } from '../state/use-now.ts';
import { timeLeft } from '../view/time-left.ts';
import { useUnits } from './use-units.ts';

/** How long a web session still lasts, renewed as it runs out; '' where the site does not say. */
export function useSiteTimeLeft(endsAt: number | null): string {
  const { t } = useTranslation();
  const units = useUnits();
  const now = useNow(endsAt === null ? null : 10_000);
  return endsAt === null ? '' : timeLeft(endsAt, now, units, t('unit.underAMinute'));
}
