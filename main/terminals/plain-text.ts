import { TextReducer } from './text-reducer.ts';

/** Lines that never wrap, and as many rows as agents' terminals have. */
const ENDLESS = { cols: Number.POSITIVE_INFINITY, rows: 50 };

/** Text of a terminal as a person would have read it on an endless page of endless lines. */
export function plainString(text: string): string {
  const reducer = new TextReducer(ENDLESS);
  reducer.pushText(text);
  reducer.finish();
  return [...reducer.take(), ...reducer.rest()].map((line) => line.text).join('\n');
}

/** The line that the cursor stands on, without what was overwritten in it. */
export function lastLine(text: string): string {
  const reducer = new TextReducer(ENDLESS);
  reducer.pushText(text);
  return reducer.cursorLine();
}

/** The part of that line that stands before the cursor: where a prompt ends. */
export function promptLine(text: string): string {
  const reducer = new TextReducer(ENDLESS);
  reducer.pushText(text);
  return reducer.beforeCursor();
}
