import { Search } from 'lucide-react';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  /** At the right end: how many match. */
  readonly note?: string;
  onChange(value: string): void;
}

export function SearchField({ label, value, note = '', onChange }: SearchFieldProps) {
  return (
    <div className="flex h-7 w-74 min-w-0 items-center gap-2 rounded-control border border-line-strong bg-inset px-2 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-2 has-[input:focus-visible]:outline-accent">
      <Search size={16} strokeWidth={2} className="text-ink-3" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        className="min-w-0 flex-1 bg-transparent outline-none selectable placeholder:text-ink-3 [&::-webkit-search-cancel-button]:appearance-none"
      />
      <span className="text-small text-ink-3">{note}</span>
    </div>
  );
}
