import { randomUUID } from 'node:crypto';
import type { AppState } from '../../preload/contract.ts';

type Notice = AppState['notices'][number];

/** Older ones fall off: the log has them all. */
const MAX_NOTICES = 5;

/** What the window tells the person until it is dismissed. */
export class Notices {
  #list: Notice[] = [];
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  list(): Notice[] {
    return [...this.#list];
  }

  add(level: Notice['level'], text: string): void {
    if (this.#list.some((notice) => notice.text === text)) return;
    this.#list = [...this.#list, { id: randomUUID(), level, text }].slice(-MAX_NOTICES);
    this.#onChange();
  }

  dismiss(id: string): void {
    this.#list = this.#list.filter((notice) => notice.id !== id);
    this.#onChange();
  }
}
