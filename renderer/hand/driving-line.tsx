import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { KeyHint } from '../ui/key-hint.tsx';
import { StateShape } from '../ui/state-shape.tsx';

/** Above the driven terminal: that it is so, and what its agent can do meanwhile. */
export function DrivingLine({ terminal }: { readonly terminal: TerminalView }) {
  const { t } = useTranslation();
  const text = terminal.state.kind === 'opening' ? t('hand.opens') : t('hand.looksOn', { agent: terminal.agentName });
  return (
    <div
      role="status"
      className="flex h-9 shrink-0 items-center gap-2 border-b border-drive-line bg-drive-bg px-4 text-small whitespace-nowrap"
    >
      <StateShape shape="person" tone="drive" small />
      <b className="font-semibold">{t('hand.driving')}</b>
      <span className="min-w-0 flex-1 truncate text-ink-2">{text}</span>
      <span className="flex items-center gap-1.5 text-ink-3 max-wide:hidden">
        <KeyHint>Ctrl Shift H</KeyHint>
        {t('hand.leave')}
      </span>
    </div>
  );
}
