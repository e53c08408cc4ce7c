import type { ISearchOptions, SearchAddon } from '@xterm/addon-search';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';

interface SearchBarProps {
  readonly search: RefObject<SearchAddon | null>;
  /** Brings what was found into the frame. */
  readonly onFound: () => void;
  readonly onClose: () => void;
}

/** Plain values: xterm.js takes neither variables nor light-dark(). Amber is a state's; what is found has the accent. */
const decorations = {
  matchBackground: '#2bb3a3',
  activeMatchBackground: '#e0a63a',
  matchOverviewRuler: '#2bb3a3',
  activeMatchColorOverviewRuler: '#e0a63a',
};

/** Searches what the terminal at full size keeps: its screen and the lines above it. */
export function SearchBar({ search, onFound, onClose }: SearchBarProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const [caseSensitive, setCaseSensitive] = useState(false);
  const [regex, setRegex] = useState(false);
  const [found, setFound] = useState({ index: -1, count: 0 });
  const wrong = regex && !isPattern(words);

  useEffect(() => {
    field.current?.focus();
    const addon = search.current;
    const counted = addon?.onDidChangeResults(({ resultIndex, resultCount }) =>
      setFound({ index: resultIndex, count: resultCount }),
    );
    return () => {
      counted?.dispose();
      addon?.clearDecorations();
    };
  }, [search]);

  const find = (way: 'next' | 'previous' | 'here') => {
    if (words === '' || wrong) return;
    const options: ISearchOptions = { caseSensitive, regex, decorations, incremental: way === 'here' };
    if (way === 'previous') search.current?.findPrevious(words, options);
    else search.current?.findNext(words, options);
    onFound();
  };
  const findRef = useRef(find);
  findRef.current = find;

  // What is sought has changed: from where the person is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words and how they are meant are the cause
  useEffect(() => {
    search.current?.clearDecorations();
    setFound({ index: -1, count: 0 });
    findRef.current('here');
  }, [words, caseSensitive, regex, search]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && event.target === field.current) find(event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const count =
    words === '' ? '' : wrong ? t('focus.badPattern') : found.count === 0 ? t('focus.noMatch') : counted(found);
  return (
    <search
      aria-label={t('focus.search')}
      className="absolute top-2 right-4 z-2 flex items-center gap-1 rounded-card border border-line-strong bg-card p-1 shadow-raised"
      onKeyDown={onKeyDown}
    >
      <input
        ref={field}
        type="text"
        aria-label={t('focus.search')}
        placeholder={t('focus.search')}
        value={words}
        maxLength={200}
        spellCheck={false}
        aria-invalid={wrong}
        onChange={({ target }) => setWords(target.value)}
        className="h-7 w-44 rounded-control bg-inset px-2 outline-offset-0 selectable placeholder:text-ink-3"
      />
      <span role="status" className="min-w-16 px-1 text-right text-small text-ink-2">
        {count}
      </span>
      <Toggle on={caseSensitive} label={t('focus.matchCase')} onToggle={setCaseSensitive}>
        Aa
      </Toggle>
      <Toggle on={regex} label={t('focus.asPattern')} onToggle={setRegex}>
        .*
      </Toggle>
      <Button
        look="ghost"
        square
        aria-label={t('focus.previous')}
        title={t('focus.previous')}
        onClick={() => find('previous')}
      >
        <ChevronUp size={16} strokeWidth={2} />
      </Button>
      <Button look="ghost" square aria-label={t('focus.next')} title={t('focus.next')} onClick={() => find('next')}>
        <ChevronDown size={16} strokeWidth={2} />
      </Button>
      <Button look="ghost" square aria-label={t('focus.closeSearch')} title={t('focus.closeSearch')} onClick={onClose}>
        <X size={16} strokeWidth={2} />
      </Button>
    </search>
  );
}

interface ToggleProps {
  readonly on: boolean;
  readonly label: string;
  readonly children: string;
  onToggle(on: boolean): void;
}

function Toggle({ on, label, children, onToggle }: ToggleProps) {
  return (
    <button
      type="button"
      aria-pressed={on}
      aria-label={label}
      title={label}
      onClick={() => onToggle(!on)}
      className={classNames(
        'mono grid size-7 place-items-center rounded-control border',
        on ? 'border-accent-line bg-accent-bg text-accent-text' : 'border-transparent text-ink-2 hover:bg-hover',
      )}
    >
      {children}
    </button>
  );
}

/** Beyond what is marked the place of a match is not known. */
function counted({ index, count }: { readonly index: number; readonly count: number }): string {
  return index < 0 ? String(count) : `${index + 1} / ${count}`;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text).source !== '';
  } catch {
    return false;
  }
}
