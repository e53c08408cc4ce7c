/** In words of a sentence: `1 minute`, `30 minutes`; below that in seconds. */
export const duration = (ms: number): string => {
  if (ms < 60_000) return `${Math.max(1, Math.round(ms / 1_000))} s`;
  const count = Math.round(ms / 60_000);
  return count === 1 ? '1 minute' : `${count} minutes`;
};
