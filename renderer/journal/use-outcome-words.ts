import { useTranslation } from 'react-i18next';
import type { JournalRow } from '../../preload/contract-journal.ts';

/** How an entry ended, in the person's language; what is no known word stays as it was written. */
export function useOutcomeWords(): (row: JournalRow) => string {
  const { t } = useTranslation();
  return ({ kind, outcome }) => {
    if (kind === 'run-started') return t('journal.results.started');
    const code = /^exit (\d+)$/.exec(outcome)?.[1];
    if (code !== undefined) return t('journal.results.exit', { code });
    if (/^closed/.test(outcome)) return t('journal.results.closed');
    const declined = /^declined(?:: (.*))?$/s.exec(outcome);
    if (declined)
      return declined[1] ? `${t('journal.results.declined')}: ${declined[1]}` : t('journal.results.declined');
    switch (outcome) {
      case 'exit unknown':
        return t('journal.results.exitUnknown');
      case 'refused':
        return t('journal.results.refused');
      case 'done':
        return t('journal.results.done');
      case 'allowed':
        return t('journal.results.allowed');
      case 'no answer':
        return t('journal.results.noAnswer');
      case 'could not ask':
        return t('journal.results.couldNotAsk');
      case 'withdrawn':
        return t('journal.results.withdrawn');
      case 'stopped':
        return t('journal.results.stopped');
      case 'goes on':
        return t('journal.results.goesOn');
      default:
        return outcome;
    }
  };
}
