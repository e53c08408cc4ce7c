import type { ActionResult, Answer, Argument } from '../../preload/contract.ts';
import type { DismissedTerminals } from './dismissed-terminals.ts';
import type { WallLines } from './wall-lines.ts';
import { webAddress } from './web-address.ts';

export interface WallActions {
  readonly lines: Pick<WallLines, 'ask'>;
  readonly dismissed: Pick<DismissedTerminals, 'dismiss'>;
  /** Opens an http or https address in the person's browser. */
  readonly openLink: (url: string) => Promise<void>;
}

type WallChannel = 'wall.lines' | 'wall.dismiss' | 'link.open';

/** What the wall asks and does. */
export function wallHandlers(
  { lines, dismissed, openLink }: WallActions,
  action: (work: () => Promise<void> | void) => Promise<ActionResult>,
): { readonly [C in WallChannel]: (argument: Argument<C>) => Promise<Answer<C>> } {
  return {
    'wall.lines': (argument) => lines.ask(argument),
    'wall.dismiss': ({ terminalIds }) => action(() => dismissed.dismiss(terminalIds)),
    'link.open': ({ url }) => action(() => openLink(webAddress(url))),
  };
}
