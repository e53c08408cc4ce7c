import { randomUUID } from 'node:crypto';
import type { AppState } from '../../preload/contract.ts';
import type { Said } from '../errors/said.ts';

type Notice = AppState['notices'][number];
/** Both languages, or English alone. */
type Words = string | Said;

/** Older ones fall off: the log has them all. */
const MAX_NOTICES = 5;

/** What the window tells the person until it is dismissed. */
export class Notices {
  #list: (Omit<Notice, 'text'> & { readonly words: Words })[] = [];
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** In the language that the window has now. */
  list(locale: AppState['locale']): Notice[] {
    return this.#list.map(({ id, level, words }) => ({ id, level, text: inLanguage(words, locale) }));
  }

  add(level: Notice['level'], words: Words): void {
    const text = inLanguage(words, 'en');
    if (this.#list.some((notice) => inLanguage(notice.words, 'en') === text)) return;
    this.#list = [...this.#list, { id: randomUUID(), level, words }].slice(-MAX_NOTICES);
    this.#onChange();
  }

  dismiss(id: string): void {
    this.#list = this.#list.filter((notice) => notice.id !== id);
    this.#onChange();
  }
}

const inLanguage = (words: Words, locale: AppState['locale']): string =>
  typeof words === 'string' ? words : words[locale];
