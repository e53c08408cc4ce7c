import type { AppState } from '../../preload/contract.ts';
import { appStateFrom, type StateSources } from './state-view.ts';

/** The window and the tray are told at most this often (preload/contract.ts). */
const EVERY_MS = 100;

type Sources = Omit<StateSources, 'proposal' | 'focusedTerminalId' | 'settingsWanted' | 'questionWanted'>;

/** Gathers changes of all services into one stream of states, and what the window has been asked to show. */
export class StateFeed {
  #sources: Sources | undefined;
  #onChange: (state: AppState) => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #proposal: AppState['proposal'] = null;
  #focus: string | null = null;
  #settings: string | null = null;
  #question: AppState['questionWanted'] = null;
  readonly #owned: (() => void)[] = [];

  connect(ports: { readonly sources: Sources; readonly onChange: (state: AppState) => void }): void {
    this.#sources = ports.sources;
    this.#onChange = ports.onChange;
  }

  current(): AppState {
    if (!this.#sources) throw new Error('the state was asked for before the services were there');
    return appStateFrom({
      ...this.#sources,
      proposal: () => this.#proposal,
      focusedTerminalId: () => this.#focus,
      settingsWanted: () => this.#settings,
      questionWanted: () => this.#question,
    });
  }

  changed(): void {
    if (!this.#sources) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#onChange(this.current());
    }, EVERY_MS);
  }

  propose(proposal: NonNullable<AppState['proposal']>): void {
    this.#proposal = proposal;
    this.changed();
  }

  dismissProposal(): void {
    this.#proposal = null;
    this.changed();
  }

  focus(terminalId: string): void {
    this.#focus = terminalId;
    this.changed();
  }

  clearFocus(): void {
    this.#focus = null;
    this.changed();
  }

  /** The window opens the settings page at this section; null: it has. */
  wantSettings(section: string | null): void {
    this.#settings = section;
    this.changed();
  }

  /** The window shows this question: a notification led to it. Told at once: it stands there when the window comes up. */
  wantQuestion(id: string, at: number): void {
    this.#question = { id, at };
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#onChange(this.current());
  }

  /** A subscription that ends with this feed. */
  own(off: () => void): void {
    this.#owned.push(off);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const off of this.#owned) off();
    this.#onChange = () => {};
  }
}
