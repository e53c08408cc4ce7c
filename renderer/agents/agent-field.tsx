import { useEffect, useId, useState } from 'react';
import type { Argument } from '../../preload/contract.ts';
import { SettingRow } from '../settings/setting-parts.tsx';
import { useAction } from '../state/use-action.ts';

type FieldChannel = 'agent.rename' | 'agent.limit' | 'agent.runs-per-hour';

interface AgentFieldProps<C extends FieldChannel> {
  readonly channel: C;
  readonly title: string;
  readonly text: string;
  /** What is kept; '' where nothing is. */
  readonly value: string;
  /** What holds while nothing is kept. */
  readonly placeholder: string;
  readonly numeric?: boolean;
  argument(typed: string): Argument<C>;
}

/** One thing that the person can set for an agent: kept when they press Enter or go on, with what is wrong beside it. */
export function AgentField<C extends FieldChannel>(props: AgentFieldProps<C>) {
  const { channel, title, text, value, placeholder, numeric = false, argument } = props;
  const change = useAction(channel);
  const id = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const save = () => {
    if (typed.trim() !== value) void change.run(argument(typed));
  };
  return (
    <SettingRow title={title} text={text} labels={id} problem={change.problem}>
      <input
        id={id}
        type="text"
        inputMode={numeric ? 'numeric' : 'text'}
        value={typed}
        placeholder={placeholder}
        maxLength={40}
        aria-invalid={change.problem !== null}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={save}
        onKeyDown={({ key }) => {
          if (key === 'Enter') save();
        }}
        className={`h-7 rounded-control border border-line-strong bg-inset px-2 text-ink placeholder:text-ink-3 ${numeric ? 'w-24 text-right' : 'w-48'}`}
      />
    </SettingRow>
  );
}
