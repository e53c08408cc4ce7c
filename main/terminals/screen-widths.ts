/** Changes that are remembered; a terminal is widened for a long line and narrowed again, a few bytes apart. */
const CHANGES_KEPT = 100;

/** How wide the terminal was at each offset of its output: where its lines wrapped. */
export class ScreenWidths {
  #changes: { readonly from: number; readonly cols: number }[];

  constructor(cols: number) {
    this.#changes = [{ from: 0, cols }];
  }

  /** From this offset on. */
  change(from: number, cols: number): void {
    const earlier = this.#changes.filter((change) => change.from < from || change.from === 0);
    this.#changes = [...earlier.slice(1 - CHANGES_KEPT), { from, cols }];
  }

  at(offset: number): number {
    const [first] = this.#changes;
    return (this.#changes.findLast(({ from }) => from <= offset) ?? first)?.cols ?? 80;
  }

  /** Where the width that holds at `offset` ends. */
  end(offset: number): number {
    return this.#changes.find(({ from }) => from > offset)?.from ?? Number.POSITIVE_INFINITY;
  }
}
