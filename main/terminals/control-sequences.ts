import type { PlainPage } from './plain-page.ts';

type Act = (page: PlainPage, count: number, parameters: readonly number[]) => void;

/** More would only be blanks. */
const MOST = 65_536;
const MOST_REPEATED = 1_000;

/** What a `CSI … final` does to a page; the first parameter as a count is at least 1. Colours and the like do nothing. */
const acts: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['A', (page, count) => page.up(count)],
  ['B', (page, count) => page.down(count)],
  ['e', (page, count) => page.down(count)],
  ['C', (page, count) => page.move(count)],
  ['a', (page, count) => page.move(count)],
  ['D', (page, count) => page.move(-count)],
  [
    'E',
    (page, count) => {
      page.down(count);
      page.return();
    },
  ],
  [
    'F',
    (page, count) => {
      page.up(count);
      page.return();
    },
  ],
  ['G', (page, count) => page.moveTo(count - 1)],
  ['`', (page, count) => page.moveTo(count - 1)],
  ['H', (page, _, [, column = 1]) => page.jump(Math.max(1, column) - 1)],
  ['f', (page, _, [, column = 1]) => page.jump(Math.max(1, column) - 1)],
  ['d', (page) => page.jump(null)],
  // Scroll margins move the cursor home.
  ['r', (page) => page.jump(0)],
  ['J', (page, _, [mode = 0]) => page.eraseScreen(mode)],
  ['K', (page, _, [mode = 0]) => page.eraseLine(mode)],
  ['L', (page, count) => page.insertLines(count)],
  ['M', (page, count) => page.removeLines(count)],
  ['P', (page, count) => page.removeCharacters(count)],
  ['@', (page, count) => page.insertCharacters(count)],
  ['X', (page, count) => page.eraseCharacters(count)],
  ['s', (page) => page.save()],
  ['u', (page) => page.restore()],
]);

/** `before`: the text that stood directly in front of it, '' for none. */
export function actOnPage(page: PlainPage, sequence: { parameters: string; final: string; before: string }): void {
  const { final, before } = sequence;
  let { parameters } = sequence;
  if (/^[<=>?]/.test(parameters)) {
    // The alternate screen comes and goes: what was drawn on it is not over the log.
    if (/^\?(?:47|1047|1049)$/.test(parameters) && /[hl]/.test(final)) page.freshLine();
    if (!parameters.startsWith('?') || !/[JK]/.test(final)) return;
    parameters = parameters.slice(1);
  }
  const numbers = parameters === '' ? [] : parameters.split(';').map((one) => Math.min(Number(one) || 0, MOST));
  const count = Math.max(1, numbers[0] ?? 1);
  if (final === 'b') page.write(([...before].at(-1) ?? '').repeat(Math.min(count, MOST_REPEATED)));
  else acts.get(final)?.(page, count, numbers);
}
