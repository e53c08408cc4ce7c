import { classNames } from './class-names.ts';

interface TextFieldProps {
  readonly id: string;
  readonly value: string;
  readonly placeholder?: string;
  /** Digits only; the keyboard of a touch screen follows. */
  readonly numeric?: boolean;
  readonly disabled?: boolean;
  readonly invalid?: boolean;
  /** Characters that it takes; 100 where nothing is said. */
  readonly longest?: number;
  readonly className?: string;
  onType(value: string): void;
  /** The person has left the field, or pressed Enter. */
  onDone(): void;
}

/** One line of text. A `<label>` names it by `id`. */
export function TextField(props: TextFieldProps) {
  const {
    id,
    value,
    placeholder,
    numeric = false,
    disabled = false,
    invalid = false,
    longest = 100,
    className,
    onType,
    onDone,
  } = props;
  return (
    <input
      id={id}
      type="text"
      inputMode={numeric ? 'numeric' : 'text'}
      value={value}
      maxLength={longest}
      spellCheck={false}
      disabled={disabled}
      aria-invalid={invalid}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={({ target }) => onType(target.value)}
      onBlur={onDone}
      onKeyDown={({ key }) => {
        if (key === 'Enter') onDone();
      }}
      className={classNames(
        'h-7 shrink-0 rounded-control border bg-inset px-2 text-ink placeholder:text-ink-3 disabled:text-ink-3',
        invalid ? 'border-ended' : 'border-line-strong',
        className,
      )}
    />
  );
}
