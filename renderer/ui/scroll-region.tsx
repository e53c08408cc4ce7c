import type { ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';

interface ScrollRegionProps {
  /** What scrolls here, for those who hear the page. */
  readonly label: string;
  readonly className?: string;
  readonly ref?: Ref<HTMLElement>;
  readonly children: ReactNode;
}

/** A part of the page that scrolls by itself: the keyboard reaches it, also where nothing in it takes the focus. */
export function ScrollRegion({ label, className, ref, children }: ScrollRegionProps) {
  return (
    <section
      ref={ref}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys scroll what has the focus
      tabIndex={0}
      className={classNames('scroll-quiet outline-offset-[-2px]', className)}
    >
      {children}
    </section>
  );
}
