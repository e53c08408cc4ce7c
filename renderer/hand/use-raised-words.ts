import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { useUnits } from '../ui/use-units.ts';
import { visibleText } from '../view/hidden-characters.ts';
import type { StoppedView } from '../view/raised-look.ts';
import { isDriven } from '../view/terminal-health.ts';
import { duration } from '../view/time-left.ts';
import { useStateWords } from '../wall/use-state-words.ts';

/** What the raised bridge did to a terminal, in words. */
export function useRaisedWords(
  terminal: TerminalView,
  report: StoppedView | undefined,
): { readonly word: string; readonly fact: string } {
  const { t } = useTranslation();
  const units = useUnits();
  const state = useStateWords(terminal);
  if (isDriven(terminal)) return { word: t('hand.raise.youDrive'), fact: t('hand.raise.goOn') };
  if (report === undefined || terminal.state.kind === 'closed') return state;
  const command = visibleText(report.command);
  switch (report.how) {
    case 'stopped':
      return { word: t('hand.raise.stopped', { took: duration(report.tookMs, units) }), fact: command };
    case 'goes-on':
      if (terminal.state.kind === 'prompt') return state;
      return {
        word: t('hand.raise.goesOn'),
        fact: command === '' ? '' : t('hand.raise.goesOnAfter', { command, keys: report.keys.join(', ') }),
      };
    case 'idle':
      return { word: t('hand.raise.idle'), fact: '' };
    case 'not-opened':
      return { word: t('hand.raise.notOpened'), fact: '' };
    default:
      return report.how satisfies never;
  }
}
