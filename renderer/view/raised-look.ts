import type { TerminalView } from '../../preload/contract.ts';
import type { RaiseView } from '../../preload/contract-hand.ts';
import type { Shape, Tone } from './site-health.ts';
import { isDriven, terminalHealth } from './terminal-health.ts';

export type StoppedView = NonNullable<RaiseView['stopped']>[number];

/** A terminal on the raised page: what did not stop needs the person. */
export function raisedHealth(
  terminal: TerminalView,
  report: StoppedView | undefined,
): { readonly shape: Shape; readonly tone: Tone } {
  if (isDriven(terminal)) return { shape: 'person', tone: 'drive' };
  if (report === undefined || terminal.state.kind === 'closed') return terminalHealth(terminal);
  if (report.how === 'goes-on' && terminal.state.kind !== 'prompt') return { shape: 'triangle', tone: 'needs' };
  return { shape: 'square', tone: report.how === 'idle' ? 'quiet' : 'ended' };
}

/** The time of day, with the date where it was another day. */
export function sinceWhen(at: number, now: number, locale: string): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return new Date(at).toLocaleString(locale, {
    ...(sameDay ? {} : { month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}
