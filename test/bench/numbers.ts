/** The value that `part` of the list does not exceed: 0.5 is the median. NaN for an empty list. */
export function quantile(list: readonly number[], part: number): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export const median = (list: readonly number[]): number => quantile(list, 0.5);
