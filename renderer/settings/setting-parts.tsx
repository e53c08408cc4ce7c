import type { ComponentProps, ReactNode } from 'react';
import { ProblemLine } from '../ui/problem-line.tsx';

interface SettingGroupProps {
  /** Left out where the section has one group only. */
  readonly title?: string;
  /** What all rows of it have in common. */
  readonly text?: ReactNode;
  readonly children: ReactNode;
}

/** Rows on one card. */
export function SettingGroup({ title, text, children }: SettingGroupProps) {
  return (
    <section aria-label={title}>
      {title === undefined ? null : <h2 className="pb-1.5 text-small font-medium text-ink-3">{title}</h2>}
      <div className="rounded-card border border-line bg-card">{children}</div>
      {text === undefined ? null : <p className="px-4 pt-1.5 text-small text-ink-3 selectable">{text}</p>}
    </section>
  );
}

interface SettingRowProps {
  /** The words of the row; what they say of a control stands in `label`. */
  readonly title: ReactNode;
  readonly text?: ReactNode;
  /** The id of the control that the title names. */
  readonly labels?: string;
  readonly problem?: ComponentProps<typeof ProblemLine>['problem'];
  readonly testId?: string;
  readonly children?: ReactNode;
}

/** One setting: what it is, what it does, what is wrong with it, and at the right the control. */
export function SettingRow({ title, text, labels, problem = null, testId, children }: SettingRowProps) {
  return (
    <div
      data-testid={testId}
      className="flex min-h-11 items-center gap-3 border-line py-2 pr-2 pl-4 not-first:border-t"
    >
      <div className="min-w-0 flex-1 selectable">
        {labels === undefined ? <p>{title}</p> : <label htmlFor={labels}>{title}</label>}
        {text === undefined ? null : <p className="text-small text-ink-3 [overflow-wrap:anywhere]">{text}</p>}
        <ProblemLine problem={problem} />
      </div>
      {children}
    </div>
  );
}
