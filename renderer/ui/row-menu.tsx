import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface RowMenuProps {
  /** What the row is, for those who hear the page. */
  readonly label: string;
  readonly children: ReactNode;
}

/** Makes the positioned row around it open a menu; controls in the row stand above it with `relative z-1`. */
export function RowMenu({ label, children }: RowMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={label}
        className="absolute inset-0 rounded-control outline-offset-[-2px] hover:bg-hover data-[state=open]:bg-hover"
      />
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side="right"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-10 grid w-72 gap-px rounded-card border border-line-strong bg-card p-1 shadow-raised"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function RowMenuFacts({ children }: { readonly children: ReactNode }) {
  return (
    <div className="mb-1 grid gap-1 border-b border-line px-2 pt-1.5 pb-2 [overflow-wrap:anywhere] selectable">
      {children}
    </div>
  );
}

interface RowMenuItemProps {
  readonly children: ReactNode;
  readonly danger?: boolean;
  onSelect(): void;
}

export function RowMenuItem({ children, danger = false, onSelect }: RowMenuItemProps) {
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      className={classNames(
        'flex h-7 items-center rounded-control px-2 outline-none data-[highlighted]:bg-hover',
        danger && 'text-ended',
      )}
    >
      {children}
    </DropdownMenu.Item>
  );
}
