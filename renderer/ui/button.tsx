import type { ButtonHTMLAttributes, Ref } from 'react';
import { classNames } from './class-names.ts';

export type ButtonLook = 'plain' | 'primary' | 'ghost' | 'danger' | 'drive';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  readonly size?: 'small' | 'normal' | 'large';
  /** Square, for one icon; needs an aria-label. */
  readonly square?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

const looks: Readonly<Record<ButtonLook, string>> = {
  plain: 'border-line-strong bg-control text-ink font-medium hover:enabled:border-ink-3',
  primary:
    'border-transparent bg-accent text-accent-ink font-semibold hover:enabled:brightness-110 disabled:border-line disabled:bg-hover disabled:text-ink-3 disabled:opacity-100',
  ghost: 'border-transparent text-ink-2 font-medium hover:enabled:bg-hover hover:enabled:text-ink',
  drive: 'border-transparent bg-drive-fill text-drive-ink font-semibold hover:enabled:brightness-110',
  danger: 'border-ended-line text-ended font-medium hover:enabled:bg-ended-bg',
};

const sizes = {
  small: { wide: 'h-6 px-2 text-small', square: 'size-6' },
  normal: { wide: 'h-7 px-2.5', square: 'size-7' },
  large: { wide: 'h-9 px-4', square: 'size-9' },
} as const;

export function Button({ look = 'plain', size = 'normal', square = false, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border whitespace-nowrap disabled:opacity-60',
        looks[look],
        square ? sizes[size].square : sizes[size].wide,
        className,
      )}
    />
  );
}
