import { RadioGroup } from 'radix-ui';

interface SegmentsProps<V extends string> {
  /** What is chosen, for those who hear the page. */
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly text: string }[];
  onChoose(value: V): void;
}

/** One of two or three, all in sight. Arrow keys choose. */
export function Segments<V extends string>({ label, value, options, onChoose }: SegmentsProps<V>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      orientation="horizontal"
      onValueChange={(chosen) => {
        const option = options.find((each) => each.value === chosen);
        if (option) onChoose(option.value);
      }}
      className="flex shrink-0 gap-0.5 rounded-control border border-line-strong bg-inset p-0.5"
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className="h-6 rounded-[4px] px-2.5 text-ink-2 hover:text-ink data-[state=checked]:bg-control data-[state=checked]:font-medium data-[state=checked]:text-ink data-[state=checked]:shadow-[0_0_0_1px_var(--line-strong)]"
        >
          {option.text}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
