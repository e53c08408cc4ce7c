import type { TerminalService } from '../terminals/terminal-service.ts';

/** Ended terminals that the person took off the wall. Their agents can still read them until they are forgotten. */
export class DismissedTerminals {
  readonly #terminals: Pick<TerminalService, 'list'>;
  readonly #onChange: () => void;
  #ids = new Set<string>();

  constructor(ports: { readonly terminals: Pick<TerminalService, 'list'>; readonly onChange: () => void }) {
    this.#terminals = ports.terminals;
    this.#onChange = ports.onChange;
  }

  /** Those that have not ended stay. */
  dismiss(ids: readonly string[]): void {
    const all = this.#terminals.list();
    const ended = new Set(all.filter(({ state }) => state.kind === 'closed').map(({ id }) => id));
    const known = [...this.#ids].filter((id) => ended.has(id));
    this.#ids = new Set([...known, ...ids.filter((id) => ended.has(id))]);
    this.#onChange();
  }

  /** The terminals that are on the wall. */
  left(): ReturnType<TerminalService['list']> {
    const all = this.#terminals.list();
    return this.#ids.size === 0 ? all : all.filter(({ id }) => !this.#ids.has(id));
  }
}
