import { hiddenCount, textParts } from './hidden-characters.ts';

/** As main types them: the line ends at the end are nobody's Enter. */
export function pastedLines(text: string): readonly string[] {
  return text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
}

/** A paste that the person sees first: several lines, or what they would not see. */
export function asksBeforePaste(text: string): boolean {
  const lines = pastedLines(text);
  return lines.length > 1 || hiddenCount(textParts(lines.join(''))) > 0;
}
