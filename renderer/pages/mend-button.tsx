import type { CheckView } from '../../preload/contract.ts';
import { type DoctorWords, type MendableAdvice, mendableAdvice } from '../i18n/doctor.ts';
import { type Action, useAction } from '../state/use-action.ts';
import { useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';

interface MendButtonProps {
  readonly check: CheckView;
  readonly words: DoctorWords;
}

/** The one step that mends it, where it is a step in this window. */
export function MendButton({ check, words }: MendButtonProps) {
  const mend = useMend(check);
  const advice = mendable(check.advice);
  if (!mend || !advice) return null;
  return (
    <div className="flex items-center gap-2">
      <ProblemLine problem={mend.problem} />
      <Button
        size="small"
        disabled={mend.busy}
        look={check.state === 'not-applicable' ? 'ghost' : 'plain'}
        aria-label={`${words.buttons[advice]}: ${words.checks[check.id] ?? check.id}`}
        onClick={mend.start}
      >
        {words.buttons[advice]}
      </Button>
    </div>
  );
}

interface Mend extends Pick<Action<'bridge.lower'>, 'busy' | 'problem'> {
  start(): void;
}

function useMend({ advice, site }: CheckView): Mend | null {
  const go = useWindow((state) => state.go);
  const signIn = useAction('site.sign-in');
  const lower = useAction('bridge.lower');
  const unlock = useAction('vault.unlock');
  const open = useAction('folder.open');
  const known = mendable(advice);
  switch (known) {
    case null:
      return null;
    case 'sign-in':
    case 'trust-certificate':
      return site ? { ...signIn, start: () => void signIn.run({ siteId: site.id }) } : null;
    case 'lower-bridge':
      return { ...lower, start: () => void lower.run({}) };
    case 'unlock-keychain':
      return { ...unlock, start: () => void unlock.run({}) };
    case 'connect-agent':
    case 'mend-entry':
      return { busy: false, problem: null, start: () => go('connect-agent') };
    case 'mend-folders':
    case 'close-folders':
      return { ...open, start: () => void open.run({ which: 'settings' }) };
    case 'report-fault':
      return { ...open, start: () => void open.run({ which: 'logs' }) };
    default:
      return known satisfies never;
  }
}

function mendable(advice: string | null): MendableAdvice | null {
  return mendableAdvice.find((one) => one === advice) ?? null;
}
