import type { ReactNode } from 'react';
import type { Shape, Tone } from '../view/site-health.ts';
import { StateShape } from './state-shape.tsx';

const tones: Readonly<Record<Tone, string>> = {
  ready: 'border-ready-line bg-ready-bg text-ready',
  needs: 'border-needs-line bg-needs-bg text-needs',
  ended: 'border-ended-line bg-ended-bg text-ended',
  drive: 'border-drive-line bg-drive-bg text-drive',
  accent: 'border-accent-line bg-accent-bg text-accent-text',
  quiet: 'border-line-strong text-ink-2',
};

interface StatePillProps {
  readonly health: { readonly shape: Shape; readonly tone: Tone };
  readonly children: ReactNode;
}

export function StatePill({ health, children }: StatePillProps) {
  return (
    <span
      className={`inline-flex h-5 shrink-0 items-center gap-1.5 rounded-full border px-2 text-small leading-none font-medium whitespace-nowrap ${tones[health.tone]}`}
    >
      <StateShape shape={health.shape} tone={health.tone} small />
      {children}
    </span>
  );
}
