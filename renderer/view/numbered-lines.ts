import { type TextPart, textParts } from './hidden-characters.ts';

/** A text line by line, each with its hidden characters; no line and no character is left out. */
export const numberedLines = (text: string): readonly (readonly TextPart[])[] =>
  text
    .replace(/\r\n/g, '\n')
    .split('\n')
    .map((line) => textParts(line));
