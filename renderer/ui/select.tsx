interface SelectProps<V extends string> {
  readonly id: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly text: string }[];
  readonly disabled?: boolean;
  onChoose(value: V): void;
}

/** One of a few; the system draws the open list. A `<label>` names it by `id`. */
export function Select<V extends string>({ id, value, options, disabled = false, onChoose }: SelectProps<V>) {
  return (
    <select
      id={id}
      value={value}
      disabled={disabled}
      onChange={({ target }) => {
        const chosen = options.find((option) => option.value === target.value);
        if (chosen) onChoose(chosen.value);
      }}
      className="h-7 max-w-56 rounded-control border border-line-strong bg-control px-2 text-ink disabled:text-ink-3"
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}
