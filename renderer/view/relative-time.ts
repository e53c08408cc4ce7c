const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `3 hours ago`, `in 2 days`, `this minute`: a moment as people of that language say it. */
export function relativeTime(at: number, now: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const apart = at - now;
  const [unit, ms] = steps.find(([, size]) => Math.abs(apart) >= size) ?? (['minute', 60_000] as const);
  return format.format(Math.trunc(apart / ms) || 0, unit);
}
