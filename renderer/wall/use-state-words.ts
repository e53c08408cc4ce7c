import { useTranslation } from 'react-i18next';
import type { RunView, TerminalView } from '../../preload/contract.ts';
import { useNow } from '../state/use-now.ts';
import { useUnits } from '../ui/use-units.ts';
import { lastRun, terminalHealth } from '../view/terminal-health.ts';
import { clockTime, duration } from '../view/time-left.ts';

/** A terminal's state in words: the word itself, with how long it has been so, and one fact beside it. */
export function useStateWords(terminal: TerminalView): { readonly word: string; readonly fact: string } {
  const { t, i18n } = useTranslation();
  const runWords = useRunWords();
  const health = terminalHealth(terminal);
  const now = useNow(health.since === null ? null : 1000);
  const name = t(`terminal.${health.word}`);
  const { state } = terminal;
  const run = lastRun(terminal);
  if (health.word === 'driving')
    return {
      word: `${name} ${clockTime(now - (health.since ?? now))}`,
      fact: t('hand.canLook', { agent: terminal.agentName }),
    };
  switch (state.kind) {
    case 'opening':
      if (state.queued) return { word: t('terminal.queued', { position: state.queued.position }), fact: '' };
      return { word: `${name} ${clockTime(now - (health.since ?? now))}`, fact: '' };
    case 'running':
      return { word: `${name} ${clockTime(now - (health.since ?? now))}`, fact: run?.command ?? '' };
    case 'needs-input':
      return {
        word: name,
        fact: `${clockTime(now - state.since)}${state.input === 'password' ? ` · ${t(state.recorded ? 'terminal.passwordRecorded' : 'terminal.passwordNote')}` : ''}`,
      };
    case 'awaiting-review':
      return { word: name, fact: state.text };
    case 'locked':
      return { word: name, fact: state.by === '' ? '' : t('terminal.lockedBy', { by: state.by }) };
    case 'closed':
      return { word: `${name} ${timeOfDay(state.at, i18n.language)}`, fact: state.reason };
    case 'prompt':
      return { word: name, fact: run ? (run.outcome === 'refused' ? run.text : runWords(run)) : '' };
    default:
      return state satisfies never;
  }
}

/** `exit 0 · 0.3 s`: how a run ended. */
export function useRunWords(): (run: RunView) => string {
  const { t } = useTranslation();
  const units = useUnits();
  return (run) => {
    const took = run.durationMs === null ? '' : ` · ${duration(run.durationMs, units)}`;
    switch (run.outcome) {
      case 'done':
        return `${run.exitCode === null ? t('terminal.exitUnknown') : t('terminal.exit', { code: run.exitCode })}${took}`;
      case 'running':
        return t('terminal.stillRuns');
      case 'needs-input':
        return `${t('terminal.plain')}${took}`;
      case 'awaiting-review':
        return t('terminal.review');
      case 'refused':
        return `${t('terminal.refusedShort')} · ${t('terminal.notRun')}`;
      case 'closed':
        return `${t('terminal.cutOff')}${took}`;
      default:
        return run.outcome satisfies never;
    }
  };
}

export function timeOfDay(at: number, locale: string, seconds = false): string {
  return new Date(at).toLocaleTimeString(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(seconds ? { second: '2-digit' } : {}),
  });
}
