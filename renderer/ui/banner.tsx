import type { ReactNode } from 'react';
import type { Shape, Tone } from '../view/site-health.ts';
import { classNames } from './class-names.ts';
import { StateShape } from './state-shape.tsx';

interface BannerProps {
  readonly shape: Shape;
  readonly tone: Extract<Tone, 'needs' | 'ended' | 'quiet'>;
  readonly title?: string;
  readonly text: ReactNode;
  /** The one action, and the way to put the banner away. */
  readonly children?: ReactNode;
}

const grounds = {
  needs: 'border-needs-line bg-needs-bg',
  ended: 'border-ended-line bg-ended-bg',
  quiet: 'border-line bg-card',
} as const;

/** Sits where the work is. */
export function Banner({ shape, tone, title, text, children }: BannerProps) {
  return (
    <section
      role="status"
      className={classNames(
        'flex shrink-0 items-center gap-3 rounded-card border pr-3 pl-4',
        grounds[tone],
        title === undefined ? 'py-2' : 'py-3',
      )}
    >
      <StateShape shape={shape} tone={tone} />
      <div className="min-w-0 flex-1 selectable">
        {title === undefined ? null : <p className="font-semibold">{title}</p>}
        <p className="text-ink-2 [overflow-wrap:anywhere]">{text}</p>
      </div>
      {children}
    </section>
  );
}
