import type { TerminalView } from '../../preload/contract.ts';
import { visibleText } from './hidden-characters.ts';

/** The account, and who its innermost shell runs as where that is somebody else: `ops → root`. */
export function terminalUser({ account, shell }: Pick<TerminalView, 'account' | 'shell'>): string {
  const { user, userName, depth } = shell;
  const now = userName ?? (depth > 0 && user !== null ? `uid ${user}` : null);
  return now === null || now === account ? account : `${account} → ${visibleText(now)}`;
}
