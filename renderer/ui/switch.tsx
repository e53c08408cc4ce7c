import { Switch as RadixSwitch } from 'radix-ui';

interface SwitchProps {
  readonly id: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  onSwitch(on: boolean): void;
}

/** On or off, at once. A `<label>` names it by `id`; the knob's place says it without colour. */
export function Switch({ id, on, disabled = false, onSwitch }: SwitchProps) {
  return (
    <RadixSwitch.Root
      id={id}
      checked={on}
      disabled={disabled}
      onCheckedChange={onSwitch}
      className="mr-1 flex h-5 w-9 shrink-0 items-center rounded-full border border-line-strong bg-inset px-0.5 disabled:opacity-60 data-[state=checked]:border-transparent data-[state=checked]:bg-accent"
    >
      <RadixSwitch.Thumb className="size-3.5 rounded-full bg-ink-3 transition-transform duration-150 data-[state=checked]:translate-x-4 data-[state=checked]:bg-accent-ink motion-reduce:transition-none" />
    </RadixSwitch.Root>
  );
}
