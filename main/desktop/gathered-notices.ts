/** Sessions end together when a network drops or a computer wakes up; later than this is another event. */
const TOGETHER_MS = 5000;

export interface GatheredNoticesPorts<Entry> {
  readonly now: () => number;
  /** Shows one notification for all of them; the result takes it back. */
  readonly show: (entries: readonly [Entry, ...Entry[]]) => () => void;
}

interface Group<Entry> {
  readonly since: number;
  readonly entries: Set<Entry>;
  takeBack: () => void;
}

/** What happens to several sites at once is one notification, which grows in its place. */
export class GatheredNotices<Entry extends object> {
  readonly #ports: GatheredNoticesPorts<Entry>;
  #group: Group<Entry> | undefined;

  constructor(ports: GatheredNoticesPorts<Entry>) {
    this.#ports = ports;
  }

  /** Returns how to take this one back; the notification goes when the last one has been. */
  add(entry: Entry): () => void {
    const { now, show } = this.#ports;
    const before = this.#group;
    const together = before !== undefined && before.entries.size > 0 && now() - before.since < TOGETHER_MS;
    const group = together ? before : { since: now(), entries: new Set<Entry>(), takeBack: () => {} };
    this.#group = group;
    const others = [...group.entries];
    group.entries.add(entry);
    group.takeBack();
    const [first = entry, ...rest] = [...others, entry];
    group.takeBack = show([first, ...rest]);
    return () => {
      // Those that are left need not be said again.
      if (group.entries.delete(entry) && group.entries.size === 0) group.takeBack();
    };
  }
}
