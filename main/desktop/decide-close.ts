import type { SettingValue } from '../../preload/contract-setting-list.ts';

/** What closing the window does. */
export type CloseDecision = 'let-go' | 'ask' | 'hide' | 'minimise' | 'quit';

export interface CloseFacts {
  readonly onClose: SettingValue<'window.onClose'>;
  readonly tray: 'present' | 'absent';
  /** The app ends: nothing may stand in the way. */
  readonly quitting: boolean;
  /** The question of the first close is on the screen. */
  readonly asked: boolean;
}

/** Hidden only where a tray brings the window back. Closing it over the question is an answer of its own: nothing is lost. */
export function decideClose({ onClose, tray, quitting, asked }: CloseFacts): CloseDecision {
  if (quitting) return 'let-go';
  if (onClose === 'quit') return 'quit';
  if (onClose === 'ask' && !asked) return 'ask';
  return tray === 'present' ? 'hide' : 'minimise';
}
