/** What is left of `rows` once `wanted` was found in it, in order; null where one is missing. */
export function withoutInOrder(rows: readonly string[], wanted: readonly string[]): string[] | null {
  const left: string[] = [];
  let next = 0;
  for (const row of rows) {
    if (row === wanted[next]) next += 1;
    else left.push(row);
  }
  return next === wanted.length ? left : null;
}
