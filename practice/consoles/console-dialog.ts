/** What a device prints after a line, and what it waits for then. */
export interface ConsoleAnswer {
  /** Whole lines; paged where the device pages. */
  readonly lines: readonly string[];
  readonly isPaged?: boolean;
  /** Pieces that come one by one behind the lines, as of a `ping`. An interrupt ends them. */
  readonly slow?: readonly string[];
  readonly next: ConsoleWait;
}

export type ConsoleWait =
  | { readonly kind: 'prompt' }
  /** One more line; `hidden` is not echoed. */
  | { readonly kind: 'ask'; readonly text: string; readonly hidden: boolean; answer(text: string): ConsoleAnswer }
  | { readonly kind: 'end' };

/** The commands of a device, without its line editor and pager. */
export interface ConsoleDialog {
  readonly banner: string;
  /** As it stands on the screen before the cursor. */
  prompt(): string;
  /** What the pager shows at the end of a page, and the bytes that wipe it; null where the device does not page. */
  readonly pager: { readonly text: string; readonly wipe: string } | null;
  enter(line: string): ConsoleAnswer;
  /** Ctrl-C at the prompt. */
  interrupt(): ConsoleAnswer;
}

export const atPrompt: ConsoleWait = { kind: 'prompt' };
